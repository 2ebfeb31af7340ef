"""The columns that a tracking table can have; each customer wants some of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from kept.transport.enums import ShipmentState, TrackingCode, TrackingReason
from kept.transport.models import Shipment


@dataclass(frozen=True)
class TrackingColumn:
    """One column. `take` gives a plain value to keep; its words are made when it is read."""

    code: str
    title: Any
    take: Callable[[Shipment], Any]
    kind: str = "text"
    unit: str = ""

    def words(self, value: Any) -> Any:
        """The kept value as the reader understands it: words, a moment, a number."""
        if value in (None, ""):
            return None
        if self.kind == "moment":
            return parse_datetime(value)
        if self.kind == "state":
            return ShipmentState(value).label
        if self.kind == "code":
            return TrackingCode(value).label if value in TrackingCode.values else value
        if self.kind == "reason":
            return TrackingReason(value).label if value in TrackingReason.values else value
        if self.kind == "number":
            return Decimal(str(value))
        return value


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _number(value: Decimal | int | None) -> str | None:
    return None if value is None else str(value)


def _column(
    code: str, title: Any, take: Callable[[Shipment], Any], kind: str = "text", unit: str = ""
) -> None:
    COLUMNS[code] = TrackingColumn(code, title, take, kind, unit)


COLUMNS: dict[str, TrackingColumn] = {}
_column("number", _("Waybill"), lambda s: s.number)
_column("reference", _("Your number"), lambda s: s.customer_reference)
_column("order", _("Order"), lambda s: s.order.number if s.order else "")
_column("origin", _("From"), lambda s: s.origin_city)
_column("destination", _("To"), lambda s: s.destination_city)
_column("consignee", _("Consignee"), lambda s: s.consignee_name)
_column("pieces", _("Pieces"), lambda s: _number(s.pieces), "number")
_column("weight", _("Weight"), lambda s: _number(s.weight_kg), "number", "kg")
_column("volume", _("Volume"), lambda s: _number(s.volume_m3), "number", "m³")
_column("picked_up", _("Picked up at"), lambda s: _moment(s.picked_up_at), "moment")
_column("state", _("State"), lambda s: str(s.state), "state")
_column("news", _("Last news"), lambda s: s.last_code, "code")
_column("place", _("Last seen at"), lambda s: s.last_place)
_column("news_at", _("News at"), lambda s: _moment(s.last_event_at), "moment")
_column("eta", _("Expected"), lambda s: _moment(s.eta_at), "moment")
_column("promised", _("Promised"), lambda s: _moment(s.promised_at), "moment")
_column("delivered", _("Delivered at"), lambda s: _moment(s.delivered_at), "moment")
_column("reason", _("Reason"), lambda s: getattr(s, "last_reason", ""), "reason")

DEFAULT: Final = (
    "number",
    "reference",
    "destination",
    "consignee",
    "pieces",
    "state",
    "place",
    "eta",
    "promised",
    "delivered",
)


def columns_for(codes: Sequence[str]) -> list[TrackingColumn]:
    """The wanted columns in the wanted order; the usual ones when nothing that we know is wanted."""
    wanted = [COLUMNS[code] for code in codes if code in COLUMNS]
    return wanted or [COLUMNS[code] for code in DEFAULT]
