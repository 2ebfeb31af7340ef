"""Service along the operation: requirements at the steps, their checks, and the figures."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.catalog.models import Service
from kept.desk.models import Case
from kept.inspections.actions.stepping import (
    Found,
    add_requirement,
    change_requirement,
    check_step,
    open_step_case,
    retire_requirement,
)
from kept.inspections.enums import Operation
from kept.inspections.models import Requirement, StepAnswer
from kept.inspections.queries.step_figures import step_figures
from kept.inspections.queries.steps import Stage, stages_of, stages_of_order
from kept.inspections.rules.refusals import (
    CaseThereAlready,
    NotAsked,
    NothingAnswered,
    NothingToPursue,
    PhotoMissing,
    PhotoWithoutCheck,
    ReasonMissing,
    RemarkMissing,
    RequirementOver,
    RequirementTextMissing,
    StepElsewhere,
)
from kept.kernel.errors import Refused
from kept.kernel.models import EventRecord
from kept.orders.models import Order
from kept.transport.models import Shipment
from tests.contracts.test_pages import browser_of
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.fulfillment.test_carrying import a_released_order, hand_over
from tests.inspections.scenes import a_standard
from tests.transport.shipments import a_shipment
from tests.transport.test_pages import a_png

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_requirement(**details: Any) -> Requirement:
    given = {"step": "delivery", "text": "当面点清，外箱完好", "by": HOUSE, "at": NOON - DAY, **details}
    return add_requirement(**given)


def say(
    subject: Order | Shipment, requirement: Requirement, verdict: str = "kept", **more: Any
) -> list[StepAnswer]:
    told = {name: more.pop(name) for name in ("remark", "photo") if name in more}
    found = {requirement.pk: Found(verdict=verdict, **told)}
    given = {"step": requirement.step, "by": HOUSE, "at": NOON, **more}
    return check_step(subject=subject, found=found, **given)


def asked(stages: list[Stage]) -> dict[tuple[str, str], list[str]]:
    return {
        (stage.subject.number, stage.step.value): [line.requirement.number for line in stage.lines]
        for stage in stages
    }


def service(code: str) -> Service:
    return Service.objects.get(code=code)


def a_photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("seal.png", a_png(), "image/png")


@pytest.fixture
def warehouse() -> Client:
    return browser_of(staff("warehouse", language="en"))


@pytest.mark.spec("R028")
def test_an_order_shows_what_is_required_from_storage_to_delivery() -> None:
    order, shipment = a_released_order()
    storage, delivery = a_requirement(step="storage"), a_requirement()
    own = a_requirement(step="packing", customer=order.customer, service=order.service)
    a_requirement(step="packing", customer=a_customer())
    a_requirement(step="packing", service=service("express"))

    stages = stages_of_order(order)

    expected = {
        (order.number, "storage"): [storage.number],
        (order.number, "packing"): [own.number],
        (shipment.number, "delivery"): [delivery.number],
    }
    assert asked(stages) == asked(stages_of(shipment)) == expected
    assert [(stage.open_count, stage.passed_at, stage.tone) for stage in stages] == [(1, None, "plain")] * 3


@pytest.mark.spec("R028")
def test_a_requirement_of_a_further_service_counts_and_a_receipt_is_asked_where_there_is_one() -> None:
    order, shipment = a_released_order(further_services=["packaging"], receipt_kind="original")
    plain, _ = a_released_order()
    packing = a_requirement(step="packing", service=service("packaging"))
    receipt = a_requirement(step="receipt")

    assert asked(stages_of_order(order)) == {
        (order.number, "packing"): [packing.number],
        (shipment.number, "receipt"): [receipt.number],
    }
    assert asked(stages_of_order(plain)) == {}


@pytest.mark.spec("R028")
def test_a_check_is_answered_and_a_changed_answer_keeps_the_one_before() -> None:
    _order, shipment = a_released_order()
    requirement = a_requirement()

    say(shipment, requirement, "not_kept", remark="外箱破损")
    change_requirement(requirement=requirement, changes={"text": "当面点清"}, by=HOUSE, at=NOON + DAY)
    say(shipment, requirement, "kept", remark="已换箱", at=NOON + 2 * DAY)

    (stage,) = stages_of(shipment)
    (line,) = stage.lines
    assert line.answer is not None
    assert (line.answer.verdict, line.answer.asked, line.answer.was_reworded) == ("kept", "当面点清", False)
    assert [(old.verdict, old.remark, old.asked, old.replaced_at) for old in line.before] == [
        ("not_kept", "外箱破损", "当面点清，外箱完好", NOON + 2 * DAY)
    ]
    told = EventRecord.objects.filter(name="inspections.step_checked", subject_id=shipment.pk)
    assert [record.data["verdicts"] for record in told.order_by("pk")] == [{"not_kept": 1}, {"kept": 1}]


@pytest.mark.parametrize(
    ("details", "said", "refusal", "field"),
    [
        ({}, {"verdict": "not_kept"}, RemarkMissing, "remark"),
        ({"wants_photo": True}, {"verdict": "kept"}, PhotoMissing, "photo"),
        ({}, {"verdict": ""}, NothingAnswered, None),
        ({"wants_check": False}, {"verdict": "kept"}, NotAsked, None),
        ({"step": "storage"}, {"verdict": "kept"}, StepElsewhere, None),
    ],
)
@pytest.mark.spec("R028")
def test_what_an_answer_lacks_is_said_at_its_field(
    details: dict[str, Any], said: dict[str, Any], refusal: type[Refused], field: str | None
) -> None:
    _order, shipment = a_released_order()
    requirement = a_requirement(**details)

    with pytest.raises(refusal) as no:
        say(shipment, requirement, **said)

    assert no.value.field == (f"check-{requirement.pk}-{field}" if field else None)
    assert not StepAnswer.objects.exists()


@pytest.mark.spec("R028")
def test_not_applicable_needs_no_photo_and_a_photo_once_given_stays() -> None:
    _order, shipment = a_released_order()
    requirement = a_requirement(step="loading", wants_photo=True)

    say(shipment, requirement, "n_a")
    say(shipment, requirement, "kept", photo=a_photo())
    say(shipment, requirement, "not_kept", remark="封签号不符")

    answers = list(StepAnswer.objects.order_by("pk"))
    assert [answer.photo is None for answer in answers] == [True, False, False]
    assert answers[1].photo == answers[2].photo


@pytest.mark.spec("R028")
def test_a_requirement_needs_words_and_is_retired_once_with_a_reason() -> None:
    with pytest.raises(RequirementTextMissing):
        a_requirement(text="  ")
    with pytest.raises(PhotoWithoutCheck):
        a_requirement(wants_check=False, wants_photo=True)
    _order, shipment = a_released_order()
    kept, plain = a_requirement(), a_requirement()
    say(shipment, kept)

    for requirement in (kept, plain):
        with pytest.raises(ReasonMissing):
            retire_requirement(requirement=requirement, why=" ", by=HOUSE, at=NOON)
        retire_requirement(requirement=requirement, why="改由客户验收", by=HOUSE, at=NOON)

    with pytest.raises(RequirementOver):
        retire_requirement(requirement=kept, why="again", by=HOUSE, at=NOON)
    assert asked(stages_of(shipment)) == {(shipment.number, "delivery"): [kept.number]}


@pytest.mark.spec("R028")
def test_what_was_written_after_a_step_was_passed_is_not_asked_of_it() -> None:
    _order, shipment = a_released_order()
    hand_over(shipment)

    a_requirement(at=NOON + 30 * DAY)

    assert asked(stages_of(Shipment.objects.get(pk=shipment.pk))) == {}


@pytest.mark.spec("R028")
def test_a_shipment_without_an_order_is_checked_at_all_steps() -> None:
    shipment = a_shipment()
    storage = a_requirement(step="storage")

    say(shipment, storage)

    assert asked(stages_of(shipment)) == {(shipment.number, "storage"): [storage.number]}


@pytest.mark.spec("R028")
def test_what_was_not_kept_becomes_one_case() -> None:
    order, shipment = a_released_order()
    good, bad = a_requirement(), a_requirement(step="storage")
    (kept,) = say(shipment, good)
    (broken,) = say(order, bad, "not_kept", remark="受潮")
    given: dict[str, Any] = {
        "kind": "exception",
        "title": "受潮",
        "reason": "库位漏雨",
        "by": HOUSE,
        "at": NOON,
    }

    case = open_step_case(answer=broken, **given)

    assert (case.order, case.customer, case.kind) == (order, order.customer, "exception")
    with pytest.raises(CaseThereAlready):
        open_step_case(answer=broken, **given)
    with pytest.raises(NothingToPursue):
        open_step_case(answer=kept, **given)
    (again,) = say(order, bad, "kept", at=NOON + DAY)
    assert again.case == case


@pytest.mark.spec("R028")
def test_figures_tell_answered_and_kept_and_no_data_apart() -> None:
    one, first = a_released_order()
    other, second = a_released_order()
    for requirement in (a_requirement(), a_requirement(), a_requirement()):
        say(first, requirement, "kept")
    for shipment in (first, second):
        hand_over(shipment)
    say(second, Requirement.objects.all()[0], "not_kept", remark="破损", at=NOON + DAY)
    say(second, Requirement.objects.all()[1], "n_a", at=NOON + DAY)
    day = (NOON + 20 * timedelta(hours=1)).date()

    told = step_figures(actor("service_manager"), day, day)
    alone = step_figures(actor("service_manager"), day, day, other.customer)
    before = step_figures(actor("service_manager"), day - 9 * DAY, day - 8 * DAY)

    cells = dict(told.steps)
    delivery = cells[Operation.DELIVERY]
    assert (delivery.asked, delivery.answered, delivery.kept, delivery.not_kept) == (6, 5, 3, 1)
    assert (delivery.answered_share, delivery.kept_share) == (Decimal(5) / 6, Decimal("0.75"))
    assert (cells[Operation.STORAGE].answered_share, cells[Operation.STORAGE].kept_share) == (None, None)
    assert [customer for customer, *_ in told.customers] == [other.customer, one.customer]
    assert (alone.total.asked, alone.total.kept_share) == (3, Decimal(0))
    assert (before.total.asked, before.total.answered_share, before.customers) == (0, None, [])


@pytest.mark.spec("R028")
def test_figures_of_the_warehouse_and_of_further_services_follow_the_order() -> None:
    order, shipment = a_released_order(further_services=["packaging"])
    a_released_order()
    packing = a_requirement(step="packing", service=service("packaging"))
    hand_over(shipment)
    say(order, packing)
    order.refresh_from_db()
    day = (order.started_at or order.delivered_at or NOON).date()

    told = step_figures(actor("service_manager"), day - DAY, day + DAY)

    cell = dict(told.steps)[Operation.PACKING]
    assert (cell.asked, cell.kept) == (1, 1)


@pytest.mark.spec("R028")
def test_the_panel_asks_three_statements_and_leads_to_its_form(warehouse: Client) -> None:
    order, shipment = a_released_order()
    requirement = a_requirement(step="picking", text="先进先出")
    say(shipment, a_requirement(), "not_kept", remark="无人收货")

    for name, kind, record in (
        ("inspections.steps_of_order", "orders.order", order),
        ("inspections.steps_of_shipment", "transport.shipment", shipment),
    ):
        address = reverse("kernel:panel", args=[name, kind, record.pk])
        warehouse.get(address)
        with CaptureQueriesContext(connection) as statements:
            page = warehouse.get(address, headers={"HX-Request": "true"}).content.decode()
        signing_in, finding_the_record = 3, 1
        assert len(statements) - signing_in - finding_the_record <= 3
        assert "先进先出" in page and "1 to check" in page and "1 not kept" in page and "无人收货" in page
        assert f'name="check-{requirement.pk}-verdict"' in page


@pytest.mark.spec("R028")
def test_a_step_is_checked_in_the_browser_with_errors_at_their_fields(warehouse: Client) -> None:
    order, shipment = a_released_order()
    one = a_requirement(step="packing", wants_photo=True)
    other = a_requirement(step="packing")
    address = reverse("inspections:order_step", args=[order.number, "packing"])
    said = {f"check-{one.pk}-verdict": "kept", f"check-{other.pk}-verdict": "not_kept", "next": "/shipments/"}

    lacking = warehouse.post(address, said)
    wrong = warehouse.post(reverse("inspections:order_step", args=[order.number, "delivery"]), said)
    done = warehouse.post(
        address, {**said, f"check-{one.pk}-photo": a_photo(), f"check-{other.pk}-remark": "漏放缓冲"}
    )

    assert lacking.status_code == 422
    assert f'id="id_order-{order.pk}-packing_check-{one.pk}-photo_error"' in lacking.content.decode()
    assert wrong.status_code == 404
    assert done.headers["Location"] == "/shipments/"
    page = warehouse.get(reverse("inspections:order_steps", args=[order.number])).content.decode()
    assert "漏放缓冲" in page and "1 not kept" in page
    assert (
        "漏放缓冲"
        in warehouse.get(reverse("inspections:shipment_steps", args=[shipment.number])).content.decode()
    )


@pytest.mark.spec("R028")
def test_whoever_may_not_check_sees_no_form_and_another_branch_is_not_found() -> None:
    order, _shipment = a_released_order()
    a_requirement(step="packing")
    page = reverse("inspections:order_steps", args=[order.number])
    act = reverse("inspections:order_step", args=[order.number, "packing"])

    finance, stranger = browser_of(staff("finance")), browser_of(staff("warehouse", branch=a_branch()))

    assert 'method="post" action="/operation/' not in finance.get(page).content.decode()
    assert (finance.post(act).status_code, stranger.post(act).status_code) == (403, 404)
    assert stranger.get(page).status_code == 404


@pytest.mark.spec("R028")
def test_a_manager_writes_changes_and_retires_a_requirement_in_the_browser() -> None:
    manager = browser_of(staff("service_manager", language="en"))
    customer, standard = a_customer(), a_standard()
    text = {"text": "托盘缠膜三层", "wants_check": "on", "responsible": "warehouse", "standard": standard.pk}

    empty = manager.post(reverse("inspections:new_requirement"), {**text, "step": "packing", "text": ""})
    made = manager.post(
        reverse("inspections:new_requirement"), {**text, "step": "packing", "customer": customer.number}
    )

    found = Requirement.objects.get()
    assert empty.status_code == 422 and made.headers["Location"] == found.get_absolute_url()
    assert (found.customer, found.standard, found.responsible) == (customer, standard, "warehouse")
    manager.post(reverse("inspections:requirement_text", args=[found.number]), {**text, "wants_photo": "on"})
    listed = manager.get(reverse("inspections:requirements"), {"q": "缠膜"}).content.decode()
    like = manager.get(reverse("inspections:new_requirement"), {"like": found.number}).content.decode()
    assert found.number in listed and "check with photo" in listed and "托盘缠膜三层" in like
    for kind, record in (("parties.customer", customer), ("inspections.standard", standard)):
        name = f"inspections.requirements_of_{kind.split('.')[1]}"
        assert "缠膜" in manager.get(reverse("kernel:panel", args=[name, kind, record.pk])).content.decode()
    manager.post(reverse("inspections:requirement_retirement", args=[found.number]), {"why": "改用周转箱"})
    page = manager.get(found.get_absolute_url()).content.decode()
    assert "改用周转箱" in page and "Requirement at a step changed" in page
    assert found.number not in manager.get(reverse("inspections:requirements")).content.decode()


@pytest.mark.spec("R028")
def test_the_list_of_checks_is_narrowed_and_downloaded_and_leads_to_a_case() -> None:
    clerk = browser_of(staff("clerk", language="en"))
    _order, shipment = a_released_order()
    (broken,) = say(shipment, a_requirement(), "not_kept", remark="外箱破损")
    say(shipment, a_requirement(step="loading"))

    listed = clerk.get(reverse("inspections:step_answers"), {"verdict": "not_kept"}).content.decode()
    file = clerk.get(reverse("inspections:step_answers"), {"export": "csv", "step": "delivery"})
    form = clerk.get(reverse("inspections:step_case", args=[broken.pk])).content.decode()
    clerk.post(
        reverse("inspections:step_case", args=[broken.pk]),
        {"kind": "exception", "title": "破损", "reason": "见照片"},
    )

    assert "外箱破损" in listed and "Loading and pick-up" not in listed.split("<tbody>")[1]
    text = b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()
    assert "外箱破损" in text and shipment.number in text
    assert "外箱破损" in form
    case = Case.objects.get()
    assert (case.shipment, case.kind) == (shipment, "exception")


@pytest.mark.spec("R028")
def test_the_figures_page_says_no_data_and_then_the_shares() -> None:
    manager = browser_of(staff("service_manager", language="en"))
    address = reverse("inspections:step_figures")
    nothing = manager.get(address).content.decode()
    _order, shipment = a_released_order()
    say(shipment, a_requirement())
    hand_over(shipment)
    span = {"first": "2026-03-01", "last": "2026-03-31"}

    page = manager.get(address, span).content.decode()
    wrong = manager.get(address, {"first": "2026-03-31", "last": "2026-03-01"})

    assert "No data" in nothing and "no data" in nothing
    assert "100.0%" in page.replace(" %", "%") or "100%" in page.replace(" ", "")
    assert wrong.status_code == 422


@pytest.mark.spec("R028")
def test_programs_list_requirements_read_steps_and_answer() -> None:
    clerk = browser_of(staff("clerk", language="en"))
    order, shipment = a_released_order()
    requirement = a_requirement(customer=order.customer)
    root = "/api/v1/inspections"

    listed = clerk.get(f"{root}/step-requirements", {"step": "delivery"}).json()
    body = {"step": "delivery", "checks": [{"requirement": requirement.number, "verdict": "not_kept"}]}
    refused = clerk.post(f"{root}/shipments/{shipment.number}/steps", json.dumps(body), "application/json")
    body["checks"][0]["remark"] = "破损"  # type: ignore[index]
    answered = clerk.post(f"{root}/shipments/{shipment.number}/steps", json.dumps(body), "application/json")
    read = clerk.get(f"{root}/orders/{order.number}/steps").json()

    assert [item["number"] for item in listed["items"]] == [requirement.number]
    assert listed["items"][0]["customer"] == order.customer.number
    assert (refused.status_code, refused.json()["reason"]) == (409, "Say what was not kept.")
    told = answered.json()
    assert told == read and told[0]["about"] == shipment.number
    assert told[0]["checks"][0]["verdict"] == "not_kept" and told[0]["checks"][0]["remark"] == "破损"
