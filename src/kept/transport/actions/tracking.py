"""News about shipments: one verb for the hand, the API, files and the portal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import starmap
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.bulk import insert_tuples, read_many, uncollected
from kept.kernel.numbers import rule

from ..enums import DeliveryOutcome, ShipmentState, TrackingSource
from ..models import Delivery, Shipment, TrackingEvent
from ..queries.places import place_of
from ..rules import (
    ATTEMPT_BY,
    BEFORE_ORDER_DAYS,
    FUTURE_MINUTES,
    KNOWN_REASONS,
    SAME_ATTEMPT_MINUTES,
    is_unordered,
    moves_nothing,
)
from .attempting import Attempt, attempt_deliveries
from .settling import READ, WHEREABOUTS, TrackingRow, Whereabouts, settle_shipment, settle_whereabouts
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

    recorded: list[TrackingRow]
    known: int
    rejected: list[Rejection]


@uncollected()
@transaction.atomic
def record_events(*, inputs: Sequence[TrackingInput], by: Actor, at: datetime) -> TrackingResult:
    """Write down news, settle shipments and promises by what happened last, and tell.

    Only shipments that the actor may track are known to it. The order in which news comes changes
    nothing, sending it again changes nothing, and the number of statements does not grow with the batch.
    """
    goods = _Goods(inputs, by, at)
    future = at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at)))
    taken, rejected = [], []
    for row, news in enumerate(inputs):
        shipment = goods.of(news)
        refusal = _refusal(row, news, future) if shipment else _unknown_shipment(row, news)
        if shipment and not refusal and goods.were_unordered(shipment, news.occurred_at):
            refusal = _before_order(row)
        if refusal:
            rejected.append(refusal)
        else:
            taken.append(_row(shipment.id, news, by, at))
    fresh = _not_told_before(taken)
    if fresh:
        insert_tuples(TrackingEvent, TrackingRow._fields, fresh)
    _settle(fresh, goods, Turn(by, at))
    return TrackingResult(recorded=fresh, known=len(taken) - len(fresh), rejected=rejected)


class _Goods:
    """The shipments of a batch, locked in one order so that two batches cannot wait for each other.

    When none of the news can move anything, only their whereabouts are read.
    """

    def __init__(self, inputs: Sequence[TrackingInput], by: Actor, at: datetime) -> None:
        self.early = timedelta(days=int(rule(BEFORE_ORDER_DAYS, at=at)))
        self.any_order_since = at - self.early
        self.are_still = all(moves_nothing(n.code.strip(), n.reason, n.eta_at) for n in inputs)
        self.by_id: dict[int, Any] = {}
        self.by_number: dict[str, Any] = {}
        self.by_key: dict[str, Any] = {}
        for shipment in self._read(inputs, by):
            self.by_id[shipment.id] = self.by_number[shipment.number] = shipment
            if shipment.external_key:
                self.by_key[shipment.external_key] = shipment

    def of(self, news: TrackingInput) -> Any:
        """A shipment or its whereabouts; None when there is none that the actor may track."""
        return self.by_number.get(news.number) or self.by_key.get(news.shipment_key)

    def were_unordered(self, shipment: Any, moment: datetime) -> bool:
        """No order is younger than now, so that recent news asks for none."""
        if moment >= self.any_order_since:
            return False
        return is_unordered(moment, self._placed_at[shipment.id], early=self.early)

    @cached_property
    def _placed_at(self) -> dict[int, datetime | None]:
        rows = Shipment.objects.filter(pk__among=self.by_id).order_by()
        return dict(rows.values_list("pk", "order__placed_at"))

    def _read(self, inputs: Sequence[TrackingInput], by: Actor) -> Iterable[Any]:
        numbers = {news.number for news in inputs if news.number}
        keys = {news.shipment_key for news in inputs if news.shipment_key}
        wanted = Q(number__among=numbers) | Q(external_key__among=keys) if keys else Q(number__among=numbers)
        rows = Shipment.objects.permitted(by, "transport.track").filter(wanted)
        rows = rows.select_for_update(no_key=True).order_by("pk")
        if self.are_still:
            return starmap(Whereabouts, rows.values_list(*WHEREABOUTS))
        return read_many(rows, READ)


def _unknown_shipment(row: int, news: TrackingInput) -> Rejection:
    asked = news.number or news.shipment_key
    message = _("No shipment '%(number)s'.") % {"number": asked}
    return Rejection(row=row, code="unknown_shipment", message=message)


def _refusal(row: int, news: TrackingInput, future: datetime) -> Rejection | None:
    if not news.code.strip():
        return Rejection(row=row, code="no_code", message=_("Say what happened."))
    if len(news.code) > LONGEST_CODE:
        return Rejection(row=row, code="bad_code", message=_("The code is longer than 30 characters."))
    if news.occurred_at.tzinfo is None:
        return Rejection(row=row, code="no_zone", message=_("The moment needs a time zone."))
    if news.occurred_at > future:
        return Rejection(row=row, code="future", message=_("This moment lies in the future."))
    return None


def _before_order(row: int) -> Rejection:
    return Rejection(row=row, code="before_order", message=_("This moment lies before the order was placed."))


def _row(shipment_id: int, news: TrackingInput, by: Actor, at: datetime) -> TrackingRow:
    return TrackingRow(
        shipment_id,
        news.code.strip(),
        news.occurred_at,
        at,
        news.place[:80],
        news.note[:200],
        news.reason[:20],
        str(news.source),
        news.external_key[:120],
        news.eta_at,
        news.latitude,
        news.longitude,
        by.person_id,
    )


def _not_told_before(rows: Sequence[TrackingRow]) -> list[TrackingRow]:
    """Those that are new, neither told earlier nor twice in this batch."""
    if not rows:
        return []
    seen = _told_before(rows)
    fresh = []
    for row in rows:
        key = _key(row.shipment_id, row.external_key, row.code, row.occurred_at)
        if key not in seen:
            seen.add(key)
            fresh.append(row)
    return fresh


def _told_before(rows: Sequence[TrackingRow]) -> set[tuple[Any, ...]]:
    moments = [row.occurred_at for row in rows]
    keys = {row.external_key for row in rows if row.external_key}
    near = Q(
        external_key="", code__in={row.code for row in rows}, occurred_at__range=(min(moments), max(moments))
    )
    known = TrackingEvent.objects.filter(shipment_id__among={row.shipment_id for row in rows})
    known = known.filter(near | Q(external_key__among=keys) if keys else near)
    told = known.order_by().values_list("shipment_id", "external_key", "code", "occurred_at")
    return set(starmap(_key, told))


def _key(shipment_id: int, external_key: str, code: str, moment: datetime) -> tuple[Any, ...]:
    return (shipment_id, external_key) if external_key else (shipment_id, code, moment)


def _settle(rows: Sequence[TrackingRow], goods: _Goods, turn: Turn) -> None:
    """Each shipment by its news in the order in which it happened."""
    settle = settle_whereabouts if goods.are_still else settle_shipment
    by_shipment: dict[int, list[TrackingRow]] = defaultdict(list)
    for row in rows:
        by_shipment[row.shipment_id].append(row)
    for shipment_id, told in by_shipment.items():
        told.sort(key=attrgetter("occurred_at"))
        settle(goods.by_id[shipment_id], told, turn, place_of)
    attempt_deliveries(_attempts(rows, goods, turn), turn)
    turn.close()


def _attempts(rows: Sequence[TrackingRow], goods: _Goods, turn: Turn) -> list[Attempt]:
    """News that tells of an attempt which nobody has recorded yet."""
    telling = sorted((row for row in rows if row.code in ATTEMPT_BY), key=attrgetter("occurred_at"))
    if not telling:
        return []
    known = _Known(telling, goods, timedelta(minutes=int(rule(SAME_ATTEMPT_MINUTES, at=turn.at))))
    return [_attempt(row, goods) for row in telling if known.is_new(row)]


class _Known:
    """Attempts near these events, so that two tellers of one attempt make one."""

    def __init__(self, events: Sequence[TrackingRow], goods: _Goods, within: timedelta) -> None:
        self.within = within
        shipments = [goods.by_id[pk] for pk in {e.shipment_id for e in events}]
        self.over = {s.pk for s in shipments if not s.may_move_to(ShipmentState.DELIVERED)}
        span = (min(e.occurred_at for e in events) - within, max(e.occurred_at for e in events) + within)
        rows = Delivery.objects.filter(
            shipment_id__among={e.shipment_id for e in events}, happened_at__range=span
        )
        self.moments: dict[tuple[int, str], list[datetime]] = defaultdict(list)
        for shipment_id, outcome, moment in rows.values_list("shipment_id", "outcome", "happened_at"):
            self.moments[shipment_id, outcome].append(moment)

    def is_new(self, event: TrackingRow) -> bool:
        near = self.moments[event.shipment_id, ATTEMPT_BY[event.code]]
        if event.shipment_id in self.over or any(abs(m - event.occurred_at) <= self.within for m in near):
            return False
        near.append(event.occurred_at)
        if ATTEMPT_BY[event.code] == DeliveryOutcome.DELIVERED:
            self.over.add(event.shipment_id)
        return True


def _attempt(event: TrackingRow, goods: _Goods) -> Attempt:
    return Attempt(
        shipment=goods.by_id[event.shipment_id],
        happened_at=event.occurred_at,
        outcome=ATTEMPT_BY[event.code],
        reason=event.reason if event.reason in KNOWN_REASONS else "",
        note=event.note,
        source=event.source,
    )
