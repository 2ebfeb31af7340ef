"""Damage and loss of insured goods are told to the insurer in time, with its reference."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.desk.actions.exceptions import open_exception
from kept.desk.actions.insuring import (
    BeforeItHappened,
    ClaimedAlready,
    FactsMissing,
    InsurerMissing,
    NotReported,
    NotYet,
    OutcomeMissing,
    claim_from_insurer,
    close_report,
    file_report,
)
from kept.desk.models import Claim, InsuranceReport
from kept.desk.queries.insurance import facts_of
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.money import Money
from kept.kernel.outbox import deliver_due
from kept.people.actions.persons import make_key
from kept.promises.models import Promise
from tests.desk.scenes import a_shipment
from tests.factories import HOUSE, NOON, a_branch, staff
from tests.transport.shipments import a_shipment as planned
from tests.transport.test_delivering import a_picture
from tests.transport.test_delivering import hand_over as deliver
from tests.transport.test_tracking import news, tell

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def owed(trouble: str = "damage", **details: Any) -> InsuranceReport:
    shipment = a_shipment(**{"declared_value": 500_000, "pieces": 10, **details})
    case = open_exception(trouble=trouble, shipments=[shipment], by=HOUSE, at=NOON)
    return InsuranceReport.objects.get(case=case)


def told(report: InsuranceReport, hours: float = 2, **details: Any) -> InsuranceReport:
    given = {
        "insurer": "平安财险",
        "facts": "三台破损",
        "reference": "PA-778",
        "spoke_with": "客服 12 号",
        **details,
    }
    moment = NOON + hours * HOUR
    return file_report(report=report, reported_at=moment, **given, by=HOUSE, at=NOON + 30 * HOUR)


def promise_of(report: InsuranceReport) -> Promise:
    return Promise.objects.about(report).of_kind("insurance_report").get()


@pytest.mark.spec("R146")
@pytest.mark.parametrize("trouble", ["damage", "shortage", "lost"])
def test_damage_or_loss_of_insured_goods_owes_a_report_to_the_insurer(trouble: str) -> None:
    report = owed(trouble)

    assert report.state == "due"
    assert promise_of(report).due_at == NOON + 24 * HOUR


def test_nothing_is_owed_for_goods_without_a_value_or_for_other_trouble() -> None:
    for trouble, value in (("damage", None), ("damage", 0), ("weather", 500_000)):
        open_exception(trouble=trouble, shipments=[a_shipment(declared_value=value)], by=HOUSE, at=NOON)

    assert not InsuranceReport.objects.exists()


def test_goods_that_join_a_case_are_reported_too_and_each_once() -> None:
    one, two = a_shipment(declared_value=100), a_shipment(declared_value=200)
    given: dict[str, Any] = {"trouble": "damage", "cause_key": "damage:truck", "by": HOUSE, "at": NOON}

    open_exception(shipments=[one], **given)
    open_exception(shipments=[one, two], **given)

    assert sorted(r.shipment.number for r in InsuranceReport.objects.all()) == [one.number, two.number]


@pytest.mark.spec("R146")
def test_damage_seen_at_the_door_comes_with_its_facts_and_photos() -> None:
    shipment = planned(declared_value=500_000)
    deliver(shipment, 1, pieces_damaged=3, condition="damaged", photo=a_picture())
    deliver_due()

    report = InsuranceReport.objects.get(shipment=shipment)
    page = Client()
    page.force_login(staff("clerk"))
    shown = page.get(report.get_absolute_url()).content.decode()

    assert "3 pieces damaged" in facts_of(report)
    assert "photo" in shown
    assert shipment.number in page.get(f"/insurance-reports/{report.number}/form/").content.decode()


@pytest.mark.spec("R146")
def test_what_was_written_beside_the_damage_is_among_the_facts() -> None:
    shipment = planned(declared_value=500_000)
    tell(news(shipment, "in_transit", note="过磅 320 公斤"))
    tell(news(shipment, "damaged", 2, note="叉车戳穿外箱"))
    deliver(shipment, 1, pieces_damaged=3, condition="damaged", note="三箱浸水，司机签认")
    deliver_due()

    said = facts_of(InsuranceReport.objects.filter(shipment=shipment)[0]).splitlines()

    assert said[-2:] == ["叉车戳穿外箱", "三箱浸水，司机签认"]
    assert not [line for line in said if "320" in line]


@pytest.mark.spec("R146")
def test_goods_handed_over_damaged_without_a_count_are_told_too() -> None:
    shipment = planned(declared_value=500_000)
    deliver(shipment, 1, condition="damaged")
    deliver_due()

    assert "Handed over: Damaged." in facts_of(InsuranceReport.objects.get(shipment=shipment))


@pytest.mark.spec("R146")
def test_the_call_keeps_the_promise_with_its_moment_and_the_insurers_reference() -> None:
    report = told(owed())

    assert (report.state, report.reference, report.reported_at) == ("reported", "PA-778", NOON + 2 * HOUR)
    assert promise_of(report).state == "kept"
    with pytest.raises(IllegalMove):
        told(report)


def test_a_late_report_breaks_its_promise() -> None:
    assert promise_of(told(owed(), hours=25)).state == "broken"


def test_a_report_names_insurer_facts_and_a_moment_that_can_be() -> None:
    report = owed()

    for wrong, refusal in (
        ({"insurer": " "}, InsurerMissing),
        ({"facts": " "}, FactsMissing),
        ({"hours": -1}, BeforeItHappened),
        ({"hours": 40}, NotYet),
    ):
        with pytest.raises(refusal):
            told(report, **wrong)  # type: ignore[arg-type]
    with pytest.raises(NotReported):
        claim_from_insurer(report=report, money=Money(100), by=HOUSE, at=NOON)
    report.refresh_from_db()
    assert report.state == "due"


def test_the_claim_against_the_insurer_rests_on_what_was_reported_and_is_filed_once() -> None:
    report = told(owed())

    claim = claim_from_insurer(report=report, money=Money(320_000), by=HOUSE, at=NOON + 30 * HOUR)

    assert (claim.side, claim.insurer, claim.amount, claim.case) == (
        "insurer",
        "平安财险",
        320_000,
        report.case,
    )
    assert claim.grounds.splitlines()[0] == f"{report.number} PA-778"
    with pytest.raises(ClaimedAlready):
        claim_from_insurer(report=report, money=Money(1), by=HOUSE, at=NOON + 30 * HOUR)


def test_what_was_not_insured_after_all_is_closed_and_owed_no_more() -> None:
    report = owed()

    with pytest.raises(OutcomeMissing):
        close_report(report=report, outcome=" ", by=HOUSE, at=NOON + HOUR)
    close_report(report=report, outcome="客户未投保", by=HOUSE, at=NOON + HOUR)

    assert promise_of(report).state == "cancelled"


@pytest.mark.spec("R146")
def test_the_clerk_reports_claims_and_closes_in_the_browser() -> None:
    report = owed()
    client = Client()
    client.force_login(staff("clerk"))
    address = f"/insurance-reports/{report.number}/"
    assert report.number in client.get("/insurance-reports/?state=due").content.decode()
    page = client.get(address, headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "登记报案</button>" in page and "打印报案单" in page
    given = {"insurer": "", "facts": "三台破损", "reported_at": "2026-03-02T15:00", "reference": "PA-9"}
    assert client.post(f"{address}filing/", given).status_code == 422
    assert client.post(f"{address}filing/", {**given, "insurer": "人保"}).status_code == 302
    assert client.post(f"{address}reference/", {"reference": "PA-10"}).status_code == 302
    assert client.post(f"{address}claim/", {"amount": "3200"}).status_code == 302
    assert Claim.objects.get().amount == 320_000
    assert client.post(f"{address}closing/", {"outcome": "已赔付"}).status_code == 302

    report.refresh_from_db()
    assert (report.state, report.reference, report.outcome) == ("closed", "PA-10", "已赔付")
    file = b"".join(client.get("/insurance-reports/?export=csv")).decode("utf-8-sig")  # type: ignore[arg-type]
    assert "PA-10" in file
    stranger = Client()
    stranger.force_login(staff("clerk", branch=a_branch()))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}closing/", {"outcome": "x"}).status_code == 404


def test_the_list_takes_as_many_statements_for_nine_rows_as_for_one() -> None:
    client = Client()
    client.force_login(staff("clerk"))
    counted = []
    for more in (1, 8):
        for _n in range(more):
            told(owed())
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/insurance-reports/").status_code == 200
        counted.append(len(seen))

    assert counted[0] == counted[1]


@pytest.mark.spec("R146")
def test_a_program_reads_reports_and_tells_that_the_insurer_was_told() -> None:
    report, program = owed(), Program("clerk")
    (row,) = program.get("insurance-reports?state=due")[1]
    assert (row["number"], row["declared_value"], row["reference"]) == (report.number, 500_000, "")

    given = {"insurer": "人保", "facts": "破损", "reported_at": (NOON + HOUR).isoformat(), "reference": "R-1"}
    status, done = program.post(f"insurance-reports/{report.number}/filing", given)

    assert (status, done["state"], done["reference"]) == (200, "reported", "R-1")
    assert program.post(f"insurance-reports/{report.number}/filing", given)[0] == 409
    assert Program("finance").post(f"insurance-reports/{report.number}/filing", given)[0] == 403


class Program:
    """A program with a person's key."""

    def __init__(self, role: str, **where: Any) -> None:
        self.person = staff(role, **where)
        _key, secret = make_key(person=self.person, name="TMS", by=HOUSE, at=NOON)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def post(self, path: str, given: Any) -> tuple[int, Any]:
        answer = Client().post(
            f"/api/v1/desk/{path}", json.dumps(given), content_type="application/json", headers=self.headers
        )
        return answer.status_code, answer.json()

    def get(self, path: str) -> tuple[int, Any]:
        answer = Client().get(f"/api/v1/desk/{path}", headers=self.headers)
        return answer.status_code, answer.json()
