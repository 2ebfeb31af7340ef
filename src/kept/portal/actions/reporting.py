"""What a subcontractor tells about a shipment of theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.enums import TrackingSource
from kept.transport.models import Shipment


@transaction.atomic
def report_news(
    *,
    shipment: Shipment,
    code: str,
    happened_at: datetime,
    place: str = "",
    reason: str = "",
    note: str = "",
    eta_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> bool:
    """Tell one piece of news. False when it was known already. Raises Refused with the reason."""
    news = TrackingInput(
        number=shipment.number,
        code=code,
        occurred_at=happened_at,
        place=place,
        reason=reason,
        note=note,
        eta_at=eta_at,
        source=TrackingSource.PORTAL,
    )
    result = record_events(inputs=[news], by=by, at=at)
    if result.rejected:
        raise Refused(result.rejected[0].message, field="happened_at")
    return bool(result.recorded)
