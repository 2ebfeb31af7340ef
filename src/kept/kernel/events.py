"""Facts: what happened, frozen, told in the same transaction as the act.

`@on` handlers run inside the act and may refuse it. `@after` handlers run from the outbox, at least once.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models

from .actor import Actor

if TYPE_CHECKING:
    from .models import EventRecord


PLAIN = (int, str, bool, type(None))
"""What stands in an event as it is."""


@dataclass(frozen=True)
class Subject:
    """What something is about: a type ('orders.order'), an id and a number that people know."""

    type: str
    id: int
    number: str = ""

    @classmethod
    def of(cls, record: models.Model) -> Subject:
        return cls(record._meta.label_lower, record.pk, str(getattr(record, "number", "") or ""))


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all facts. Fields of subclasses are ids and plain values, never personal data."""

    name: ClassVar[str] = ""
    version: ClassVar[int] = 1
    title: ClassVar[Any] = ""

    subject: Subject
    occurred_at: datetime

    def data(self) -> dict[str, Any]:
        kind: Any = type(self)  # hashable, as every class is
        return {
            name: value if type(value := getattr(self, name)) in PLAIN else _plain(value)
            for name in _own_fields(kind)
        }

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        """What a timeline says below the title, from an event's data; nothing by default."""
        return ""

    @classmethod
    def told_to(cls, data: Mapping[str, Any], *, person_id: int, by: str) -> Any:
        """What a notice says to this person; `by` is who did it, empty for the house itself."""
        return cls.title


@cache
def _own_fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(sorted({field.name for field in dataclasses.fields(kind)} - {"subject", "occurred_at"}))


E = TypeVar("E", bound=type[Event])
Inside = Callable[[Any, Actor], None]
InsideTogether = Callable[[Any, Actor], None]
After = Callable[["EventRecord"], None]

EVENTS: dict[str, type[Event]] = {}
INSIDE: dict[str, list[Inside]] = defaultdict(list)
INSIDE_TOGETHER: dict[str, list[InsideTogether]] = defaultdict(list)
AFTER: dict[str, list[str]] = defaultdict(list)
AFTER_HANDLERS: dict[str, After] = {}
AFTER_WHEN: dict[str, Callable[[Any], bool]] = {}


def event(name: str, *, version: int = 1) -> Callable[[E], E]:
    """Name an event class; the name is what stands in the log for ever."""

    def register(cls: E) -> E:
        cls.name, cls.version = name, version
        EVENTS[name] = cls
        return cls

    return register


def on(*kinds: type[Event]) -> Callable[[Inside], Inside]:
    """Answer an event inside its transaction: `handler(event, by)`."""

    def register(handler: Inside) -> Inside:
        for kind in kinds:
            if handler not in INSIDE[kind.name]:
                INSIDE[kind.name].append(handler)
        return handler

    return register


def on_together(*kinds: type[Event]) -> Callable[[InsideTogether], InsideTogether]:
    """Answer all events of one kind that one act tells, at once: `handler(events, by)`."""

    def register(handler: InsideTogether) -> InsideTogether:
        for kind in kinds:
            if handler not in INSIDE_TOGETHER[kind.name]:
                INSIDE_TOGETHER[kind.name].append(handler)
        return handler

    return register


def after(*kinds: type[Event], when: Callable[[Any], bool] | None = None) -> Callable[[After], After]:
    """Answer an event once it is durable: `handler(record)`, at least once, so make it idempotent.

    `when` says of an event whether there will be anything to do, so that no job is written for nothing.
    """

    def register(handler: After) -> After:
        key = f"{handler.__module__}.{handler.__qualname__}"
        AFTER_HANDLERS[key] = handler
        if when:
            AFTER_WHEN[key] = when
        for kind in kinds:
            if key not in AFTER[kind.name]:
                AFTER[kind.name].append(key)
        return handler

    return register


def handlers_after(event: Event) -> list[str]:
    """Who wants to hear of this event once it is durable."""
    listed = AFTER.get(event.name, ())
    return [key for key in listed if key not in AFTER_WHEN or AFTER_WHEN[key](event)]


def emit(event: Event, *, by: Actor) -> None:
    """Write the event and its deliveries in the current transaction, then ask the inside handlers."""
    emit_many([event], by=by)


def emit_many(events: Iterable[Event], *, by: Actor) -> None:
    """`emit` for many at once: one statement for the rows, one for all deliveries."""
    from .outbox import write

    told = list(events)
    if not told:
        return
    write(told, by=by)
    for fact in told:
        for handler in INSIDE.get(fact.name, ()):
            handler(fact, by)
    for name in dict.fromkeys(fact.name for fact in told):
        for handler in INSIDE_TOGETHER.get(name, ()):
            handler([fact for fact in told if fact.name == name], by)


def _plain(value: Any) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Subject):
        return {"type": value.type, "id": value.id, "number": value.number}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
