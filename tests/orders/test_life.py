"""What happens to an order after it is placed: held, released, amended, cancelled, carried out."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.orders import rules
from kept.orders.actions.amending import TooLate, WhyMissing, amend_order
from kept.orders.actions.cancelling import CancelReasonMissing, cancel_order
from kept.orders.actions.holding import hold_order
from kept.orders.actions.progressing import advance_orders, close_orders, deliver_orders, start_orders
from kept.orders.actions.releasing import release_order, release_orders
from kept.orders.actions.sharing import join_branch
from kept.orders.models import Hold, Order
from kept.promises.models import Promise
from tests.factories import HOUSE, NOON, a_branch
from tests.orders.orders import LINE, SOON, drafted, placed

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def test_a_hold_has_a_reason_and_ends_with_the_release() -> None:
    order = placed()

    held = hold_order(order=order, reason="documents", note="缺提单", until=SOON, by=HOUSE, at=NOON)
    released = release_order(order=order, by=HOUSE, at=LATER)

    assert (held.state, released.state, released.released_at) == ("held", "released", LATER)
    hold = Hold.objects.get()
    assert (hold.reason, hold.note, hold.until, hold.lifted_at) == ("documents", "缺提单", SOON, LATER)
    assert _last("orders.held").data["reason"] == "documents"
    assert _last("orders.released").data["again"] is False


def test_an_order_released_before_is_released_again_and_says_so() -> None:
    order = release_order(order=placed(), by=HOUSE, at=NOON)

    hold_order(order=order, reason="customer", by=HOUSE, at=NOON)
    order = release_order(order=order, by=HOUSE, at=LATER)

    assert order.released_at == NOON
    assert _last("orders.released").data["again"] is True


@pytest.mark.parametrize("verb", ["hold", "release"])
def test_a_draft_is_neither_held_nor_released(verb: str) -> None:
    order = drafted()

    with pytest.raises(IllegalMove):
        if verb == "hold":
            hold_order(order=order, reason="other", by=HOUSE, at=NOON)
        else:
            release_order(order=order, by=HOUSE, at=NOON)
    assert not Hold.objects.exists()


def test_many_are_released_together_or_not_at_all() -> None:
    orders = [placed(), placed(), drafted()]

    with pytest.raises(IllegalMove):
        release_orders(orders=orders, by=HOUSE, at=NOON)
    assert set(Order.objects.values_list("state", flat=True)) == {"placed", "draft"}
    release_orders(orders=orders[:2], by=HOUSE, at=NOON)
    assert EventRecord.objects.filter(name="orders.released").count() == 2


def test_a_later_wish_moves_the_promise_and_the_original_moment_stays() -> None:
    order = placed(wanted_delivery_at=SOON)

    changes = {"wanted_delivery_at": SOON + timedelta(days=1)}
    amend_order(order=order, changes=changes, why="收货人改期", by=HOUSE, at=LATER)

    promise = Promise.objects.about(order).of_kind("delivery").get()
    assert (promise.due_at, promise.original_due_at) == (SOON + timedelta(days=1), SOON)
    told = _last("orders.amended").data
    assert (told["fields"], told["delivery_at"]) == (
        ["wanted_delivery_at"],
        changes["wanted_delivery_at"].isoformat(),
    )


def test_a_promise_that_is_already_due_does_not_move() -> None:
    order = placed(wanted_delivery_at=SOON)

    late = SOON + timedelta(hours=1)
    changes = {"wanted_delivery_at": SOON + timedelta(days=1)}
    order = amend_order(order=order, changes=changes, why="改期", by=HOUSE, at=late)

    assert order.wanted_delivery_at == SOON + timedelta(days=1)
    assert Promise.objects.about(order).of_kind("delivery").get().due_at == SOON


def test_a_wish_for_pick_up_begins_moves_and_ends_its_promise() -> None:
    order = placed()
    states = []

    for wish in (SOON, SOON + timedelta(hours=2), None):
        amend_order(order=order, changes={"wanted_pickup_at": wish}, why="客户要求", by=HOUSE, at=NOON)
        promise = Promise.objects.about(order).of_kind("pickup").get()
        states.append((promise.due_at, promise.state))

    assert states == [
        (SOON, "running"),
        (SOON + timedelta(hours=2), "running"),
        (SOON + timedelta(hours=2), "cancelled"),
    ]


def test_new_goods_replace_the_old_and_are_added_up() -> None:
    order = placed()

    lines = [{**LINE, "pieces": 5, "weight_kg": Decimal(1)}, {**LINE, "pieces": 1, "weight_kg": Decimal(2)}]
    order = amend_order(order=order, changes={}, lines=lines, why="增加一行", by=HOUSE, at=NOON)

    assert (order.lines.count(), order.pieces, order.weight_kg) == (2, 6, Decimal(3))
    assert _last("orders.amended").data["fields"] == ["lines"]


def test_a_placed_order_never_loses_its_last_line() -> None:
    with pytest.raises(rules.EmptyOrder):
        amend_order(order=placed(), changes={}, lines=[], why="删除", by=HOUSE, at=NOON)


def test_a_placed_order_changes_only_with_a_reason() -> None:
    with pytest.raises(WhyMissing):
        amend_order(order=placed(), changes={"special": "x"}, by=HOUSE, at=NOON)
    assert amend_order(order=drafted(), changes={"special": "x"}, by=HOUSE, at=NOON).special == "x"


def test_nothing_is_told_when_nothing_changes() -> None:
    order = placed()

    amend_order(order=order, changes={"special": order.special}, by=HOUSE, at=NOON)

    assert not EventRecord.objects.filter(name="orders.amended").exists()


def test_who_an_order_is_for_never_changes() -> None:
    order = placed()

    changed = amend_order(
        order=order, changes={"number": "SO-1", "state": "closed"}, why="x", by=HOUSE, at=NOON
    )

    assert (changed.number, changed.state) == (order.number, "placed")


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({"destination_address": "新址"}, True),
        ({"origin_city": "杭州"}, False),
        ({"payment": "prepaid"}, False),
    ],
)
def test_on_the_way_only_what_concerns_the_delivery_changes(changes: dict[str, Any], may: bool) -> None:
    order = release_order(order=placed(), by=HOUSE, at=NOON)
    start_orders(moments={order.pk: NOON}, by=HOUSE)

    if may:
        assert amend_order(order=order, changes=changes, why="x", by=HOUSE, at=NOON)
        return
    with pytest.raises(TooLate):
        amend_order(order=order, changes=changes, why="x", by=HOUSE, at=NOON)


def test_a_cancelled_order_owes_nothing_more() -> None:
    order = placed(wanted_pickup_at=SOON)
    hold_order(order=order, reason="customer", by=HOUSE, at=NOON)

    order = cancel_order(order=order, reason="客户撤单", by=HOUSE, at=LATER)

    assert (order.state, order.cancelled_at, order.cancel_reason) == ("cancelled", LATER, "客户撤单")
    assert set(Promise.objects.about(order).values_list("state", flat=True)) == {"cancelled"}
    assert Hold.objects.get().lifted_at == LATER
    assert _last("orders.cancelled").data["was"] == "held"
    with pytest.raises(TooLate):
        amend_order(order=order, changes={"special": "x"}, why="x", by=HOUSE, at=LATER)


def test_what_was_late_before_the_cancelling_stays_late() -> None:
    order = placed(wanted_pickup_at=SOON)

    cancel_order(order=order, reason="等不及", by=HOUSE, at=SOON + timedelta(hours=1))

    states = dict(Promise.objects.about(order).values_list("kind", "state"))
    assert states == {"pickup": "running", "delivery": "cancelled"}


def test_an_order_is_cancelled_with_a_reason_and_before_the_goods_leave() -> None:
    order = release_order(order=placed(), by=HOUSE, at=NOON)

    with pytest.raises(CancelReasonMissing):
        cancel_order(order=order, reason=" ", by=HOUSE, at=NOON)
    start_orders(moments={order.pk: NOON}, by=HOUSE)
    with pytest.raises(IllegalMove):
        cancel_order(order=order, reason="x", by=HOUSE, at=NOON)


@pytest.mark.spec("R105")
def test_orders_advance_as_the_work_does_each_at_its_moment() -> None:
    one, two, waiting = (release_order(order=placed(), by=HOUSE, at=NOON) for _ in range(3))
    untouched = placed()

    start_orders(moments={one.pk: NOON, two.pk: LATER, untouched.pk: LATER}, by=HOUSE)
    deliver_orders(moments={one.pk: SOON, two.pk: SOON}, by=HOUSE)
    close_orders(moments={one.pk: SOON, waiting.pk: SOON}, by=HOUSE)

    assert list(Order.objects.order_by("id").values_list("state", flat=True)) == [
        "closed",
        "delivered",
        "released",
        "placed",
    ]
    one.refresh_from_db()
    assert (one.started_at, one.delivered_at, one.closed_at) == (NOON, SOON, SOON)
    assert EventRecord.objects.filter(name="orders.started").count() == 2


@pytest.mark.spec("R105")
def test_an_order_takes_several_steps_at_once_and_each_is_told() -> None:
    both, late, _ = (release_order(order=placed(), by=HOUSE, at=NOON) for _ in range(3))
    steps = {"delivered": {both.pk: LATER, late.pk: LATER}, "in_progress": {both.pk: SOON}}

    advance_orders(steps=steps, by=HOUSE)

    rows = Order.objects.order_by("id").values_list("state", "started_at", "delivered_at")
    assert list(rows) == [("delivered", SOON, LATER), ("delivered", None, LATER), ("released", None, None)]
    told = EventRecord.objects.filter(name__in=("orders.started", "orders.delivered")).order_by("id")
    assert list(told.values_list("name", "subject_id", "occurred_at")) == [
        ("orders.started", both.pk, SOON),
        ("orders.delivered", both.pk, LATER),
        ("orders.delivered", late.pk, LATER),
    ]


def test_another_branch_joins_once() -> None:
    order, branch = placed(), a_branch()

    for _ in range(2):
        join_branch(order=order, branch=branch, part="handling", by=HOUSE, at=NOON)

    assert order.branches.filter(part="handling").count() == 1
    assert EventRecord.objects.filter(name="orders.branch_joined").count() == 1


def _last(name: str) -> EventRecord:
    return EventRecord.objects.filter(name=name).latest("id")


def test_an_order_is_not_put_on_hold_until_a_moment_that_has_passed() -> None:
    with pytest.raises(rules.WantedInThePast) as no:
        hold_order(order=placed(), reason="customer", until=NOON - timedelta(days=1), by=HOUSE, at=NOON)

    assert no.value.field == "until"
