"""The story of a record: what later rooms tell of it, so that it leads with what was done for it.

A room hangs a strand on a kind of record: the events it tells there, and the records they are about. All
strands are read in one statement, each only from its newest records, however long the history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet

from kept.kernel.actor import Actor
from kept.kernel.events import Event
from kept.kernel.models import EventRecord
from kept.kernel.prepared import ANY_KEY, Prepared

from .timelines import Line, told

Rows = Callable[[Actor, Any], "QuerySet[Any]"]
NEWEST = 20
"""So many records of each strand are looked at, the newest first."""
MOST = 60


@dataclass(frozen=True)
class Strand:
    """Events told on the page of a record, and a reading of the records whose events they are."""

    type: str
    names: tuple[str, ...]
    permission: str
    rows: Rows


STRANDS: list[Strand] = []


def strand(type_name: str, *events: type[Event], permission: str) -> Callable[[Rows], Rows]:
    """Tell events of `rows(actor, record)`, newest row first, in the story of a record of this type.

    The reading is put into words once for all records: of the record it knows the key, and no moment.
    """

    def hang(rows: Rows) -> Rows:
        names = tuple(kind.name for kind in events)
        STRANDS.append(Strand(type_name, names, permission, rows))
        return rows

    return hang


def story_of(type_name: str, record: Model, actor: Actor) -> list[Line]:
    """What this actor may know of the record's story, newest first; at most two statements."""
    asked = _asked(type_name, actor)
    if asked is None:
        return []
    rows: Any = EventRecord.objects.raw(asked.sql, asked.values_for(key=record.pk), translations=_fields())
    return told(rows)


@lru_cache(maxsize=1000)
def _asked(type_name: str, actor: Actor) -> Prepared | None:
    """The statement for any record of a type: to find its words takes longer than to answer it."""
    anyone = apps.get_model(type_name)(pk=ANY_KEY)
    told_here = [one for one in STRANDS if one.type == type_name and actor.may(one.permission)]
    if not told_here:
        return None
    first, *others = [_events(one, one.rows(actor, anyone)) for one in told_here]
    newest = first.union(*others, all=True).order_by("-occurred_at", "-id")[:MOST]
    try:
        return Prepared.of(lambda _moment: newest)
    except EmptyResultSet:  # nothing of it is within this actor's reach
        return None


@cache
def _fields() -> dict[str, str]:
    """A union names its columns by their places."""
    fields = EventRecord._meta.concrete_fields
    return {f"col{place}": str(field.attname) for place, field in enumerate(fields, start=1)}


def _events(one: Strand, rows: QuerySet[Any]) -> QuerySet[EventRecord]:
    """Of the newest records. What is a reading of events already is taken as it is."""
    if rows.model is EventRecord:
        return rows.filter(name__in=one.names).order_by()
    newest = rows.values("pk")[:NEWEST]
    about = rows.model._meta.label_lower
    return EventRecord.objects.filter(subject_type=about, subject_id__in=newest, name__in=one.names)
