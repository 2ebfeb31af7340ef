"""How a subcontractor did: deliveries by whether they kept the promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q

from kept.contracts.models import ClientPolicy, ClientPolicyQuerySet
from kept.kernel.actor import Actor
from kept.kernel.facts import month_bounds, month_of
from kept.promises.enums import TermState
from kept.transport.enums import ShipmentState
from kept.transport.models import Shipment

from ..permissions import CARRIER


@dataclass(frozen=True)
class Result:
    """The deliveries of a month, and how many of those with a promise came in time."""

    month: date
    delivered: int
    judged: int
    in_time: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.in_time) / self.judged if self.judged else None


def results(actor: Actor, at: datetime) -> list[Result]:
    """This month and the one before; the verdicts are the promises' own. Two statements."""
    this = month_of(at)
    before = date(this.year - (this.month == 1), (this.month - 2) % 12 + 1, 1)
    return [_result(actor, month) for month in (this, before)]


def clients_policies(actor: Actor, on: date) -> ClientPolicyQuerySet:
    """The service policies in force of those clients whose shipments this subcontractor has."""
    has = Shipment.objects.permitted(actor, CARRIER).exclude(state=ShipmentState.CANCELLED)
    return ClientPolicy.objects.in_force(on).filter(customer__in=has.values("customer")).shown()


def _result(actor: Actor, month: date) -> Result:
    first, after = month_bounds(month)
    rows = Shipment.objects.permitted(actor, CARRIER).filter(delivered_at__gte=first, delivered_at__lt=after)
    kept, broken = (Q(delivery_promise__time_state=state) for state in (TermState.KEPT, TermState.BROKEN))
    counts = rows.aggregate(
        delivered=Count("pk"), judged=Count("pk", filter=kept | broken), in_time=Count("pk", filter=kept)
    )
    return Result(month, counts["delivered"], counts["judged"], counts["in_time"])
