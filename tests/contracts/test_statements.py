"""Written service statements: versions, and which one applies to whom on which day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from kept.contracts.actions.statements import end_statement, revise_statement, write_statement
from kept.contracts.models import ServiceStatement, StatementVersion
from kept.contracts.queries.statements import Stretch, named, stretches, version_for, with_version
from kept.contracts.queries.texts import Part, parts_of
from kept.contracts.rules import (
    BeginsBeforeLast,
    BeginsInThePast,
    ChangeMissing,
    EndsBeforeItBegins,
    StatementHasEnded,
    StatementStands,
    TextMissing,
    TwoScopes,
)
from kept.kernel.errors import Refused
from kept.kernel.models import EventRecord
from kept.parties.models import Customer
from kept.people.queries import actor_of
from tests.contracts.test_pages import browser_of
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
JANUARY, APRIL, MAY, JUNE = (date(2026, month, 1) for month in (1, 4, 5, 6))
LATER = datetime(2026, 3, 30, 9, tzinfo=NOON.tzinfo)


def a_statement(**more: Any) -> ServiceStatement:
    given = {"title": "服务声明", "words": {"zh-hans": "昼夜接听。"}, "valid_from": JANUARY, **more}
    return write_statement(**given, by=HOUSE, at=NOON)


def revised(statement: ServiceStatement, on: date, **more: Any) -> ServiceStatement:
    given = {"words": {"zh-hans": "三声内接听。"}, "changed": "更快", "valid_from": on, **more}
    return revise_statement(statement=statement, **given, by=HOUSE, at=NOON)


def applied(customer: Customer, on: date) -> str:
    return str(version_for(customer, on) or "")


@pytest.mark.spec("R005")
def test_the_most_special_version_in_force_applies_to_a_customer_on_a_day() -> None:
    plain, core, own = a_customer(), a_customer(segment="core"), a_customer(segment="core")
    revised(a_statement(title="all"), APRIL)
    a_statement(title="core", segment="core", valid_from=APRIL)
    mine = a_statement(title="own", customer=own, valid_from=MAY)

    told = {
        name: [applied(customer, on) for on in (JANUARY - timedelta(1), JANUARY, APRIL, MAY)]
        for name, customer in (("plain", plain), ("core", core), ("own", own))
    }
    end_statement(statement=mine, on=MAY, by=HOUSE, at=NOON)

    assert told == {
        "plain": ["", "all v1", "all v2", "all v2"],
        "core": ["", "all v1", "core v1", "core v1"],
        "own": ["", "all v1", "core v1", "own v1"],
    }
    assert [applied(own, on) for on in (MAY, MAY + timedelta(1))] == ["own v1", "core v1"]
    assert [(each.begins, str(each.version)) for each in stretches(own)] == [
        (MAY + timedelta(1), "core v1"),
        (MAY, "own v1"),
        (APRIL, "core v1"),
        (JANUARY, "all v1"),
    ]


@pytest.mark.spec("R005")
def test_a_version_keeps_its_text_its_days_who_wrote_it_and_what_changed() -> None:
    writer = staff("service_manager")
    statement = a_statement(words={"zh-hans": " 昼夜接听。 ", "en": "We answer.", "zh-hant": " "})

    revise_statement(
        statement=statement,
        words={"zh-hans": "三声内接听。"},
        changed="更快",
        valid_from=APRIL,
        by=actor_of(writer, NOON),
        at=LATER,
    )

    names = ("number", "words", "valid_from", "valid_until", "changed", "made_at", "made_by")
    assert list(StatementVersion.objects.values_list(*names)) == [
        (2, {"zh-hans": "三声内接听。"}, APRIL, None, "更快", LATER, writer.pk),
        (1, {"zh-hans": "昼夜接听。", "en": "We answer."}, JANUARY, date(2026, 3, 31), "", NOON, None),
    ]
    told = EventRecord.objects.filter(name="contracts.service_statement_written").order_by("pk")
    assert [(each.subject_number, each.data["number"]) for each in told] == [("ST-001", 1), ("ST-001", 2)]


@pytest.mark.parametrize(
    ("no", "wrong"),
    [
        (TextMissing, lambda _: a_statement(segment="core", words={"zh-hans": " ", "fr": "x"})),
        (TwoScopes, lambda _: a_statement(segment="core", customer=a_customer())),
        (StatementStands, lambda _: a_statement(valid_from=JUNE)),
        (ChangeMissing, lambda one: revised(one, APRIL, changed=" ")),
        (BeginsInThePast, lambda one: revised(one, NOON.date() - timedelta(1))),
        (TextMissing, lambda one: revised(one, APRIL, words={"en": " "})),
        (BeginsBeforeLast, lambda one: revised(revised(one, JUNE), MAY)),
        (BeginsInThePast, lambda one: end_statement(statement=one, on=JANUARY, by=HOUSE, at=NOON)),
        (EndsBeforeItBegins, lambda o: end_statement(statement=revised(o, JUNE), on=MAY, by=HOUSE, at=NOON)),
    ],
)
def test_what_may_not_be_written_is_refused(no: type[Refused], wrong: Any) -> None:
    statement = a_statement()

    with pytest.raises(no):
        wrong(statement)


def test_what_has_ended_is_no_longer_changed_and_makes_room_for_another() -> None:
    statement = a_statement()
    end_statement(statement=statement, on=APRIL, by=HOUSE, at=NOON)

    with pytest.raises(StatementHasEnded):
        revised(statement, MAY)
    with pytest.raises(StatementStands):
        a_statement(title="next", valid_from=APRIL)
    a_statement(title="next", valid_from=MAY)

    assert [applied(a_customer(), on) for on in (APRIL, APRIL + timedelta(1), MAY)] == [
        "服务声明 v1",
        "",
        "next v1",
    ]


def test_a_customer_without_any_statement_has_no_stretch() -> None:
    assert stretches(a_customer()) == []
    version = a_statement().versions.get()
    assert stretches(a_customer()) == [Stretch(JANUARY, version)]


def test_the_list_of_all_customers_takes_one_statement(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        a_customer()
    a_statement()

    with django_assert_num_queries(1):
        rows: Any = list(named(with_version(Customer.objects.all(), JANUARY)))

    assert {(row.statement_title, row.version_number) for row in rows} == {("服务声明", 1)}


def test_a_text_has_headings_and_paragraphs() -> None:
    assert parts_of("一\r\n二\n\n# 时间\n三\n\n四\n#\n") == [
        Part("", ["一\n二"]),
        Part("时间", ["三", "四"]),
    ]


@pytest.fixture
def manager() -> Client:
    return browser_of(staff("service_manager", language="en"))


@pytest.mark.spec("R005")
def test_a_statement_is_written_revised_and_read_by_day_in_the_browser(manager: Client) -> None:
    customer, tomorrow = a_customer(), localdate() + timedelta(1)
    given = {
        "title": "Our service",
        "valid_from": "2026-01-01",
        "customer": "",
        "segment": "",
        "text_zh_hans": "昼夜接听。",
        "text_en": "# Hours\nDay and night.",
    }
    changed = {
        "changed": "Faster",
        "valid_from": tomorrow.isoformat(),
        "text_zh_hans": "三声内接听。",
        "text_en": "Before the fourth ring.",
    }

    made = manager.post(reverse("contracts:new_statement"), given)
    address = ServiceStatement.objects.get().get_absolute_url()
    number = ServiceStatement.objects.get().number
    refused = manager.post(reverse("contracts:new_version", args=[number]), {**changed, "changed": ""})
    manager.post(reverse("contracts:new_version", args=[number]), changed)
    today, then = (manager.get(address, day).content.decode() for day in ({}, {"on": tomorrow.isoformat()}))
    own = reverse("contracts:service_text", args=[customer.number])
    theirs, theirs_then = (
        manager.get(own, day).content.decode() for day in ({}, {"on": tomorrow.isoformat()})
    )

    assert (made.headers["Location"], refused.status_code) == (address, 422)
    assert "<h3" in today and "Day and night." in today and "Before the fourth ring." not in today
    assert "Before the fourth ring." in then and "1 active customer" in then and "Faster" in then
    assert "Day and night." in theirs and "Before the fourth ring." in theirs_then
    panel = reverse("kernel:panel", args=("contracts.statement", "parties.customer", customer.pk))
    assert "Our service v1" in manager.get(panel).content.decode()


def test_a_second_statement_for_the_same_customers_is_refused_beside_its_field(manager: Client) -> None:
    a_statement()
    given = {"title": "Again", "valid_from": "2026-01-01", "text_zh_hans": "一"}

    page = manager.post(reverse("contracts:new_statement"), given)

    assert page.status_code == 422
    assert "There is a statement for these customers already." in page.content.decode()
    assert ServiceStatement.objects.count() == 1


def test_a_form_without_any_text_says_what_is_missing(manager: Client) -> None:
    page = manager.post(reverse("contracts:new_statement"), {"title": "Empty", "valid_from": "2026-01-01"})

    assert page.status_code == 422
    assert "Write the text in at least one language." in page.content.decode()
    assert ServiceStatement.objects.count() == 0


@pytest.mark.spec("R005")
def test_the_list_tells_for_a_day_and_as_a_file_which_version_each_customer_has(manager: Client) -> None:
    core, plain = a_customer(segment="core"), a_customer()
    a_statement(title="All", words={"zh-hans": "一"})
    a_statement(title="Core", segment="core", valid_from=date(2026, 2, 1))
    address = reverse("contracts:service_texts")

    def told(**query: str) -> dict[str, str]:
        file: Any = manager.get(address, {**query, "export": "csv"})
        lines = file.getvalue().decode("utf-8-sig").splitlines()[1:]
        return {line.split(",")[0]: line.split(",")[3] for line in lines}

    assert told(on="2026-02-01") == {core.number: "Core", plain.number: "All"}
    assert told(on="2026-01-31") == {core.number: "All", plain.number: "All"}
    assert told(on="2026-02-01", statement="ST-002") == {core.number: "Core"}
    assert set(told(on="2025-12-31").values()) <= {"", "–"}


def test_ended_statements_are_listed_only_when_asked_for(manager: Client) -> None:
    statement = a_statement(title="Old")
    end_statement(statement=statement, on=localdate(), by=HOUSE, at=now())
    address = reverse("contracts:statements")

    assert "Old" not in manager.get(address).content.decode()
    assert "Old" in manager.get(address, {"ended": "on"}).content.decode()


@pytest.mark.spec("R005")
def test_programs_write_statements_and_ask_what_applies(manager: Client) -> None:
    customer = a_customer()
    given = {
        "title": "API",
        "words": {"zh-hans": "一"},
        "valid_from": "2026-01-01",
        "customer": customer.number,
    }

    made = manager.post("/api/v1/contracts/service-statements", given, content_type="application/json")
    again = manager.post("/api/v1/contracts/service-statements", given, content_type="application/json")
    asked = f"/api/v1/contracts/customers/{customer.number}/service-statement"

    assert (made.status_code, again.status_code) == (201, 409)
    assert manager.get(asked, {"on": "2026-01-01"}).json()["title"] == "API"
    assert manager.get(asked, {"on": "2025-12-31"}).json() is None
    assert manager.get("/api/v1/contracts/service-statements").json()[0]["versions"][0]["words"] == {
        "zh-hans": "一"
    }


def test_a_clerk_reads_but_does_not_write() -> None:
    clerk = browser_of(staff("clerk", language="en"))
    statement = a_statement()

    assert clerk.get(statement.get_absolute_url()).status_code == 200
    assert clerk.get(reverse("contracts:new_statement")).status_code == 403
    assert clerk.get(reverse("contracts:new_version", args=[statement.number])).status_code == 403
