"""Promises of the past as the simulator reads them: how much service time each of them took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from kept.catalog.models import Service
from kept.kernel.numbers import rule
from kept.methods.what_if import Past
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.promises.enums import PromiseState, TermState
from kept.promises.models import Promise
from kept.promises.models import PromiseQuerySet as Promises
from kept.transport.models import Shipment

from ..rules import PAST_DAYS

MOST = 20_000
"""So many promises of the past are enough to tell what another limit would do; the newest are taken."""

HOUR = timedelta(hours=1)
FIELDS = ("kind", "customer", "state", "time_state", "started_at", "due_at", "original_due_at", "met_at")
MORE = ("paused_at", "price", "currency", "calendar_version", "left_when_paused")


@dataclass(frozen=True)
class Asked:
    """Whose promises of which kind."""

    kind: str
    customer: Customer | None = None
    segment: str = ""
    service: Service | None = None
    lane_origin: str = ""
    lane_destination: str = ""

    def scope(self) -> dict[str, Any]:
        """As a planned promise keeps it."""
        return {
            "customer": self.customer,
            "segment": self.segment,
            "service": self.service,
            "lane_origin": self.lane_origin,
            "lane_destination": self.lane_destination,
        }


@dataclass(frozen=True)
class History:
    """What was read: from when, how many, and in which currency consequences were agreed."""

    past: tuple[Past, ...]
    days: int
    since: datetime
    currency: str = ""
    currencies: frozenset[str] = field(default_factory=frozenset)

    @property
    def months(self) -> float:
        return self.days / 30.4375


def history_of(asked: Asked, promises: Promises, at: datetime) -> History:
    """Those begun within the days that the simulator looks at. Waived and cancelled ones do not count."""
    longest = int(rule(PAST_DAYS, at=at))
    rows = promises.filter(kind=asked.kind, started_at__gt=at - timedelta(days=longest), started_at__lte=at)
    rows = rows.exclude(state__in=(PromiseState.WAIVED, PromiseState.CANCELLED)).exclude(time_state="")
    rows = (
        rows.filter(_whose(asked))
        .select_related("calendar_version")
        .only(*FIELDS, *MORE, "calendar_version__data")
    )
    found = list(rows.order_by("-started_at", "-pk")[:MOST])
    since = min((promise.started_at for promise in found), default=at)
    currencies = frozenset(promise.currency for promise in found if promise.price is not None)
    return History(
        past=tuple(_read(found, at)),
        days=max((at - since).days, 1),
        since=since,
        currency=next(iter(currencies)) if len(currencies) == 1 else "",
        currencies=currencies,
    )


def _whose(asked: Asked) -> Q:
    wanted = Q()
    if asked.customer is not None:
        wanted &= Q(customer=asked.customer)
    if asked.segment:
        wanted &= Q(customer__segment=asked.segment)
    way: dict[str, Any] = {
        "service": asked.service,
        "origin_city": asked.lane_origin,
        "destination_city": asked.lane_destination,
    }
    narrowed = {name: value for name, value in way.items() if value}
    if narrowed:
        wanted &= Q(
            subject_type=Shipment._meta.label_lower,
            subject_id__in=Shipment._base_manager.filter(**narrowed).values("pk"),
        ) | Q(
            subject_type=Order._meta.label_lower,
            subject_id__in=Order._base_manager.filter(**narrowed).values("pk"),
        )
    return wanted


def _read(promises: list[Promise], at: datetime) -> Iterator[Past]:
    """The time first allowed less what was left when it was met: pauses and moved moments do not count."""
    working: dict[int, Any] = {}
    for promise in promises:
        version = promise.calendar_version
        if version is not None:  # many promises share a calendar: read each once
            version._working = working.setdefault(version.pk, version.working)
        until = promise.met_at or promise.paused_at or at
        used = promise.worked(promise.started_at, promise.original_due_at) - promise.worked(
            until, promise.due_at
        )
        broken = promise.time_state == TermState.BROKEN or promise.is_overdue(at)
        yield Past(
            used=max(used / HOUR, 0.0),
            is_met=promise.met_at is not None,
            was_kept=not broken,
            customer=promise.customer_id,
            price=promise.price,
        )
