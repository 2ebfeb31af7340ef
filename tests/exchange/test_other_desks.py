"""Logs of other service desks: cases, and counts of calls."""

import csv
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils.timezone import now

from kept.desk.models import CallCount, Case, Contact
from kept.exchange.actions.importing import import_file
from kept.exchange.commands import import_
from kept.exchange.queries.mappings import mapping_from
from kept.promises.models import Promise
from tests.data import public_set
from tests.factories import HOUSE

pytestmark = pytest.mark.django_db

MAPPING = """
name = "desk"
kind = "cases"
zone = "Asia/Shanghai"
[key]
columns = ["No"]
[fields]
customer = "Client"
kind = { column = "Kind", codes = { "投诉" = "complaint", "咨询" = "question" } }
opened_at = "Opened"
answer_due_at = { column = "Due", needed = false }
answered_at = { column = "Answered", needed = false }
solved_at = { column = "Solved", needed = false }
"""
HEAD = "No,Client,Kind,Opened,Due,Answered,Solved"

Write = Callable[..., Path]


@pytest.fixture
def log(tmp_path: Path) -> Write:
    (tmp_path / "desk.toml").write_text(MAPPING)

    def write(*rows: str) -> Path:
        path = tmp_path / "desk.csv"
        path.write_text("\n".join([HEAD, *rows, ""]))
        return path

    return write


def test_a_log_makes_cases_and_only_the_promises_that_it_states(log: Write) -> None:
    path = log(
        "1,华东冷链,投诉,2026-03-02 10:00,2026-03-02 11:00,2026-03-02 11:30,2026-03-03 09:00",
        "2,华东冷链,咨询,2026-03-02 10:00,,2026-03-02 10:03,",
    )

    run = import_file(path=path, chosen=mapping_from(path.with_suffix(".toml")), by=HOUSE, clock=now)

    cases = Case.objects.order_by("external_key").values_list("kind", "state", "customer__name")
    assert list(cases) == [("complaint", "solved", "华东冷链"), ("question", "answered", "华东冷链")]
    promise = Promise.objects.get()
    assert (promise.kind, promise.state, promise.subject_id) == (
        "complaint_answer",
        "broken",
        Case.objects.get(kind="complaint").pk,
    )
    assert (run.rows_taken, run.promises, run.new_customers) == (2, 1, 1)


def test_a_log_that_is_sent_again_changes_nothing(log: Write, tmp_path: Path) -> None:
    first = log("1,甲,投诉,2026-03-02 10:00,,,")
    import_file(path=first, chosen=mapping_from(tmp_path / "desk.toml"), by=HOUSE, clock=now)
    longer = log("1,甲,投诉,2026-03-02 10:00,,,", "2,甲,投诉,2026-03-02 11:00,,,")

    run = import_file(path=longer, chosen=mapping_from(tmp_path / "desk.toml"), by=HOUSE, clock=now)

    assert (run.rows_taken, run.rows_known, Case.objects.count()) == (1, 1, 2)


def test_a_solution_before_the_opening_is_refused_by_row_and_column(log: Write, tmp_path: Path) -> None:
    path = log("1,甲,投诉,2026-03-02 10:00,,,2026-03-01 10:00", "2,甲,赞扬,2026-03-02 10:00,,,")

    run = import_file(path=path, chosen=mapping_from(tmp_path / "desk.toml"), by=HOUSE, clock=now)

    told = [(row.row, row.column, row.why) for row in run.rejected.order_by("row")]
    assert told == [
        (2, "Solved", "'2026-03-01 10:00' lies before 2026-03-02 10:00"),
        (3, "Kind", "'赞扬' stands in no code table of the mapping"),
    ]
    assert Case.objects.count() == 0


def test_contacts_come_in_with_their_case_and_the_promise_that_they_state(log: Write, tmp_path: Path) -> None:
    cases = log("1,华东冷链,投诉,2026-03-02 10:00,,,")
    import_file(path=cases, chosen=mapping_from(tmp_path / "desk.toml"), by=HOUSE, clock=now)
    (tmp_path / "calls.toml").write_text(
        'name = "calls"\nkind = "contacts"\nzone = "Asia/Shanghai"\n[key]\ncolumns = ["No"]\n[fields]\n'
        'channel = { value = "phone" }\ncase = { column = "Case", before = "desk:" }\nphone = "Phone"\n'
        'at = "At"\nanswer_due_at = "Due"\nanswered_at = "Answered"\n'
    )
    path = tmp_path / "calls.csv"
    path.write_text(
        "No,Case,Phone,At,Due,Answered\n"
        "1,1,13800001111,2026-03-02 10:00,2026-03-02 10:05,2026-03-02 10:03\n"
        "2,,13800002222,2026-03-02 10:00,,2026-03-02 09:59\n"
    )

    run = import_file(path=path, chosen=mapping_from(tmp_path / "calls.toml"), by=HOUSE, clock=now)

    contact = Contact.objects.get()
    assert (contact.case, contact.customer) == (Case.objects.get(), Case.objects.get().customer)
    assert Promise.objects.about(contact).get().state == "kept"
    assert [(row.row, row.column) for row in run.rejected.all()] == [(3, "Answered")]


def test_a_mapping_of_cases_does_not_read_deliveries(log: Write, tmp_path: Path) -> None:
    path = log("1,甲,投诉,2026-03-02 10:00,,,")

    result = CliRunner().invoke(import_, ["deliveries", str(path), "--mapping", str(tmp_path / "desk.toml")])

    assert result.exit_code == 2
    assert "desk maps cases, not deliveries" in result.output


def test_more_calls_answered_than_came_in_are_refused(tmp_path: Path) -> None:
    (tmp_path / "calls.toml").write_text(
        'kind = "calls"\n[fields]\nstarts_at = "At"\nminutes = { value = 30 }\n'
        'offered = "Calls"\nanswered = { column = "Answered", needed = false }\n'
    )
    path = tmp_path / "calls.csv"
    path.write_text(
        "At,Calls,Answered\n2026-03-02 10:00,12,11\n2026-03-02 10:30,12,13\n2026-03-02 11:00,9,\n"
    )

    run = import_file(path=path, chosen=mapping_from(tmp_path / "calls.toml"), by=HOUSE, clock=now)

    assert [(row.row, row.column, row.why) for row in run.rejected.all()] == [
        (3, "Answered", "13 is above the limit of 12")
    ]
    assert list(CallCount.objects.order_by("starts_at").values_list("starts_at", "offered", "answered")) == [
        (datetime(2026, 3, 2, 2, 0, tzinfo=UTC), 12, 11),
        (datetime(2026, 3, 2, 3, 0, tzinfo=UTC), 9, None),
    ]


@pytest.mark.slow
def test_the_incidents_of_2014_come_in_whole() -> None:
    path = public_set("service_desk_bpic2014/incidents.csv.gz")

    result = CliRunner().invoke(import_, ["cases", str(path), "--mapping", "bpic2014", "--json"])

    told = json.loads(result.stdout)
    assert (told["rows"], told["taken_in"], told["rejected"], told["promises"]) == (4000, 4000, 0, 0)
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert Case.objects.filter(reopenings=1).count() == sum(bool(row["reopen_time"]) for row in rows)
    assert Case.objects.filter(solved_at=None, state="closed").count() == sum(
        not row["resolved_time"] for row in rows
    )


@pytest.mark.slow
def test_the_calls_of_a_bank_come_in_whole() -> None:
    path = public_set("service_desk_call_volume/bank_calls_5min.csv.gz")

    run = import_file(path=path, chosen=mapping_from("bank_calls"), by=HOUSE, clock=now)

    assert (run.rows_done, run.rows_taken, run.rows_rejected) == (27_716, 27_716, 0)
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        by_hand = sum(int(row["Calls"]) for row in csv.DictReader(file))
    assert sum(CallCount.objects.values_list("offered", flat=True)) == by_hand


@pytest.mark.spec("R003", "R009", "R010")
def test_a_log_states_whom_a_contact_served_and_when(tmp_path: Path) -> None:
    (tmp_path / "calls.toml").write_text(
        'name = "calls"\nkind = "contacts"\nzone = "Asia/Shanghai"\n[key]\ncolumns = ["No"]\n[fields]\n'
        'channel = { value = "phone" }\nphone = "Phone"\nat = "At"\n'
        'served = { column = "For", needed = false, codes = { "货主" = "client", "收货人" = "behalf" } }\n'
        'phase = { column = "Phase", needed = false, codes = { "售前" = "before" } }\n'
        'internal = { column = "Ours", needed = false }\n'
    )
    path = tmp_path / "calls.csv"
    path.write_text(
        "No,Phone,At,For,Ours,Phase\n"
        "1,13800001111,2026-03-02 10:00,货主,,售前\n"
        "2,13800002222,2026-03-02 10:00,收货人,,\n"
        "3,13800003333,2026-03-02 10:00,,,\n"
        "4,13800004444,2026-03-02 10:00,货主,yes,售前\n"
        "5,13800005555,2026-03-02 10:00,某某,,\n"
    )

    run = import_file(path=path, chosen=mapping_from(tmp_path / "calls.toml"), by=HOUSE, clock=now)

    came = Contact.objects.order_by("external_key").values_list("served", "phase", "is_internal")
    assert list(came) == [
        ("client", "before", False),
        ("behalf", "", False),
        ("", "", False),
        ("", "", True),
    ]
    assert [(row.row, row.column) for row in run.rejected.all()] == [(6, "For")]
