"""A customer's word about goods under way, and the acts that fulfil it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kept.fulfillment.actions.acting import NoSuchAct, NothingChanged, act_upon, deeds_for
from kept.fulfillment.actions.carrying_out import (
    DoneBeforeGiven,
    NotCarriedOut,
    NothingDone,
    Told,
    UnknownAct,
    add_acts,
    carry_out_instruction,
)
from kept.fulfillment.actions.instructing import (
    AboutNothing,
    GivenInTheFuture,
    NothingToSteer,
    OtherCustomer,
    OtherOrder,
    WantedBeforeGiven,
    WhyNotMissing,
    WordsMissing,
    give_instruction,
    refuse_instruction,
    withdraw_instruction,
)
from kept.fulfillment.models import Instruction
from kept.fulfillment.queries.instructions import acts_for
from kept.inspections.actions.stepping import Found, add_requirement, check_step
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.kernel.web.timelines import lines_of
from kept.orders.actions.cancelling import cancel_order
from kept.orders.actions.holding import hold_order
from kept.parties.models import ContactPerson
from kept.transport.actions.tracking import TrackingInput, record_events
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor
from tests.fulfillment.instructions import HOUR, MINUTE, an_instruction
from tests.fulfillment.test_carrying import a_released_order
from tests.orders.orders import drafted, placed
from tests.transport.shipments import a_shipment

pytestmark = pytest.mark.django_db


def told_of(record: Any) -> list[tuple[str, str]]:
    rows = EventRecord.objects.filter(
        subject_type=record._meta.label_lower, subject_id=record.pk, name__startswith="fulfillment."
    )
    return [(row.name, row.detail) for row in rows.order_by("pk")]


@pytest.mark.spec("R029")
def test_an_instruction_is_fulfilled_by_the_acts_of_order_and_transport() -> None:
    order, shipment = a_released_order()
    instruction = an_instruction(order=order, do_by=NOON + 2 * HOUR)
    hold_order(order=order, reason="customer", by=HOUSE, at=NOON + 10 * MINUTE)
    news = TrackingInput(
        number=shipment.number, code="arrived_hub", occurred_at=NOON + 25 * MINUTE, place="上海"
    )
    record_events(inputs=[news], by=HOUSE, at=NOON + 30 * MINUTE)
    acts = {act.name: act.token for act in acts_for(instruction)}

    done = carry_out_instruction(
        instruction=instruction,
        acts=[acts["orders.held"], acts["arrived_hub"]],
        told=Told(words="已移到暂存区", happened_at=NOON + 20 * MINUTE),
        by=HOUSE,
        at=NOON + 40 * MINUTE,
    )

    assert (done.state, done.done_at, done.was_late) == ("carried_out", NOON + 25 * MINUTE, False)
    assert done.took == timedelta(minutes=25)
    assert [(row.area, row.title, row.detail, row.number) for row in done.actions.all()] == [
        ("order", "Order put on hold", "", order.number),
        ("warehouse", "已移到暂存区", "", ""),
        ("transport", "Arrived at hub", "上海", shipment.number),
    ]
    assert {"orders.held", "arrived_hub"} & {act.name for act in acts_for(done)} == set()
    marked = {line.name: line.mark.number for line in lines_of(order) if line.mark}
    assert marked == {"orders.held": instruction.number}


def test_the_histories_of_order_shipment_and_instruction_tell_of_it() -> None:
    order, shipment = a_released_order()

    instruction = an_instruction(shipment=shipment)
    refuse_instruction(instruction=instruction, reason="车已到门口", by=HOUSE, at=NOON + HOUR)

    assert instruction.order == order
    said = f"{instruction.number} · Hold the goods"
    for record in (order, shipment, instruction):
        assert told_of(record) == [
            ("fulfillment.instruction_given", f"{said} · Phone"),
            ("fulfillment.instruction_refused", f"{said} · 车已到门口"),
        ]


def test_only_acts_since_the_word_and_of_these_goods_count() -> None:
    order, _shipment = a_released_order()
    hold_order(order=placed(order.customer), reason="customer", by=HOUSE, at=NOON + HOUR)
    hold_order(order=order, reason="customer", by=HOUSE, at=NOON)
    instruction = an_instruction(order=order, given_at=NOON + HOUR, at=NOON + HOUR)

    assert acts_for(instruction) == []
    with pytest.raises(UnknownAct):
        carry_out_instruction(instruction=instruction, acts=["event-1"], by=HOUSE, at=NOON + HOUR)
    with pytest.raises(NothingDone):
        carry_out_instruction(instruction=instruction, told=Told(words=" "), by=HOUSE, at=NOON + HOUR)
    with pytest.raises(DoneBeforeGiven):
        carry_out_instruction(
            instruction=instruction, told=Told(words="x", happened_at=NOON), by=HOUSE, at=NOON + HOUR
        )
    instruction.refresh_from_db()
    assert (instruction.state, instruction.actions.count()) == ("given", 0)


def test_holding_the_order_from_the_instruction_does_both() -> None:
    order, _shipment = a_released_order()
    instruction = an_instruction(order=order, do_by=NOON + 5 * MINUTE)

    done = act_upon(instruction=instruction, deed="hold", details={}, by=HOUSE, at=NOON + 6 * MINUTE)

    order.refresh_from_db()
    assert (order.state, order.holds.get().note) == ("held", f"{instruction.number} 先别发，等我们通知")
    assert (done.state, done.was_late, done.took) == ("carried_out", True, 6 * MINUTE)
    assert [row.name for row in done.actions.all()] == ["orders.held"]


def test_other_deeds_link_what_they_record() -> None:
    order, shipment = a_released_order()
    later = NOON + timedelta(days=5)
    deeds: list[tuple[str, dict[str, Any], str]] = [
        ("time", {"wanted_delivery_at": later}, "orders.amended"),
        ("address", {"destination_address": "新地址8号"}, "orders.amended"),
        ("news", {"code": "in_transit", "place": "南京"}, "in_transit"),
        ("return", {}, "transport.shipment_returned"),
    ]

    for n, (deed, details, recorded) in enumerate(deeds, 1):
        at = NOON + n * HOUR
        instruction = an_instruction(shipment=shipment, kind="other", given_at=at, at=at)
        done = act_upon(instruction=instruction, deed=deed, details=details, by=HOUSE, at=at)
        assert [row.name for row in done.actions.all()] == [recorded]
    order.refresh_from_db()
    assert (order.wanted_delivery_at, order.destination_address) == (later, "新地址8号")


def test_a_deed_that_is_refused_ticks_nothing_off() -> None:
    order, shipment = a_released_order()
    instruction = an_instruction(shipment=shipment)

    for deed, details, no in (
        ("release", {}, NoSuchAct),
        ("fly", {}, NoSuchAct),
        ("time", {"wanted_delivery_at": order.wanted_delivery_at}, NothingChanged),
        ("news", {"code": "in_transit", "occurred_at": NOON + timedelta(days=2)}, Refused),
    ):
        with pytest.raises(no):
            act_upon(instruction=instruction, deed=deed, details=details, by=HOUSE, at=NOON)
    instruction.refresh_from_db()
    assert instruction.state == "given"


def test_deeds_are_offered_by_kind_to_who_may_do_them() -> None:
    _order, shipment = a_released_order()
    instruction = an_instruction(shipment=shipment, kind="time")

    assert deeds_for(instruction, actor("clerk"))[0] == "time"
    assert deeds_for(instruction, actor("warehouse")) == ["news"]
    assert deeds_for(instruction, actor("clerk", branch=a_branch())) == []
    with pytest.raises(NoSuchAct):
        act_upon(instruction=instruction, deed="hold", details={}, by=actor("warehouse"), at=NOON)


@pytest.mark.parametrize(
    ("wrong", "no", "field"),
    [
        ({"words": "  "}, WordsMissing, "words"),
        ({"given_at": NOON + HOUR}, GivenInTheFuture, "given_at"),
        ({"do_by": NOON - HOUR}, WantedBeforeGiven, "do_by"),
    ],
)
def test_what_is_taken_down_is_checked(wrong: dict[str, Any], no: type[Refused], field: str) -> None:
    with pytest.raises(no) as said:
        an_instruction(**wrong)

    assert said.value.field == field
    assert not Instruction.objects.exists()


def test_an_instruction_is_about_goods_that_can_be_steered_and_their_customer() -> None:
    order, _shipment = a_released_order()
    stranger = ContactPerson.objects.create(customer=a_customer(), name="外人")
    given: dict[str, Any] = {"kind": "hold", "words": "x", "channel": "phone", "by": HOUSE, "at": NOON}

    with pytest.raises(AboutNothing):
        give_instruction(**given)
    with pytest.raises(OtherOrder):
        give_instruction(order=order, shipment=a_shipment(), **given)
    with pytest.raises(OtherCustomer):
        give_instruction(order=order, contact=stranger, **given)
    with pytest.raises(NothingToSteer):
        give_instruction(order=drafted(), **given)
    cancelled = cancel_order(order=placed(), reason="x", by=HOUSE, at=NOON)
    with pytest.raises(NothingToSteer):
        give_instruction(order=cancelled, **given)


def test_refused_and_withdrawn_keep_their_reason_and_are_final() -> None:
    for verb, state in ((refuse_instruction, "refused"), (withdraw_instruction, "withdrawn")):
        instruction = an_instruction()
        with pytest.raises(WhyNotMissing):
            verb(instruction=instruction, reason=" ", by=HOUSE, at=NOON)

        ended = verb(instruction=instruction, reason="客户改主意", by=HOUSE, at=NOON + HOUR)

        assert (ended.state, ended.reason, ended.settled_at) == (state, "客户改主意", NOON + HOUR)
        assert ended.took is None
        with pytest.raises(IllegalMove):
            carry_out_instruction(instruction=ended, told=Told(words="x"), by=HOUSE, at=NOON + HOUR)
        with pytest.raises(NotCarriedOut):
            add_acts(instruction=ended, told=Told(words="x"), by=HOUSE, at=NOON + HOUR)


def test_what_came_of_it_later_is_added_and_changes_no_time() -> None:
    instruction = an_instruction(kind="repack")
    done = carry_out_instruction(instruction=instruction, told=Told(words="已换箱"), by=HOUSE, at=NOON + HOUR)

    add_acts(instruction=done, told=Told(words="已贴新标签"), by=HOUSE, at=NOON + 2 * HOUR)

    done.refresh_from_db()
    assert (done.done_at, [row.title for row in done.actions.all()]) == (
        NOON + HOUR,
        ["已换箱", "已贴新标签"],
    )


def test_overdue_is_open_past_its_moment_and_nothing_else() -> None:
    late = an_instruction(do_by=NOON + HOUR)
    an_instruction()
    withdraw_instruction(
        instruction=an_instruction(do_by=NOON + HOUR), reason="x", by=HOUSE, at=NOON + MINUTE
    )

    assert list(Instruction.objects.overdue(NOON + 2 * HOUR)) == [late]
    assert not Instruction.objects.overdue(NOON + HOUR).exists()


@pytest.mark.spec("R029")
def test_a_step_checked_in_the_warehouse_fulfils_an_instruction() -> None:
    order = placed()
    asked = add_requirement(step="packing", text="外箱换新", by=HOUSE, at=NOON)
    instruction = an_instruction(order=order, kind="repack")
    found = {asked.pk: Found(verdict="kept")}
    check_step(subject=order, step="packing", found=found, by=HOUSE, at=NOON + HOUR)
    token = next(act.token for act in acts_for(instruction) if act.area == "warehouse")

    done = carry_out_instruction(instruction=instruction, acts=[token], by=HOUSE, at=NOON + HOUR)

    assert [(row.area, row.title) for row in done.actions.all()] == [("warehouse", "Step checked")]
