"""What one act changes around shipments, gathered first and written with one statement per table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings

from kept.kernel.actor import Actor
from kept.kernel.bulk import update_many
from kept.kernel.events import Event, Subject, emit_many
from kept.promises.actions import PromiseRequest, start_promises
from kept.promises.actions.settling_many import Settlement, settle_promises

from ..events import ExceptionOver, ExceptionSeen, ShipmentsProgressed
from ..models import ReceiptReturn, Shipment, ShipmentException
from ..rules import cause_key
from .awaiting import Arrival, await_pickups
from .telling import told

MOVING = [
    "state",
    "state_at",
    "eta_at",
    "picked_up_at",
    "delivered_at",
    "last_event_at",
    "last_code",
    "last_place",
    "latitude",
    "longitude",
]
"""Fields that news and attempts change."""
SEEN = ["last_event_at", "last_code", "last_place", "latitude", "longitude"]
"""Fields that news changes which moves nothing."""


class Seen(Protocol):
    """Whatever knows where a shipment was seen last."""

    id: int
    last_event_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """Something wrong that was seen about a shipment."""

    shipment: Shipment
    kind: str
    seen_at: datetime
    reason: str = ""
    place: str = ""


@dataclass
class Turn:
    """Gathers; `close` writes: shipments, promises kept, promises made, exceptions, then tells.

    Exceptions are seen before others end, so that one seen and ended by the same news does not stay open.
    """

    by: Actor
    at: datetime
    changed: dict[int, Shipment] = field(default_factory=dict)
    settlements: list[Settlement] = field(default_factory=list)
    requests: list[PromiseRequest] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    over: dict[int, frozenset[str]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    receipts: list[ReceiptReturn] = field(default_factory=list)
    arrivals: dict[int, Arrival] = field(default_factory=dict)
    orders_started: dict[int, datetime] = field(default_factory=dict)
    orders_delivered: dict[int, datetime] = field(default_factory=dict)

    def change(self, shipment: Shipment) -> None:
        self.changed[shipment.pk] = shipment

    def keep(
        self, subject: Subject, *kinds: str, met_at: datetime, terms: dict[str, str] | None = None
    ) -> None:
        self.settlements.append(Settlement(subject=subject, kinds=kinds, met_at=met_at, terms=terms or {}))

    def end_exceptions(self, shipment_id: int, kinds: Iterable[str]) -> None:
        self.over[shipment_id] = self.over.get(shipment_id, frozenset()) | frozenset(kinds)

    def close(self) -> None:
        save_moved(list(self.changed.values()))
        update_many(self.seen, SEEN, model=Shipment)
        settle_promises(settlements=self.settlements, by=self.by, at=self.at)
        made = start_promises(requests=self.requests, by=self.by, at=self.at) if self.requests else []
        self._sign_receipts({p.subject_id: p.due_at for p in made if p.kind == "receipt_return"})
        self.events += await_pickups(self.arrivals, by=self.by, at=self.at) if self.arrivals else []
        self.events += [*self._see(), *self._end(), *self._progress()]
        emit_many(self.events, by=self.by)

    def begin_order(self, shipment: Shipment, at: datetime) -> None:
        if shipment.order_id:
            first = self.orders_started.get(shipment.order_id, at)
            self.orders_started[shipment.order_id] = min(first, at)

    def _progress(self) -> list[Event]:
        """One fact for all orders concerned, so that their states follow in few statements."""
        if not (self.orders_started or self.orders_delivered):
            return []
        return [
            ShipmentsProgressed(
                subject=Subject("transport.turn", 0),
                occurred_at=self.at,
                started=self.orders_started,
                delivered=self.orders_delivered,
            )
        ]

    def _sign_receipts(self, due: dict[int, datetime]) -> None:
        for receipt in self.receipts:
            receipt.due_at = due.get(receipt.shipment_id)
        if self.receipts:
            ReceiptReturn.objects.bulk_update(self.receipts, ["state", "signed_at", "due_at"], batch_size=500)

    def _end(self) -> list[Event]:
        if not self.over:
            return []
        kinds = frozenset().union(*self.over.values())
        found = ShipmentException.objects.filter(shipment_id__among=self.over, kind__in=kinds, over_at=None)
        ended = [e for e in found.select_related("shipment") if e.kind in self.over[e.shipment_id]]
        if ended:
            ShipmentException.objects.filter(pk__in=[e.pk for e in ended]).update(over_at=self.at)
        return [told(ExceptionOver, e.shipment, at=self.at, exception_id=e.pk, kind=e.kind) for e in ended]

    def _see(self) -> list[Event]:
        fresh = _fresh(self.sightings)
        rows = [
            ShipmentException(
                shipment=seen.shipment, kind=seen.kind, seen_at=seen.seen_at, cause_key=_cause(seen)
            )
            for seen in fresh
        ]
        ShipmentException.objects.bulk_create(rows)
        return [
            told(
                ExceptionSeen,
                seen.shipment,
                at=seen.seen_at,
                exception_id=row.pk,
                kind=seen.kind,
                cause_key=row.cause_key,
                reason=seen.reason,
                place=seen.place,
            )
            for row, seen in zip(rows, fresh, strict=True)
        ]


def save_moved(shipments: Sequence[Shipment]) -> None:
    """One statement however many, and only of what moved."""
    if len(shipments) == 1:
        shipments[0].save(update_fields=MOVING)
    else:
        update_many(shipments, MOVING)


def _fresh(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Without what is already open, and each kind once per shipment."""
    if not sightings:
        return []
    ids = {seen.shipment.pk for seen in sightings}
    open_now = ShipmentException.objects.filter(shipment_id__among=ids, over_at=None)
    known = set(open_now.values_list("shipment_id", "kind"))
    fresh: dict[tuple[int, str], Sighting] = {}
    for seen in sightings:
        if (seen.shipment.pk, seen.kind) not in known:
            fresh.setdefault((seen.shipment.pk, seen.kind), seen)
    return list(fresh.values())


def _cause(seen: Sighting) -> str:
    return cause_key(
        seen.kind, number=seen.shipment.number, place=seen.place, at=seen.seen_at, zone=settings.TIME_ZONE
    )
