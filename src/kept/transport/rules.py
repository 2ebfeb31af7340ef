"""What news means: which state follows a code, which code is an exception, what a hand-over was worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

from .enums import DeliveryOutcome, ExceptionKind, GoodsCondition, ShipmentState, TrackingCode, TrackingReason

C, S, R, X = TrackingCode, ShipmentState, TrackingReason, ExceptionKind

FUTURE_MINUTES = number_rule(
    "transport.future_minutes", 10, _("Minutes by which news may lie in the future"), unit="min"
)
BEFORE_ORDER_DAYS = number_rule(
    "transport.before_order_days",
    7,
    _("Days by which news may lie before its order was placed"),
    unit="d",
)
BULK_ROWS = number_rule("transport.bulk_rows", 5000, _("Rows taken in one call of the API"), lowest=1)
SAME_ATTEMPT_MINUTES = number_rule(
    "transport.same_attempt_minutes",
    120,
    _("Minutes within which news of one outcome is one attempt"),
    unit="min",
)
SILENT_HOURS = number_rule(
    "transport.silent_hours",
    24,
    _("Hours on the way without news that count as no contact"),
    unit="h",
    lowest=1,
)
SOON_HOURS = number_rule(
    "transport.soon_hours",
    4,
    _("Hours before the promised moment in which goods must be out for delivery"),
    unit="h",
)
STOPPED_HOURS = number_rule(
    "transport.stopped_hours",
    12,
    _("Hours on the way at one place that count as no movement"),
    unit="h",
    lowest=1,
)
HISTORY_DAYS = number_rule(
    "transport.history_days",
    180,
    _("Days of past deliveries from which an arrival is estimated"),
    unit="d",
    lowest=1,
)
HISTORY_LEAST = number_rule(
    "transport.history_least",
    5,
    _("Past deliveries below which no arrival is estimated"),
    lowest=1,
)

CONNECTION_HOURS = number_rule(
    "transport.connection_hours",
    4,
    _("Hours before the last moment of handing over in which a connection is endangered"),
    unit="h",
)
NOTICE_RETRY_HOURS = number_rule(
    "transport.notice_retry_hours",
    2,
    _("Hours after which a receiver is called again who did not answer"),
    unit="h",
)
STORAGE_FREE_DAYS = number_rule(
    "transport.storage_free_days",
    3,
    _("Days for which goods that wait for pick-up are stored free of charge"),
    unit="d",
)
UNCOLLECTED_DAYS = number_rule(
    "transport.uncollected_days",
    7,
    _("Days after arrival when goods that nobody collects are an exception"),
    unit="d",
    lowest=1,
)

STATE_AFTER: Final[dict[str, str]] = {
    C.PICKED_UP: S.PICKED_UP,
    C.DEPARTED_HUB: S.IN_TRANSIT,
    C.ARRIVED_HUB: S.IN_TRANSIT,
    C.IN_TRANSIT: S.IN_TRANSIT,
    C.READY_FOR_PICKUP: S.IN_TRANSIT,
    C.ARRIVED_DELIVERY: S.OUT_FOR_DELIVERY,
    C.OUT_FOR_DELIVERY: S.OUT_FOR_DELIVERY,
    C.DELIVERED: S.DELIVERED,
    C.REFUSED: S.REFUSED,
    C.RETURNED: S.RETURNED,
    C.CANCELLED: S.CANCELLED,
}
"""Codes that move the state. All others are kept and move nothing."""

KNOWN_CODES: Final = frozenset(TrackingCode.values)
KNOWN_REASONS: Final = frozenset(TrackingReason.values)

PICKED_UP_BY: Final = frozenset(
    code for code, state in STATE_AFTER.items() if state in (S.PICKED_UP, S.IN_TRANSIT, S.OUT_FOR_DELIVERY)
)
"""Codes that cannot be true of goods that were not picked up."""

ATTEMPT_BY: Final[dict[str, str]] = {
    C.DELIVERED: DeliveryOutcome.DELIVERED,
    C.REFUSED: DeliveryOutcome.REFUSED,
    C.DELIVERY_FAILED: DeliveryOutcome.ABSENT,
}
"""Codes that tell of an attempt to deliver."""

CODE_OF: Final[dict[str, str]] = {
    DeliveryOutcome.DELIVERED: C.DELIVERED,
    DeliveryOutcome.PARTIAL: C.DELIVERY_ATTEMPTED,
    DeliveryOutcome.REFUSED: C.REFUSED,
    DeliveryOutcome.ABSENT: C.DELIVERY_FAILED,
}

EXCEPTION_BY_CODE: Final[dict[str, str]] = {
    C.DELAYED: X.DELAY,
    C.DAMAGED: X.DAMAGE,
    C.REFUSED: X.REFUSAL,
    C.DELIVERY_FAILED: X.FAILED_DELIVERY,
}
EXCEPTION_BY_REASON: Final[dict[str, str]] = {
    R.WEATHER: X.WEATHER,
    R.TRAFFIC: X.CONGESTION,
    R.DAMAGE: X.DAMAGE,
    R.SHORTAGE: X.SHORTAGE,
}
MOVEMENT: Final = frozenset(
    (
        C.PICKED_UP,
        C.DEPARTED_HUB,
        C.ARRIVED_HUB,
        C.READY_FOR_PICKUP,
        C.ARRIVED_DELIVERY,
        C.OUT_FOR_DELIVERY,
    )
)
"""Codes that say by themselves that the goods moved."""

SHARED: Final = (X.WEATHER, X.CONGESTION)
"""Exceptions that hit many shipments at one place on one day."""


def exception_of(code: str, reason: str) -> str:
    """The kind of exception that news tells of; empty for none. The reason says more than the code."""
    if code == C.REFUSED:
        return X.REFUSAL
    return EXCEPTION_BY_REASON.get(reason) or EXCEPTION_BY_CODE.get(code, "")


def is_unordered(moment: datetime, placed_at: datetime | None, *, early: timedelta) -> bool:
    """Whether nobody had ordered it then; so much is let pass, as orders are written down late."""
    return placed_at is not None and moment < placed_at - early


def moves_nothing(code: str, reason: str, eta_at: datetime | None) -> bool:
    """News that says no more than where the goods were last."""
    return (
        code not in STATE_AFTER
        and code not in ATTEMPT_BY
        and eta_at is None
        and not exception_of(code, reason)
    )


def is_at_pickup(code: str, place: str, *, destination: str, collects: bool) -> bool:
    """Whether news says that goods are where their receiver can collect them.

    Said outright it holds for all goods; arrival in the town of destination for those that are collected.
    """
    if code == C.READY_FOR_PICKUP:
        return True
    return collects and code == C.ARRIVED_HUB and bool(destination) and destination in place


def cause_key(kind: str, *, number: str, place: str, at: datetime, zone: str) -> str:
    """One key for one cause: weather and congestion by place and day, everything else by shipment."""
    if kind in SHARED and place:
        return f"{kind}:{place}:{at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"[:80]
    return f"{kind}:{number}"[:80]


@dataclass(frozen=True)
class HandOver:
    """What is recorded of one attempt; None and "" where nobody wrote it down."""

    outcome: str
    delivered: int | None = None
    damaged: int | None = None
    short: int | None = None
    condition: str = ""
    papers_ok: bool | None = None

    @property
    def handed_over(self) -> bool:
        return self.outcome in (DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL)


@dataclass(frozen=True)
class Verdict:
    """Whether a delivery is complete, and the three terms beside time: kept, broken or unknown."""

    is_complete: bool
    quantity: str
    quality: str
    documents: str

    def terms(self) -> dict[str, str]:
        return {"quantity": self.quantity, "quality": self.quality, "documents": self.documents}


def judge(expected: int | None, attempts: Sequence[HandOver]) -> Verdict:
    """Judge a shipment's attempts from the record alone; what is not written down stays unknown."""
    handed = [attempt for attempt in attempts if attempt.handed_over]
    return Verdict(
        is_complete=_is_complete(expected, handed),
        quantity=_quantity(expected, handed),
        quality=_worst(_quality(attempt) for attempt in handed),
        documents=_worst(_said(attempt.papers_ok) for attempt in handed),
    )


def judge_together(verdicts: Sequence[Verdict]) -> Verdict:
    """Several shipments of one order: complete when all are, and no better than the worst."""
    return Verdict(
        is_complete=bool(verdicts) and all(verdict.is_complete for verdict in verdicts),
        quantity=_worst(verdict.quantity for verdict in verdicts),
        quality=_worst(verdict.quality for verdict in verdicts),
        documents=_worst(verdict.documents for verdict in verdicts),
    )


def _is_complete(expected: int | None, handed: Sequence[HandOver]) -> bool:
    if any(attempt.outcome == DeliveryOutcome.DELIVERED for attempt in handed):
        return True
    gone = sum((a.delivered or 0) + (a.short or 0) for a in handed)
    return bool(handed) and expected is not None and gone >= expected


def _quantity(expected: int | None, handed: Sequence[HandOver]) -> str:
    if any((a.short or 0) > 0 or a.condition == GoodsCondition.SHORT for a in handed):
        return "broken"
    counted = [a.delivered for a in handed if a.delivered is not None]
    if expected is not None and handed and len(counted) == len(handed):
        return "kept" if sum(counted) == expected else "broken"
    said = bool(handed) and all(a.short is not None for a in handed)
    return "kept" if said else "unknown"


def _quality(attempt: HandOver) -> str:
    if (attempt.damaged or 0) > 0 or attempt.condition in (GoodsCondition.DAMAGED, GoodsCondition.WRONG):
        return "broken"
    return "kept" if attempt.condition or attempt.damaged is not None else "unknown"


def _said(yes: bool | None) -> str:
    return "unknown" if yes is None else "kept" if yes else "broken"


def _worst(states: Iterable[str]) -> str:
    found = set(states)
    if "broken" in found:
        return "broken"
    return "kept" if found == {"kept"} else "unknown"
