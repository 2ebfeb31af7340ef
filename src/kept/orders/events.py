from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event):
    """What all events of an order carry."""

    customer_id: int
    branch_id: int
    service_id: int

    @classmethod
    def of(cls, order: Any, *, at: datetime, **more: Any) -> Self:
        """`order` is an Order, which lives a layer above its events."""
        return cls(
            subject=Subject.of(order),
            occurred_at=at,
            customer_id=order.customer_id,
            branch_id=order.branch_id,
            service_id=order.service_id,
            **more,
        )


@event("orders.drafted")
@dataclass(frozen=True, kw_only=True)
class OrderDrafted(OrderEvent):
    title = _("Order drafted")


@event("orders.placed")
@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderEvent):
    title = _("Order placed")
    source: str
    payment: str
    pieces: int
    weight_kg: str


@event("orders.held")
@dataclass(frozen=True, kw_only=True)
class OrderHeld(OrderEvent):
    title = _("Order put on hold")
    reason: str


@event("orders.released")
@dataclass(frozen=True, kw_only=True)
class OrderReleased(OrderEvent):
    """`again` when it was released before and held since."""

    title = _("Order released")
    again: bool


@event("orders.amended")
@dataclass(frozen=True, kw_only=True)
class OrderAmended(OrderEvent):
    """`fields` are the names of what changed; `delivery_at` is the wanted moment now, if there is one."""

    title = _("Order amended")
    fields: tuple[str, ...]
    delivery_at: str
    why: str = ""

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data.get("why", ""))


@event("orders.cancelled")
@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderEvent):
    title = _("Order cancelled")
    was: str


@event("orders.started")
@dataclass(frozen=True, kw_only=True)
class OrderStarted(OrderEvent):
    title = _("Work on the order began")


@event("orders.delivered")
@dataclass(frozen=True, kw_only=True)
class OrderDelivered(OrderEvent):
    title = _("Order delivered")


@event("orders.closed")
@dataclass(frozen=True, kw_only=True)
class OrderClosed(OrderEvent):
    title = _("Order closed")


@event("orders.branch_joined")
@dataclass(frozen=True, kw_only=True)
class BranchJoined(OrderEvent):
    title = _("A branch takes part")
    other_branch_id: int
    part: str
