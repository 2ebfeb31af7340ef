"""Deliveries that happened elsewhere: what a file of them may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from ..enums import RejectReason
from ..reading.cells import Problem, backwards
from ..reading.kinds import FileKind, Nature, Rules, Told, Values, file_kind

FIELDS: Final[Mapping[str, Nature]] = {
    "customer": "text",
    "customer_name": "text",
    "carrier": "text",
    "carrier_name": "text",
    "branch": "text",
    "service": "text",
    "reference": "text",
    "origin": "text",
    "destination": "text",
    "receiver": "text",
    "promised_from": "moment",
    "promised_at": "moment",
    "picked_up_at": "moment",
    "happened_at": "moment",
    "outcome": "code",
    "condition": "code",
    "attempt_no": "whole",
    "pieces": "whole",
    "pieces_delivered": "whole",
    "weight_kg": "number",
    "volume_m3": "number",
    "freight_cost": "number",
    "papers_ok": "yesno",
}
CODES: Final[dict[str, frozenset[str]]] = {
    "outcome": frozenset({"delivered", "partial", "refused", "absent"}),
    "condition": frozenset({"good", "damaged", "short", "wrong"}),
}
LONGEST: Final[dict[str, int]] = {
    "customer": 100,
    "customer_name": 160,
    "carrier": 140,
    "carrier_name": 160,
    "branch": 20,
    "service": 30,
    "reference": 60,
    "origin": 60,
    "destination": 60,
    "receiver": 80,
}
NEEDED: Final = ("customer", "happened_at")


@dataclass(frozen=True, kw_only=True)
class DeliveryRead(Told):
    """One delivery as a row states it."""

    customer: str
    customer_name: str
    reference: str
    origin: str
    destination: str
    receiver: str
    promised_from: datetime | None
    promised_at: datetime | None
    is_day: bool
    picked_up_at: datetime | None
    happened_at: datetime | None
    outcome: str
    condition: str
    attempt_no: int
    pieces: int | None
    pieces_delivered: int | None
    weight_kg: Decimal | None
    volume_m3: Decimal | None
    freight_cost: Decimal | None
    papers_ok: bool | None


def tell(key: str, values: Values, rules: Rules) -> DeliveryRead | Problem:
    """What a row says of a delivery, or what does not hold between its fields."""
    promised, since = values.get("promised_at"), values.get("promised_from")
    picked_up, happened = values.get("picked_up_at"), values.get("happened_at")
    is_day = bool(promised and promised.is_day)
    told = DeliveryRead(
        key=key,
        customer=values["customer"],
        customer_name=values.get("customer_name") or values["customer"],
        carrier=values.get("carrier"),
        carrier_name=values.get("carrier_name") or values.get("carrier"),
        branch=values.get("branch"),
        service=values.get("service"),
        reference=values.get("reference") or "",
        origin=values.get("origin") or "",
        destination=values.get("destination") or "",
        receiver=values.get("receiver") or "",
        promised_from=since.start() if since else (promised.start() if promised and is_day else None),
        promised_at=promised and promised.end(),
        is_day=is_day,
        picked_up_at=picked_up and picked_up.start(),
        happened_at=happened and happened.middle(),
        outcome=values.get("outcome") or "delivered",
        condition=values.get("condition") or "",
        attempt_no=values.get("attempt_no") or 1,
        pieces=values.get("pieces"),
        pieces_delivered=values.get("pieces_delivered"),
        weight_kg=values.get("weight_kg"),
        volume_m3=values.get("volume_m3"),
        freight_cost=values.get("freight_cost"),
        papers_ok=values.get("papers_ok"),
    )
    return _unsound(told, rules) or told


def _unsound(told: DeliveryRead, rules: Rules) -> Problem | None:
    """What must hold between the fields of a row."""
    if told.promised_from and told.promised_at and told.promised_at < told.promised_from:
        return backwards(rules["promised_at"].title, told.promised_at, told.promised_from)
    if told.picked_up_at and told.happened_at and told.happened_at < told.picked_up_at:
        return backwards(rules["happened_at"].title, told.happened_at, told.picked_up_at)
    if told.pieces is not None and told.pieces_delivered is not None and told.pieces_delivered > told.pieces:
        title = rules["pieces_delivered"].title
        return Problem(title, RejectReason.MORE_PIECES, str(told.pieces_delivered), str(told.pieces))
    if told.happened_at is None and told.promised_at is None:
        return Problem(rules["happened_at"].title, RejectReason.MISSING)
    return None


DELIVERIES: Final = file_kind(FileKind("deliveries", FIELDS, NEEDED, tell, CODES, LONGEST))
