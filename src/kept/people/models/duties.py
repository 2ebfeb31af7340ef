"""Who is on duty when, and who is away with whom in their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.words import say

from ..enums import AbsenceKind
from .persons import Person, Team

Break = Sequence[str]
"""A break as two wall times, e.g. ["12:00", "13:00"]."""


class ShiftPattern(models.Model):
    """The hours of a shift as the wall clock of its zone shows them; one that ends before it begins
    ends on the next day."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    words = models.JSONField(_("name"), default=dict)
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    breaks = models.JSONField(_("breaks"), default=list, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["ShiftPattern"].as_manager()

    class Meta:
        verbose_name = _("shift")
        ordering = ("begins", "code")

    def __str__(self) -> str:
        return say(self.words) or self.code

    @property
    def hours(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


class DutyQuerySet(Permitted["Duty"]):
    def at(self, moment: datetime) -> Self:
        """Those that run at a moment, breaks not looked at."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def in_days(self, first: date, days: int) -> Self:
        return self.filter(day__gte=first, day__lt=first + timedelta(days=days))


class Duty(models.Model):
    """One person's shift of one day. Wall times are kept beside the moments that they meant."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="duties")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="duties")
    pattern = models.ForeignKey(ShiftPattern, models.SET_NULL, null=True, blank=True, related_name="duties")
    day = models.DateField(_("day"))
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    breaks = models.JSONField(_("breaks"), default=list, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    ending_told_at = models.DateTimeField(null=True, editable=False)

    SCOPES: ClassVar = {"branch": ("person__branch", "team__branch"), "team": ("team",)}
    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        ordering = ("day", "begins", "person")
        indexes = (models.Index(fields=("starts_at", "ends_at"), name="duty_by_moment"),)
        constraints = (
            models.UniqueConstraint(fields=("person", "day", "begins"), name="a_person_begins_a_shift_once"),
            models.CheckConstraint(
                name="a_duty_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.day} {self.hours}"

    @classmethod
    def of(cls, pattern: ShiftPattern, *, person: Person, day: date, team: Team | None = None) -> Duty:
        """A shift by its pattern, not yet saved."""
        hours = {name: getattr(pattern, name) for name in ("begins", "ends", "breaks", "zone")}
        duty = cls(person=person, day=day, team=team, pattern=pattern, **hours)
        duty.place()
        return duty

    @property
    def hours(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    def place(self) -> None:
        """Fix the moments that the wall times mean on this day in this zone, over changes of the clock."""
        self.starts_at = self._moment(self.begins)
        self.ends_at = self._moment(self.ends, later_than=self.begins)

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def work(self) -> list[tuple[datetime, datetime]]:
        """The stretches between its breaks."""
        found, start = [], self.starts_at
        for begins, ends in sorted(self.pauses()):
            if begins > start:
                found.append((start, begins))
            start = max(start, ends)
        return [*found, (start, self.ends_at)] if start < self.ends_at else found

    def is_working(self, moment: datetime) -> bool:
        """On duty and not at a break."""
        if not self.starts_at <= moment < self.ends_at:
            return False
        return not any(start <= moment < end for start, end in self.pauses())

    def pauses(self) -> list[tuple[datetime, datetime]]:
        found = []
        for first, last in self.breaks:
            begins, ends = time.fromisoformat(first), time.fromisoformat(last)
            start = self._moment(begins, later_than=self.begins)
            end = self._moment(ends, later_than=self.begins)
            found.append((start, end))
        return found

    def _moment(self, wall: time, *, later_than: time | None = None) -> datetime:
        """A wall time of this shift; at or before its beginning it belongs to the next day."""
        next_day = later_than is not None and wall <= later_than
        day = self.day + timedelta(days=int(next_day))
        return datetime.combine(day, wall, ZoneInfo(self.zone)).astimezone(ZoneInfo("UTC"))


class AbsenceQuerySet(Permitted["Absence"]):
    def at(self, moment: datetime) -> Self:
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)


class Absence(models.Model):
    """Somebody is away for a time; a deputy may stand in."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AbsenceKind, default=AbsenceKind.LEAVE)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ("person__branch",), "team": ("person__teams",)}
    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        ordering = ("starts_at", "id")
        indexes = (models.Index(fields=("starts_at", "ends_at"), name="absence_by_moment"),)
        constraints = (
            models.CheckConstraint(
                name="an_absence_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="nobody_deputises_for_themselves",
                condition=Q(deputy=None) | ~Q(deputy=F("person")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"
