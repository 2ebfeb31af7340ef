"""News about shipments: one verb for the hand, the API, files and the portal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.bulk import insert_many
from kept.kernel.numbers import rule

from ..enums import DeliveryOutcome, ShipmentState, TrackingSource
from ..models import Delivery, Shipment, TrackingEvent
from ..queries.places import place_of
from ..rules import ATTEMPT_BY, FUTURE_MINUTES, KNOWN_REASONS, SAME_ATTEMPT_MINUTES
from .attempting import Attempt, attempt_deliveries
from .settling import settle_shipment
from .turn import Turn

LONGEST_CODE = 30


@dataclass(frozen=True, kw_only=True)
class TrackingInput:
    """One piece of news: about the shipment of a waybill number, or of an external key."""

    number: str = ""
    shipment_key: str = ""
    code: str
    occurred_at: datetime
    place: str = ""
    note: str = ""
    reason: str = ""
    eta_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    external_key: str = ""
    source: str = TrackingSource.HAND


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """News that was not taken: which row of the batch, and why."""

    row: int
    code: str
    message: Any


@dataclass(frozen=True, kw_only=True)
class TrackingResult:
    """What became of a batch. `known` rows had come before and changed nothing."""

    recorded: list[TrackingEvent]
    known: int
    rejected: list[Rejection]


@transaction.atomic
def record_events(*, inputs: Sequence[TrackingInput], by: Actor, at: datetime) -> TrackingResult:
    """Write down news, settle shipments and promises by what happened last, and tell.

    Only shipments that the actor may track are known to it. The order in which news comes changes
    nothing, sending it again changes nothing, and the number of statements does not grow with the batch.
    """
    shipments = _shipments(inputs, by)
    future = at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at)))
    taken, rejected = [], []
    for row, news in enumerate(inputs):
        shipment = shipments.get(("number", news.number)) or shipments.get(("key", news.shipment_key))
        if refusal := _refusal(row, news, shipment, future):
            rejected.append(refusal)
        else:
            taken.append((shipment, news))
    events = _unknown([_event(s, news, by, at) for s, news in taken])  # type: ignore[arg-type]
    known = len(taken) - len(events)
    insert_many(events)
    _settle(events, Turn(by, at))
    return TrackingResult(recorded=events, known=known, rejected=rejected)


def _shipments(inputs: Iterable[TrackingInput], by: Actor) -> dict[tuple[str, str], Shipment]:
    """The shipments of a batch, locked in one order so that two batches cannot wait for each other."""
    numbers = {news.number for news in inputs if news.number}
    keys = {news.shipment_key for news in inputs if news.shipment_key}
    wanted = Q(number__in=numbers) | Q(external_key__in=keys) if keys else Q(number__in=numbers)
    rows = Shipment.objects.permitted(by, "transport.track").filter(wanted)
    found: dict[tuple[str, str], Shipment] = {}
    for shipment in rows.select_for_update(of=("self",)).order_by("pk"):
        found["number", shipment.number] = shipment
        if shipment.external_key:
            found["key", shipment.external_key] = shipment
    return found


def _refusal(row: int, news: TrackingInput, shipment: Shipment | None, future: datetime) -> Rejection | None:
    if shipment is None:
        asked = news.number or news.shipment_key
        return Rejection(
            row=row, code="unknown_shipment", message=_("No shipment '%(number)s'.") % {"number": asked}
        )
    if not news.code.strip():
        return Rejection(row=row, code="no_code", message=_("Say what happened."))
    if len(news.code) > LONGEST_CODE:
        return Rejection(row=row, code="bad_code", message=_("The code is longer than 30 characters."))
    if news.occurred_at.tzinfo is None:
        return Rejection(row=row, code="no_zone", message=_("The moment needs a time zone."))
    if news.occurred_at > future:
        return Rejection(row=row, code="future", message=_("This moment lies in the future."))
    return None


def _event(shipment: Shipment, news: TrackingInput, by: Actor, at: datetime) -> TrackingEvent:
    return TrackingEvent(
        shipment=shipment,
        code=news.code.strip(),
        occurred_at=news.occurred_at,
        recorded_at=at,
        place=news.place[:80],
        note=news.note[:200],
        reason=news.reason[:20],
        source=news.source,
        external_key=news.external_key[:120],
        eta_at=news.eta_at,
        latitude=news.latitude,
        longitude=news.longitude,
        by_id=by.person_id,
    )


def _unknown(events: Sequence[TrackingEvent]) -> list[TrackingEvent]:
    """Those that were not told before, neither earlier nor in this batch."""
    if not events:
        return []
    seen = _told_before(events)
    fresh = []
    for event in events:
        if (key := _key(event)) not in seen:
            seen.add(key)
            fresh.append(event)
    return fresh


def _told_before(events: Sequence[TrackingEvent]) -> set[tuple[Any, ...]]:
    moments = [event.occurred_at for event in events]
    keys = {event.external_key for event in events if event.external_key}
    near = Q(occurred_at__gte=min(moments), occurred_at__lte=max(moments))
    rows = TrackingEvent.objects.filter(shipment_id__in={event.shipment_id for event in events})
    rows = rows.filter(near | Q(external_key__in=keys) if keys else near)
    return {
        (shipment, key) if key else (shipment, code, moment)
        for shipment, key, code, moment in rows.values_list(
            "shipment_id", "external_key", "code", "occurred_at"
        )
    }


def _key(event: TrackingEvent) -> tuple[Any, ...]:
    if event.external_key:
        return event.shipment_id, event.external_key
    return event.shipment_id, event.code, event.occurred_at


def _settle(events: Sequence[TrackingEvent], turn: Turn) -> None:
    """Each shipment by its news in the order in which it happened."""
    by_shipment: dict[int, list[TrackingEvent]] = defaultdict(list)
    for event in events:
        by_shipment[event.shipment_id].append(event)
    for told in by_shipment.values():
        told.sort(key=lambda event: event.occurred_at)
        settle_shipment(told[0].shipment, told, turn, place_of)
    attempt_deliveries(_attempts(events, turn), turn)
    turn.close()


def _attempts(events: Sequence[TrackingEvent], turn: Turn) -> list[Attempt]:
    """News that tells of an attempt which nobody has recorded yet."""
    telling = sorted((e for e in events if e.code in ATTEMPT_BY), key=lambda e: (e.occurred_at, e.pk))
    if not telling:
        return []
    known = _Known(telling, timedelta(minutes=int(rule(SAME_ATTEMPT_MINUTES, at=turn.at))))
    return [_attempt(event) for event in telling if known.is_new(event)]


class _Known:
    """Attempts near these events, so that two tellers of one attempt make one."""

    def __init__(self, events: Sequence[TrackingEvent], within: timedelta) -> None:
        self.within = within
        self.over = {e.shipment_id for e in events if not e.shipment.may_move_to(ShipmentState.DELIVERED)}
        span = (min(e.occurred_at for e in events) - within, max(e.occurred_at for e in events) + within)
        rows = Delivery.objects.filter(
            shipment_id__in={e.shipment_id for e in events}, happened_at__range=span
        )
        self.moments: dict[tuple[int, str], list[datetime]] = defaultdict(list)
        for shipment_id, outcome, moment in rows.values_list("shipment_id", "outcome", "happened_at"):
            self.moments[shipment_id, outcome].append(moment)

    def is_new(self, event: TrackingEvent) -> bool:
        near = self.moments[event.shipment_id, ATTEMPT_BY[event.code]]
        if event.shipment_id in self.over or any(abs(m - event.occurred_at) <= self.within for m in near):
            return False
        near.append(event.occurred_at)
        if ATTEMPT_BY[event.code] == DeliveryOutcome.DELIVERED:
            self.over.add(event.shipment_id)
        return True


def _attempt(event: TrackingEvent) -> Attempt:
    return Attempt(
        shipment=event.shipment,
        happened_at=event.occurred_at,
        outcome=ATTEMPT_BY[event.code],
        reason=event.reason if event.reason in KNOWN_REASONS else "",
        note=event.note,
        source=event.source,
    )
