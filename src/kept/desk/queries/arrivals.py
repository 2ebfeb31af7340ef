"""When the goods of an exception will arrive, by what their lanes took before."""

from __future__ import annotations

from datetime import datetime

from kept.transport.models import Shipment
from kept.transport.queries.lanes import Estimate, estimate_arrival

from ..models import Case

MOST = 12


def estimate_for(case: Case, at: datetime) -> Estimate | None:
    """The latest of its shipments; None as soon as one of them is without history."""
    ids = case.shipments.values_list("shipment", flat=True)[: MOST + 1]
    goods = list(Shipment.objects.filter(pk__in=list(ids)))
    if not goods or len(goods) > MOST:
        return None
    found = [estimate_arrival(shipment, at) for shipment in goods]
    known = [estimate for estimate in found if estimate is not None]
    return max(known, key=lambda e: e.eta_at) if len(known) == len(goods) else None
