"""Inspections: put up by their rhythm, carried out by checklist, with findings."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image

from kept.comms.models import Notice
from kept.documents.rules import UnknownFile
from kept.inspections.actions.inspecting import Seen, carry_out
from kept.inspections.actions.planning import (
    drop_inspection,
    plan_inspections,
    put_up_due,
    stop_plan,
)
from kept.inspections.actions.standardising import end_standard, revise_standard
from kept.inspections.models import Finding, Inspection, InspectionPlan
from kept.inspections.rules.dates import next_day
from kept.inspections.rules.refusals import (
    DayInThePast,
    NotDue,
    NotePerMiss,
    ReasonMissing,
    StandardEnded,
    ValueMissing,
    VerdictMissing,
)
from kept.inspections.tasks import put_up_inspections
from kept.kernel.outbox import deliver_due
from kept.people.actions.persons import make_key
from tests.factories import HOUSE, NOON, a_branch, staff
from tests.inspections.scenes import TODAY, a_draft, a_standard, an_inspection, seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_photo() -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (8, 8), "red").save(kept, "PNG")
    return SimpleUploadedFile("柜台.png", kept.getvalue(), "image/png")


def days() -> list[Any]:
    return list(Inspection.objects.order_by("pk").values_list("due_on", flat=True))


@pytest.mark.spec("R337", "R516")
def test_the_clock_puts_inspections_up_by_the_frequency_of_their_standard() -> None:
    inspector = staff("service_manager")
    plan = plan_inspections(
        standard=a_standard(), inspector=inspector, first_on=TODAY + 20 * DAY, by=HOUSE, at=NOON
    )
    assert days() == []

    for day in (13, 14, 20):
        put_up_inspections(NOON + day * DAY)

    plan.refresh_from_db()
    assert days() == [TODAY + 20 * DAY]
    assert plan.next_on == TODAY + 50 * DAY
    while deliver_due():
        pass
    assert [notice.person for notice in Notice.objects.all()] == [inspector]


def test_days_slept_through_are_not_made_up_for() -> None:
    plan = plan_inspections(standard=a_standard(), first_on=TODAY, every_days=10, by=HOUSE, at=NOON)

    put_up_due(by=HOUSE, at=NOON + 95 * DAY)

    plan.refresh_from_db()
    assert days() == [TODAY, TODAY + 10 * DAY]
    assert plan.next_on == TODAY + 100 * DAY
    assert next_day(TODAY, 7, after=TODAY - DAY) == TODAY + 7 * DAY


def test_a_stopped_plan_and_an_ended_standard_put_nothing_up() -> None:
    stopped = plan_inspections(standard=a_standard(), first_on=TODAY + 30 * DAY, by=HOUSE, at=NOON)
    ended = a_standard("结束")
    plan_inspections(standard=ended, first_on=TODAY + 30 * DAY, by=HOUSE, at=NOON)

    stop_plan(plan=stopped)
    end_standard(standard=ended, on=TODAY, by=HOUSE, at=NOON)
    put_up_due(by=HOUSE, at=NOON + 60 * DAY)

    ended.refresh_from_db()
    assert days() == []
    with pytest.raises(StandardEnded):
        plan_inspections(standard=ended, first_on=TODAY, by=HOUSE, at=NOON)


def test_planned_again_a_branch_keeps_one_plan() -> None:
    standard, branch = a_standard(), a_branch()

    for n in (5, 9):
        plan_inspections(
            standard=standard,
            branch=branch,
            first_on=TODAY + 90 * DAY,
            every_days=n,
            by=HOUSE,
            at=NOON,
        )

    assert list(InspectionPlan.objects.values_list("every_days", flat=True)) == [9]


@pytest.mark.spec("R337")
def test_an_inspection_is_scored_by_weight_and_what_is_not_met_is_a_finding() -> None:
    inspection = an_inspection(branch=a_branch())
    missed = Seen(verdict="missed", note="没有报姓名", severity="major")

    done = carry_out(
        inspection=inspection,
        seen=seen(
            inspection, Seen(verdict="met"), missed, Seen(verdict="n_a"), Seen(value=Decimal(25), note="25秒")
        ),
        by=HOUSE,
        at=NOON,
    )

    assert (done.state, done.is_held, done.critical_misses) == ("done", False, 0)
    assert done.score is not None and round(done.score, 4) == Decimal("0.2857")
    told = Finding.objects.order_by("pk").values_list("what", "severity", "state", "branch")
    assert list(told) == [
        ("报出公司与姓名: 没有报姓名", "major", "open", inspection.branch_id),
        ("等待时间 25 s: 25秒", "minor", "open", inspection.branch_id),
    ]


def test_one_critical_item_that_is_not_met_fails_the_whole_check() -> None:
    inspection = an_inspection()
    critical = Seen(verdict="missed", note="未核对")

    done = carry_out(
        inspection=inspection,
        seen=seen(inspection, Seen(verdict="met"), Seen(verdict="met"), critical),
        by=HOUSE,
        at=NOON,
    )

    assert (done.score, done.is_held, done.critical_misses) == (0, False, 1)
    assert Finding.objects.get().severity == "critical"


def test_a_check_that_applies_to_nothing_has_no_score() -> None:
    inspection = an_inspection()

    done = carry_out(
        inspection=inspection, seen=seen(inspection, *[Seen(verdict="n_a")] * 4), by=HOUSE, at=NOON
    )

    assert (done.score, done.is_held) == (None, None)


@pytest.mark.parametrize(
    ("place", "said", "why"),
    [
        (0, Seen(), VerdictMissing),
        (1, Seen(verdict="missed"), NotePerMiss),
        (3, Seen(verdict="met"), ValueMissing),
    ],
)
def test_an_item_that_is_not_judged_is_named(place: int, said: Seen, why: type[Exception]) -> None:
    inspection = an_inspection()
    told = [Seen(verdict="met", value=Decimal(1))] * 4
    told[place] = said

    with pytest.raises(why, match=f"tem {place + 1}\\b"):
        carry_out(inspection=inspection, seen=seen(inspection, *told), by=HOUSE, at=NOON)

    inspection.refresh_from_db()
    assert (inspection.state, Finding.objects.count()) == ("due", 0)


def test_an_inspection_is_carried_out_once_and_dropped_with_a_reason() -> None:
    done, dropped = an_inspection(), an_inspection()
    carry_out(inspection=done, seen=seen(done), by=HOUSE, at=NOON)

    with pytest.raises(NotDue):
        carry_out(inspection=done, seen=seen(done), by=HOUSE, at=NOON)
    with pytest.raises(ReasonMissing):
        drop_inspection(inspection=dropped, why=" ", by=HOUSE, at=NOON)
    assert drop_inspection(inspection=dropped, why="停业", by=HOUSE, at=NOON).state == "dropped"


def test_an_inspection_keeps_the_version_it_was_put_up_with() -> None:
    standard = a_standard()
    inspection = an_inspection(standard)

    revise_standard(standard=standard, title="新", draft=a_draft(valid_from=TODAY + DAY), by=HOUSE, at=NOON)

    inspection.refresh_from_db()
    assert inspection.version.number == 1


def test_a_photo_is_judged_by_its_content() -> None:
    inspection = an_inspection()
    photo = Seen(verdict="missed", note="柜台空", photo=a_photo())

    with pytest.raises(UnknownFile):
        page = SimpleUploadedFile("x.png", b"<html>", "image/png")
        bad = Seen(verdict="met", photo=page)
        carry_out(inspection=inspection, seen=seen(inspection, bad), by=HOUSE, at=NOON)
    carry_out(inspection=inspection, seen=seen(inspection, photo), by=HOUSE, at=NOON)

    finding = Finding.objects.get()
    assert finding.photo is not None and finding.photo.content_type == "image/png"


def test_managers_of_the_branch_hear_of_a_critical_finding() -> None:
    here, elsewhere = a_branch(), a_branch()
    manager = staff("branch_manager", branch=here)
    staff("branch_manager", branch=elsewhere)
    inspection = an_inspection(branch=here)
    told = seen(inspection, Seen(verdict="met"), Seen(verdict="met"), Seen(verdict="missed", note="无"))

    carry_out(inspection=inspection, seen=told, by=HOUSE, at=NOON)
    while deliver_due():
        pass

    assert [(notice.person, notice.tone) for notice in Notice.objects.all()] == [(manager, "broken")]


@pytest.mark.spec("R337")
def test_a_clerk_carries_an_inspection_out_on_a_phone(client: Client) -> None:
    branch = a_branch()
    client.force_login(staff("clerk", branch=branch))
    inspection = an_inspection(branch=branch, due_on=now().date() - DAY)
    address = reverse("inspections:carrying", args=[inspection.number])
    ids = list(inspection.version.items.values_list("pk", flat=True))
    sent: dict[str, Any] = {f"item-{pk}-verdict": "met" for pk in ids[:3]}
    sent |= {f"item-{ids[3]}-value": "30", f"item-{ids[3]}-note": "等了三十秒"}

    overdue = client.get(reverse("inspections:inspections")).content.decode()
    refused = client.post(address, {**sent, f"item-{ids[0]}-verdict": ""})
    taken = client.post(address, {**sent, f"item-{ids[3]}-photo": a_photo()})

    assert "1 inspection is overdue." in overdue
    assert refused.status_code == 422 and "Item 1 is not judged yet." in refused.content.decode()
    assert taken.status_code == 302
    page = client.get(inspection.get_absolute_url()).content.decode()
    inspection.refresh_from_db()
    assert inspection.score == Decimal("0.5") and "柜台.png" in page


def test_the_page_of_a_standard_calls_overdue_what_the_list_does(client: Client) -> None:
    inspection = an_inspection(due_on=now().date() - DAY)
    client.force_login(staff("general_manager"))

    page = client.get(inspection.version.standard.get_absolute_url())

    assert [(each, state[0]) for each, state in page.context["inspections"]] == [(inspection, "overdue")]


def test_every_item_not_judged_is_named_at_once_and_none_is_called_optional(client: Client) -> None:
    client.force_login(staff("general_manager", language="en"))
    inspection = an_inspection()
    address = reverse("inspections:carrying", args=[inspection.number])
    ids = list(inspection.version.items.values_list("pk", flat=True))

    missed = client.post(address, {f"item-{ids[0]}-verdict": "missed"})
    away = client.post(address, {f"item-{pk}-verdict": "n_a" for pk in ids})

    assert missed.status_code == 422 and away.status_code == 302
    assert set(missed.context["form"].errors) == {
        f"item-{ids[0]}-note",
        f"item-{ids[1]}-verdict",
        f"item-{ids[2]}-verdict",
        f"item-{ids[3]}-value",
    }
    form = missed.context["form"]
    asked = [form.fields[f"item-{ids[n]}-{name}"] for n, name in ((0, "verdict"), (3, "value"))]
    assert all(field.required for field in asked)


def test_inspections_of_another_branch_are_not_there(client: Client) -> None:
    client.force_login(staff("clerk", branch=a_branch()))
    inspection = an_inspection(branch=a_branch())

    for name in ("inspection", "carrying"):
        assert client.get(reverse(f"inspections:{name}", args=[inspection.number])).status_code == 404


def test_the_list_asks_as_often_with_one_row_as_with_three(client: Client) -> None:
    client.force_login(staff("service_manager"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("inspections:inspections")).status_code == 200
        return len(counted)

    an_inspection()
    asked()
    one = asked()
    for _ in range(2):
        done = an_inspection(branch=a_branch(), inspector=staff())
        carry_out(inspection=done, seen=seen(done), by=HOUSE, at=NOON)

    assert asked() == one


def test_what_is_listed_is_exported(client: Client) -> None:
    client.force_login(staff("service_manager"))
    inspection = an_inspection()

    rows = client.get(reverse("inspections:inspections"), {"export": "csv"}).getvalue().decode("utf-8-sig")

    assert inspection.number in rows and "电话接听" in rows


def test_a_program_reads_standards_and_sends_results(client: Client) -> None:
    person = staff("service_manager")
    _, secret = make_key(person=person, name="p", by=HOUSE, at=NOON)
    key = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    inspection = an_inspection(branch=a_branch(code="SHX"))
    items = client.get("/api/v1/inspections/standards", **key).json()[0]["items"]
    results = [{"item": item["id"], "verdict": "met", "value": 5} for item in items]
    address = f"/api/v1/inspections/inspections/{inspection.number}/results"

    short = client.post(address, {"results": results[:2]}, content_type="application/json", **key)
    told = client.post(address, {"results": results}, content_type="application/json", **key)

    assert (short.status_code, short.json()["reason"]) == (409, "Item 3 is not judged yet.")
    assert (told.json()["score"], told.json()["is_held"]) == ("1", True) or Decimal(told.json()["score"]) == 1
    listed = client.get("/api/v1/inspections/inspections?branch=SHX", **key).json()
    assert ([row["state"] for row in listed["items"]], listed["next"]) == (["done"], "")
    assert client.get("/api/v1/inspections/findings", **key).json() == {"items": [], "next": ""}


def test_no_inspection_is_ordered_for_a_day_that_is_over() -> None:
    with pytest.raises(DayInThePast) as no:
        an_inspection(due_on=TODAY - DAY)

    assert no.value.field == "due_on"
