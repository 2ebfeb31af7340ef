"""Naming an event on the road once: all shipments that it touches suffer from one cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit, emit_many
from kept.kernel.numbering import next_number
from kept.people.models import Branch

from ..events import ExceptionSeen, RoadEventNamed, RoadEventOver
from ..models import OPEN, RoadEvent, Shipment, ShipmentException
from .noticing import end_all
from .telling import told
from .watching import BATCH


class NowhereNamed(Refused):
    default = _("Name at least one place or one lane.")


class NothingNamed(Refused):
    default = _("Say what happens.")


class EndsBeforeItBegins(Refused):
    default = _("It must end after it begins.")


@transaction.atomic
def name_road_event(
    *,
    kind: str,
    name: str,
    places: Sequence[str] = (),
    lanes: Sequence[tuple[str, str]] = (),
    begins_at: datetime,
    until: datetime | None = None,
    note: str = "",
    branch: Branch | None = None,
    by: Actor,
    at: datetime,
) -> RoadEvent:
    """Write it down and find what it touches. Each shipment has its exception; the cause is one."""
    if not name.strip():
        raise NothingNamed(field="name")
    if not places and not lanes:
        raise NowhereNamed(field="places")
    if until is not None and until <= begins_at:
        raise EndsBeforeItBegins(field="until")
    event = RoadEvent.objects.create(
        number=next_number("road_event", at=at),
        kind=kind,
        name=name.strip(),
        places=list(places),
        lanes=[list(lane) for lane in lanes],
        begins_at=begins_at,
        until=until,
        note=note,
        branch_id=branch.pk if branch else _own_branch(by),
        by_id=by.person_id,
    )
    touched = find_touched(event=event, by=by, at=at) if begins_at <= at else 0
    emit(RoadEventNamed(subject=Subject.of(event), occurred_at=at, shipments=touched), by=by)
    return event


def _own_branch(by: Actor) -> int | None:
    """None is the whole company; who works for a branch alone names it there, or could not see it again."""
    scopes = list(by.scopes_of("transport.plan"))
    return by.branch_id if scopes and all(scope.kind == "branch" for scope in scopes) else None


@transaction.atomic
def end_road_event(*, event: RoadEvent, by: Actor, at: datetime) -> RoadEvent:
    """Over: so are the exceptions that came of it."""
    event = RoadEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    event.end(at=at)
    event.save(update_fields=["ended_at"])
    rows = ShipmentException.objects.filter(cause_key=event.cause_key, over_at=None)
    ended = end_all(rows, by=by, at=at)
    emit(RoadEventOver(subject=Subject.of(event), occurred_at=at, shipments=ended), by=by)
    return event


def see_road_events(*, by: Actor, at: datetime) -> int:
    """What came into a running event since, and events whose expected end has passed."""
    for event in RoadEvent.objects.running(at).filter(until__lte=at):
        end_road_event(event=event, by=by, at=at)
    return sum(find_touched(event=event, by=by, at=at) for event in RoadEvent.objects.running(at))


def find_touched(*, event: RoadEvent, by: Actor, at: datetime) -> int:
    """Shipments that the event touches and that do not suffer from this kind of exception already."""
    same = ShipmentException.objects.filter(shipment=OuterRef("pk"), kind=event.kind)
    seen = same.filter(over_at=None) | same.filter(cause_key=event.cause_key)
    rows = Shipment.objects.filter(event.touches(), state__in=OPEN).exclude(Exists(seen)).order_by("pk")
    total = 0
    while batch := list(rows[:BATCH]):
        _see(event, batch, by=by, at=at)
        total += len(batch)
    return total


@transaction.atomic
def _see(event: RoadEvent, shipments: Sequence[Shipment], *, by: Actor, at: datetime) -> None:
    rows = [
        ShipmentException(shipment=shipment, kind=event.kind, cause_key=event.cause_key, seen_at=at)
        for shipment in shipments
    ]
    ShipmentException.objects.bulk_create(rows)
    facts = [
        told(
            ExceptionSeen,
            row.shipment,
            at=at,
            exception_id=row.pk,
            kind=event.kind,
            cause_key=event.cause_key,
            reason=event.kind,
            place=event.name,
        )
        for row in rows
    ]
    emit_many(facts, by=by)
