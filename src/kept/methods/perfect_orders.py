"""Orders delivered in full, on time, undamaged and with the right papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .rates import Rate
from .service_level import joint_rate


@dataclass(frozen=True)
class OrderOutcome:
    """What was ordered and what came; None where nobody knows."""

    lines_ordered: int
    lines_complete: int
    units_ordered: Decimal | int
    units_delivered: Decimal | int
    on_time: bool | None
    undamaged: bool | None
    papers_right: bool | None

    @property
    def in_full(self) -> bool:
        return self.lines_complete == self.lines_ordered and self.units_delivered >= self.units_ordered


@dataclass(frozen=True)
class PerfectOrders:
    """The rates of a set of orders; `product` is what perfect would be if failures were independent."""

    line_fill: Rate
    unit_fill: Rate
    order_fill: Rate
    on_time: Rate
    undamaged: Rate
    papers_right: Rate
    on_time_in_full: Rate
    perfect: Rate
    product: Decimal | None


def perfect_orders(orders: Sequence[OrderOutcome]) -> PerfectOrders:
    """perfect = orders good in all four parts / orders judged; counted, not multiplied.

    Source: SCOR RL.1.1 (supplychainplanning.ie, "Perfect Customer Order Fulfillment").

    >>> good = OrderOutcome(2, 2, 20, 20, True, True, True)
    >>> late = OrderOutcome(2, 2, 20, 20, False, True, True)
    >>> found = perfect_orders([good, good, late])
    >>> found.perfect, found.on_time_in_full
    (Rate(numerator=2, denominator=3), Rate(numerator=2, denominator=3))
    """
    parts = (
        Rate.of(order.in_full for order in orders),
        Rate.of(order.on_time for order in orders),
        Rate.of(order.undamaged for order in orders),
        Rate.of(order.papers_right for order in orders),
    )
    terms = [(order.in_full, order.on_time, order.undamaged, order.papers_right) for order in orders]
    return PerfectOrders(
        line_fill=Rate(
            sum(order.lines_complete for order in orders), sum(order.lines_ordered for order in orders)
        ),
        unit_fill=Rate(
            sum(order.units_delivered for order in orders), sum(order.units_ordered for order in orders)
        ),
        order_fill=parts[0],
        on_time=parts[1],
        undamaged=parts[2],
        papers_right=parts[3],
        on_time_in_full=Rate(*joint_rate(four[:2] for four in terms)),
        perfect=Rate(*joint_rate(terms)),
        product=_product(parts),
    )


def _product(rates: Sequence[Rate]) -> Decimal | None:
    product = Decimal(1)
    for rate in rates:
        if rate.value is None:
            return None
        product *= rate.value
    return product
