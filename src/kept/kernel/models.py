"""Rows that every room stands on."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import events
from .actor import Actor


def time_ordered_uid() -> uuid.UUID:
    """A random id that begins with its moment (RFC 9562, version 7), so that an index grows at its end."""
    random = int.from_bytes(os.urandom(10), "big")
    moment = time.time_ns() // 1_000_000
    high = moment << 16 | 0x7000 | random >> 68
    return uuid.UUID(int=high << 64 | 0x8 << 60 | random & (1 << 60) - 1)


class EventRecord(models.Model):
    """One fact. Append-only; nothing points here by foreign key, so months can become partitions."""

    uid = models.UUIDField(default=time_ordered_uid)
    month = models.DateField()
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("event")
        constraints = (models.UniqueConstraint(fields=("uid", "month"), name="an_event_is_told_once"),)
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "occurred_at"), name="event_by_subject"),
        )

    TOLD: ClassVar = (
        *("uid", "month", "name", "version", "subject_type", "subject_id", "subject_number", "data"),
        *("occurred_at", "recorded_at", "actor_kind", "actor_id", "actor_name"),
    )

    @staticmethod
    def values_of(
        event: events.Event, uid: uuid.UUID, *, by: Actor, recorded_at: datetime, month: date
    ) -> tuple[Any, ...]:
        """What is kept of an event, in the order of `TOLD`."""
        subject = event.subject
        about = (subject.type, subject.id, subject.number)
        actor = (by.kind, by.person_id, by.name if by.kind == "system" else "")
        when = (event.occurred_at, recorded_at)
        return (uid, month, event.name, event.version, *about, event.data(), *when, *actor)

    @property
    def title(self) -> Any:
        kind = events.EVENTS.get(self.name)
        return (kind and kind.title) or self.name

    @property
    def detail(self) -> str:
        kind = events.EVENTS.get(self.name)
        return kind.detail(self.data) if kind else ""

    def told_to(self, person_id: int, *, by: str) -> Any:
        """Its title in a notice to this person."""
        kind = events.EVENTS.get(self.name)
        return kind.told_to(self.data, person_id=person_id, by=by) if kind else self.name


class Delivery(models.Model):
    """An event on its way to one handler."""

    event = models.UUIDField()
    month = models.DateField()
    handler = models.CharField(max_length=160)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("event delivery")
        indexes = (
            models.Index(
                fields=("next_at",), name="delivery_waiting", condition=models.Q(done_at=None, failed_at=None)
            ),
        )

    def failed(self, *, at: datetime, why: str, waits: Sequence[timedelta]) -> None:
        self.why = why
        if self.attempts >= len(waits):
            self.give_up(at=at, why=why)
            return
        self.next_at = at + waits[self.attempts]
        self.attempts += 1

    def give_up(self, *, at: datetime, why: str) -> None:
        self.failed_at, self.why = at, why


class NumberSeries(models.Model):
    """How the numbers of one kind of record look."""

    name = models.CharField(max_length=40, unique=True)
    format = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("number series")


class NumberCounter(models.Model):
    """The last number of a series in one period. Each period counts alone, whichever is asked first."""

    series = models.ForeignKey(NumberSeries, models.CASCADE, related_name="counters")
    period = models.CharField(max_length=40)
    last = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("number counter")
        constraints = (models.UniqueConstraint(fields=("series", "period"), name="a_period_is_counted_once"),)


class RuleValue(models.Model):
    """A rule number as a manager set it, from a moment on. Rows are added, never changed."""

    key = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=18, decimal_places=6)
    valid_from = models.DateTimeField()
    set_by = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule number")
        indexes = (models.Index(fields=("key", "-valid_from"), name="rule_in_force"),)


class SearchToken(models.Model):
    """A word by which a record is found."""

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    token = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search token")
        indexes = (
            models.Index(fields=("kind", "record_id"), name="token_by_record"),
            models.Index(
                fields=("kind", "token"), name="token_by_kind", opclasses=("varchar_pattern_ops",) * 2
            ),
        )


class SavedView(models.Model):
    """A list as somebody wants it: a name for filters, order and columns."""

    person_id = models.BigIntegerField()
    team_id = models.BigIntegerField(null=True, blank=True)
    shared = models.BooleanField(default=False)
    table = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("saved view")
        constraints = (
            models.UniqueConstraint(fields=("person_id", "table", "name"), name="a_person_names_a_view_once"),
        )


class ClockTask(models.Model):
    """When a periodic task last ran."""

    name = models.CharField(max_length=160, unique=True)
    ran_at = models.DateTimeField()

    class Meta:
        verbose_name = _("clock task")


class Ping(models.Model):
    """Somebody's page should look again. Kept for an hour; carries no content, see `kernel.live`."""

    place = models.BigIntegerField(primary_key=True)
    topic = models.CharField(max_length=40)
    permission = models.CharField(max_length=40, blank=True)
    branch_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=32, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("ping")
