"""What the carriage of shipments costs us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit_many
from kept.kernel.money import Money

from ..events import FreightCostStated
from ..models import Shipment
from .telling import told


class CostBelowNothing(Refused):
    default = _("A freight cost is not below nothing.")


@transaction.atomic
def state_freight_costs(*, costs: Mapping[int, Money], by: Actor, at: datetime) -> list[Shipment]:
    """Say what shipments, by their ids, cost us. What was said before is replaced; its event stays."""
    if any(cost.amount < 0 for cost in costs.values()):
        raise CostBelowNothing(field="amount")
    locked = Shipment.objects.select_for_update(of=("self",)).filter(pk__in=costs).order_by("pk")
    changed = [shipment for shipment in locked if shipment.cost != costs[shipment.pk]]
    for shipment in changed:
        cost = costs[shipment.pk]
        shipment.freight_cost, shipment.currency = cost.amount, cost.currency
    Shipment.objects.bulk_update(changed, ["freight_cost", "currency"], batch_size=500)
    emit_many(
        [
            told(FreightCostStated, shipment, at=at, cost=shipment.freight_cost, currency=shipment.currency)
            for shipment in changed
        ],
        by=by,
    )
    return changed
