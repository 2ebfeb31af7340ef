"""What happened to a record, as one stream, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from django.utils.translation import pgettext

from kept.kernel.events import Subject
from kept.kernel.models import EventRecord

from .marks import EVENT, Mark, marks_of

LATE = timedelta(minutes=30)
NOBODY = Subject("", 0)


@dataclass(frozen=True)
class Line:
    """One event as a reader sees it."""

    title: Any
    detail: str
    at: datetime
    by: str
    number: str
    room: str
    name: str
    late: bool
    foreign: bool
    address: str = ""
    mark: Mark | None = None


def told(rows: Iterable[EventRecord]) -> list[Line]:
    """Events of many records as lines, each leading to its record; one statement for who did them."""
    found = list(rows)
    names = _names({row.actor_id for row in found if row.actor_id and not row.actor_name})
    return [replace(_line(row, names, NOBODY), address=_address(row)) for row in found]


def lines_of(subjects: Any, *, limit: int = 60) -> list[Line]:
    """The events of one or several records or subjects, with who did them; at most two statements."""
    about = list(_subjects(subjects))
    wanted = Q(pk__in=[])
    for subject in about:
        wanted |= Q(subject_type=subject.type, subject_id=subject.id)
    rows = list(EventRecord.objects.filter(wanted).order_by("-occurred_at", "-pk")[:limit])
    names = _names({row.actor_id for row in rows if row.actor_id and not row.actor_name})
    marks = marks_of(EVENT, rows)
    return [replace(_line(row, names, about[0]), mark=marks.get(row.pk)) for row in rows]


def rooms_of(lines: Iterable[Line]) -> list[tuple[str, Any]]:
    """The rooms that speak in a stream, for choosing among them."""
    spoken = {line.room for line in lines}
    return [(a.label, a.verbose_name) for a in apps.get_app_configs() if a.label in spoken]


def _line(row: EventRecord, names: dict[int, str], main: Subject) -> Line:
    return Line(
        title=row.title,
        detail=row.detail,
        at=row.occurred_at,
        by=_by(row, names),
        number=row.subject_number,
        room=row.name.split(".")[0],
        name=row.name,
        late=row.recorded_at - row.occurred_at > LATE,
        foreign=(row.subject_type, row.subject_id) != (main.type, main.id) and bool(row.subject_number),
    )


def _address(row: EventRecord) -> str:
    """Where the record of an event lies: pages are addressed by number or id, so no row is fetched."""
    try:
        model = apps.get_model(row.subject_type)
    except LookupError:
        return ""
    named = {field.name for field in model._meta.concrete_fields}
    known: Any = model(pk=row.subject_id, **({"number": row.subject_number} if "number" in named else {}))
    return str(known.get_absolute_url()) if hasattr(known, "get_absolute_url") else ""


def _by(row: EventRecord, names: dict[int, str]) -> str:
    if row.actor_name:
        return pgettext("who acts", row.actor_name)
    return names.get(row.actor_id or 0, "")


def _names(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    people = get_user_model()._default_manager.filter(pk__in=ids)
    return {person.pk: str(person) for person in people}


def _subjects(given: Any) -> Iterable[Subject]:
    if isinstance(given, (Subject, Model)):
        given = [given]
    return [item if isinstance(item, Subject) else Subject.of(item) for item in given or ()]
