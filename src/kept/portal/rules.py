"""What the portal allows beside what its verbs already refuse."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.desk.enums import CaseKind
from kept.kernel.numbers import number_rule
from kept.transport.enums import TrackingCode as C

LINK_DAYS = number_rule(
    "portal.link_days",
    60,
    _("Days after the end of a shipment in which the receiver's link still opens"),
    unit="d",
)

CARRIER_CODES: Final = (
    C.TENDER_ACCEPTED,
    C.ARRIVED_PICKUP,
    C.PICKED_UP,
    C.DEPARTED_HUB,
    C.ARRIVED_HUB,
    C.READY_FOR_PICKUP,
    C.IN_TRANSIT,
    C.ETA_UPDATED,
    C.OUT_FOR_DELIVERY,
    C.ARRIVED_DELIVERY,
    C.DELAYED,
    C.DAMAGED,
)
"""News that a subcontractor tells here. A hand-over or a refusal is told with its proof instead."""

CLIENT_KINDS: Final = (
    CaseKind.COMPLAINT,
    CaseKind.CARGO_QUERY,
    CaseKind.QUESTION,
    CaseKind.CLAIM,
    CaseKind.SUGGESTION,
)
"""What a customer may open a case about."""
