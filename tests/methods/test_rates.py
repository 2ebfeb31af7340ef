"""Rates, perfect orders and calls, by the worked ten orders and twenty calls."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kept.methods.calls import CallCounts, call_figures
from kept.methods.perfect_orders import OrderOutcome, PerfectOrders, perfect_orders
from kept.methods.rates import Rate

TEN_ORDERS = [
    OrderOutcome(ordered, complete, units, delivered, bool(time), bool(whole), bool(papers))
    for ordered, complete, units, delivered, time, whole, papers in (
        (3, 3, 30, 30, 1, 1, 1),
        (2, 2, 20, 20, 0, 1, 1),
        (4, 3, 40, 36, 1, 1, 1),
        (1, 1, 10, 10, 1, 0, 1),
        (5, 5, 50, 50, 1, 1, 0),
        (2, 2, 15, 15, 1, 1, 1),
        (3, 2, 25, 20, 0, 1, 1),
        (1, 1, 5, 5, 1, 1, 1),
        (2, 2, 12, 12, 1, 1, 1),
        (2, 2, 18, 18, 1, 1, 1),
    )
]


def test_the_ten_orders_are_perfect_by_half_and_not_by_the_product() -> None:
    found = perfect_orders(TEN_ORDERS)

    assert found == PerfectOrders(
        line_fill=Rate(23, 25),
        unit_fill=Rate(216, 225),
        order_fill=Rate(8, 10),
        on_time=Rate(8, 10),
        undamaged=Rate(9, 10),
        papers_right=Rate(9, 10),
        on_time_in_full=Rate(7, 10),
        perfect=Rate(5, 10),
        product=Decimal("0.5184"),
    )
    assert (found.line_fill.value, found.unit_fill.value) == (Decimal("0.92"), Decimal("0.96"))


def test_no_orders_have_no_rates() -> None:
    found = perfect_orders([])

    assert (found.perfect.value, found.line_fill.value, found.product) == (None, None, None)


def test_what_nobody_knows_is_never_kept() -> None:
    unknown = OrderOutcome(1, 1, 5, 5, None, True, True)
    damaged = OrderOutcome(1, 1, 5, 5, None, False, True)

    found = perfect_orders([unknown, damaged])

    assert (found.on_time, found.perfect, found.product) == (Rate(0, 0), Rate(0, 1), None)


def test_the_twenty_calls_on_four_bases() -> None:
    found = call_figures(CallCounts(20, 2, 1, 15, 3240, 360, 900))

    assert found.level == Rate(15, 19)
    assert found.level_of_offered.value == Decimal("0.75")
    assert found.level_of_answered == Rate(15, 18)
    assert found.level_with_short_abandons.value == Decimal("0.8")
    assert found.abandoned.value == Decimal("0.1")
    assert found.abandoned_net == Rate(1, 19)
    assert found.handle_seconds.value == 250


@given(st.lists(st.none() | st.booleans()), st.lists(st.none() | st.booleans()))
def test_rates_of_two_branches_add_up(here: list[bool | None], there: list[bool | None]) -> None:
    together = Rate.of(here + there)

    assert Rate.of(here) + Rate.of(there) == together
    assert together.value is None or 0 <= together.value <= 1
