"""The promise, its clock, and the policies that say what is promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.access import ALL, Permitted
from kept.kernel.addresses import address_of
from kept.kernel.choices import Labelled
from kept.kernel.errors import Refused
from kept.kernel.money import Money
from kept.kernel.words import say
from kept.methods.clock import (
    WorkingCalendar,
    add_working_time,
    is_provisional,
    take_working_time,
    working_time_between,
)
from kept.parties.enums import Segment
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person, Team

from .enums import Cause, LiableTier, LimitKind, PauseReason, PromiseState, Term, TermState
from .kinds import KINDS, PromiseKind, passing_kinds
from .rules import limit_words

TERM_FIELDS = tuple((term, f"{term}_state") for term in Term)
OPEN_STATES = (PromiseState.RUNNING, PromiseState.PAUSED)
BREAKS_AT = Case(
    When(~Q(kind__in=passing_kinds()), met_at=None, state__in=("running", "paused", "broken"), then="due_at")
)
"""When a promise that is still to be kept breaks, or broke; none for what is settled or past."""


class ServiceCalendar(models.Model):
    """When service time runs: 24×7, or working hours with breaks and holidays."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    words = models.JSONField(_("name"), default=dict)

    SCOPES: ClassVar = {"branch": ALL}
    objects = Permitted["ServiceCalendar"].as_manager()

    class Meta:
        verbose_name = _("service calendar")
        ordering = ("code",)

    def __str__(self) -> str:
        return say(self.words) or self.code


class CalendarVersion(models.Model):
    """A calendar as it stood when promises were made on it. Never changed."""

    calendar = models.ForeignKey(ServiceCalendar, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar version")
        constraints = (
            models.UniqueConstraint(fields=("calendar", "number"), name="a_calendar_counts_its_versions"),
        )

    @property
    def working(self) -> WorkingCalendar:
        if not hasattr(self, "_working"):
            self._working = WorkingCalendar.from_data(self.data)
        return self._working


class Policy(models.Model):
    """What is promised to whom. All keys that are filled must match; the most specific policy wins."""

    kind = models.CharField(_("promise"), max_length=30)
    name = models.CharField(_("name"), max_length=120, blank=True)
    for_contract = models.BooleanField(_("only by contract line"), default=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, verbose_name=_("customer"))
    lane_origin = models.CharField(_("origin of the lane"), max_length=60, blank=True)
    lane_destination = models.CharField(_("destination of the lane"), max_length=60, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, verbose_name=_("service"))
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    scope_key = models.CharField(max_length=255, unique=True, editable=False)

    SCOPES: ClassVar = {"branch": ALL}
    objects = Permitted["Policy"].as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ("kind", "id")

    def __str__(self) -> str:
        return f"{self.kind_words} · {self.scope_words}"

    def get_absolute_url(self) -> str:
        return reverse("promises:policy", args=[self.pk])

    def key(self) -> str:
        """One text for equal scopes, so that the database refuses a second policy of the same scope."""
        lane = f"{self.lane_origin}>{self.lane_destination}"
        own = f"#{self.name}" if self.for_contract else ""
        return f"{self.kind}|{self.customer_id or ''}|{lane}|{self.service_id or ''}|{self.segment}{own}"

    @property
    def kind_words(self) -> str:
        kind = KINDS.get(self.kind)
        return str(kind.words) if kind else self.kind

    @property
    def scope_words(self) -> str:
        lane = f"{self.lane_origin or '*'} → {self.lane_destination or '*'}"
        parts = [
            self.name if self.for_contract else "",
            str(self.customer or ""),
            lane if self.lane_origin or self.lane_destination else "",
            str(self.service or ""),
            self.get_segment_display() if self.segment else "",
        ]
        return " · ".join(filter(None, parts)) or str(_("default"))

    def version_at(self, at: datetime) -> PolicyVersion | None:
        """Of the versions already loaded, newest first, the one in force."""
        return next((v for v in self.versions.all() if v.valid_from <= at), None)


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def in_force(self, at: datetime) -> PolicyVersionQuerySet:
        return self.filter(valid_from__lte=at).filter(Q(valid_until=None) | Q(valid_until__gt=at))


class PolicyVersion(models.Model):
    """The numbers of a policy for a time. A new version never touches running promises."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    limit_kind = models.CharField(
        _("limit"), max_length=20, choices=LimitKind, default=LimitKind.WORKING_TIME
    )
    limit = models.DurationField(_("time allowed"), null=True, blank=True)
    calendar = models.ForeignKey(ServiceCalendar, models.PROTECT, verbose_name=_("calendar"))
    warn_share = models.DecimalField(
        _("warn at share of time"), max_digits=4, decimal_places=3, default="0.8"
    )
    warn_roles = models.JSONField(_("warn whom"), default=list, blank=True)
    price = models.BigIntegerField(_("agreed consequence"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    why = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy version")
        ordering = ("policy", "-number")
        constraints = (
            models.UniqueConstraint(fields=("policy", "number"), name="a_policy_counts_its_versions"),
            models.CheckConstraint(
                name="a_policy_version_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="working_time_needs_a_limit",
                condition=~Q(limit_kind="working_time") | Q(limit__isnull=False),
            ),
            models.CheckConstraint(
                name="a_warning_comes_within_the_time", condition=Q(warn_share__gt=0, warn_share__lte=1)
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"

    @property
    def limit_words(self) -> str:
        """The time allowed, or what decides the moment instead."""
        if self.limit is None:
            return str(self.get_limit_kind_display())
        return limit_words(self.limit)

    @property
    def is_as_installed(self) -> bool:
        """The version that came with Kept: nobody made it, and it holds for all of the past."""
        return self.number == 1 and self.made_by_id is None


class NotRunning(Refused):
    default = _("This promise is no longer running.")


class PauseNotAllowed(Refused):
    default = _("This promise cannot be paused for that reason.")


class AlreadyDue(Refused):
    default = _("The promise is already due; its clock cannot be paused or moved.")


class PromiseQuerySet(Permitted["Promise"]):
    def about(self, record: models.Model) -> PromiseQuerySet:
        return self.filter(subject_type=record._meta.label_lower, subject_id=record.pk)

    def of_kind(self, *kinds: str) -> PromiseQuerySet:
        return self.filter(kind__in=kinds)

    def unfinished(self) -> PromiseQuerySet:
        """Running or paused, and not yet met."""
        return self.filter(state__in=OPEN_STATES, met_at=None)

    def owed(self, *, broken_since: datetime) -> PromiseQuerySet:
        """Still to be done: running or paused, or broken not long ago and never met."""
        broken = Q(state=PromiseState.BROKEN, broken_at__gte=broken_since)
        rows = self.filter(Q(state__in=OPEN_STATES) | broken, met_at=None)
        return rows.exclude(kind__in=passing_kinds())

    def running(self) -> PromiseQuerySet:
        return self.filter(state=PromiseState.RUNNING, met_at=None)

    def due(self) -> PromiseQuerySet:
        """What has a moment by which it is, or was, to be done: running, or broken and still not met."""
        rows = self.filter(state__in=(PromiseState.RUNNING, PromiseState.BROKEN), met_at=None)
        return rows.exclude(kind__in=passing_kinds())

    def soon(self, at: datetime) -> PromiseQuerySet:
        """Running, warned of and not due yet."""
        return self.running().filter(warn_at__lte=at, due_at__gte=at)

    def broken(self, at: datetime) -> PromiseQuerySet:
        """Broken by record, or by the clock that nobody has read yet."""
        return self.filter(
            Q(state=PromiseState.BROKEN) | Q(state=PromiseState.RUNNING, met_at=None, due_at__lt=at)
        )

    def soonest(self) -> PromiseQuerySet:
        return self.order_by("due_at", "id")

    def with_breaks(self) -> PromiseQuerySet:
        """With `breaks_at`, by which a list puts what is still to be kept before what is settled."""
        return self.annotate(breaks_at=BREAKS_AT)


class Promise(Labelled, models.Model):
    """What we owe somebody by a moment, with its clock, price and result."""

    kind = models.CharField(_("promise"), max_length=30)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="promises", db_index=False
    )
    provider = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="promises", db_index=False
    )
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="promises")
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="promises", db_index=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="promises", db_index=False
    )
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(max_length=60, blank=True)

    policy_version = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    calendar_version = models.ForeignKey(
        CalendarVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    candidates = models.JSONField(default=list)

    state = models.CharField(_("state"), max_length=10, choices=PromiseState, default=PromiseState.RUNNING)
    started_at = models.DateTimeField()
    due_from = models.DateTimeField(null=True)
    original_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    is_day = models.BooleanField(default=False)
    is_provisional = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=20, choices=PauseReason, blank=True)
    left_when_paused = models.DurationField(null=True)
    met_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    is_late_evidence = models.BooleanField(default=False)

    time_state = models.CharField(max_length=8, choices=TermState, blank=True)
    quantity_state = models.CharField(max_length=8, choices=TermState, blank=True)
    quality_state = models.CharField(max_length=8, choices=TermState, blank=True)
    documents_state = models.CharField(max_length=8, choices=TermState, blank=True)

    cause = models.CharField(_("cause"), max_length=20, choices=Cause, blank=True)
    liable_tier = models.CharField(_("liable"), max_length=20, choices=LiableTier, blank=True)
    cause_note = models.CharField(_("note"), max_length=200, blank=True)
    is_excused = models.BooleanField(_("excused by contract"), default=False)
    price = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="CNY")

    SCOPES: ClassVar = {
        "branch": ("branch",),
        "team": ("team",),
        "customer": ("customer",),
        "partner": ("provider",),
    }
    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        indexes = (
            models.Index(fields=("subject_type", "subject_id"), name="promise_by_subject"),
            models.Index(fields=("due_at", "id"), name="promise_by_due"),
            models.Index(BREAKS_AT, F("due_at").desc(), F("id").desc(), name="promise_by_breaking"),
            models.Index(
                fields=("due_at", "id"),
                name="promise_due",
                condition=Q(state__in=("running", "paused", "broken"), met_at=None),
            ),
            models.Index(
                fields=("person", "due_at"),
                name="promise_due_of_person",
                condition=Q(state="running", met_at=None),
            ),
            models.Index(
                fields=("warn_at",), name="promise_to_warn", condition=Q(state="running", warned_at=None)
            ),
            models.Index(fields=("customer", "-due_at"), name="promise_by_customer"),
            models.Index(fields=("state", "broken_at"), name="promise_broken_on"),
            models.Index(fields=("started_at",), name="promise_by_start"),
            models.Index(
                fields=("provider",), name="promise_by_provider", condition=Q(provider__isnull=False)
            ),
            models.Index(fields=("team",), name="promise_by_team", condition=Q(team__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(
                name="a_paused_promise_knows_its_time_left",
                condition=~Q(state="paused") | Q(paused_at__isnull=False, left_when_paused__isnull=False),
            ),
            models.CheckConstraint(
                name="a_broken_promise_has_a_moment",
                condition=~Q(state="broken") | Q(broken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_kept_promise_was_met", condition=~Q(state="kept") | Q(met_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind_words} {self.subject_number}".strip()

    def get_absolute_url(self) -> str:
        return address_of("promises:promise", self.pk)

    # What it says

    @property
    def declared(self) -> PromiseKind | None:
        return KINDS.get(self.kind)

    @property
    def kind_words(self) -> str:
        return str(self.declared.words) if self.declared else self.kind

    @property
    def cause_words(self) -> str:
        return str(self.get_cause_display()) if self.cause else ""

    @property
    def zone(self) -> tzinfo | None:
        """Promises are shown in their own zone."""
        return ZoneInfo(self.calendar_version.data["zone"]) if self.calendar_version else None

    @property
    def day_length(self) -> timedelta:
        """How much service time makes a day on this calendar."""
        if self.calendar is None or self.calendar.is_always:
            return timedelta(days=1)
        longest = max(sum(end - start for start, end in spans) for spans in self.calendar.week.values())
        return timedelta(minutes=longest or 1440)

    @property
    def consequence(self) -> Money | None:
        return None if self.price is None else Money(self.price, self.currency)

    @property
    def calendar(self) -> WorkingCalendar | None:
        return self.calendar_version.working if self.calendar_version else None

    def terms(self) -> dict[Term, str]:
        """State of each promised term."""
        states = {term: getattr(self, field) for term, field in TERM_FIELDS}
        return {term: state for term, state in states.items() if state != TermState.NOT_PROMISED}

    @property
    def is_past(self) -> bool:
        """Broken, and nothing can be done about it any more."""
        passes = self.declared is not None and self.declared.passes
        return passes and self.state == PromiseState.BROKEN and self.met_at is None

    def is_overdue(self, at: datetime) -> bool:
        return self.state == PromiseState.RUNNING and self.met_at is None and self.due_at < at

    def state_at(self, at: datetime) -> str:
        """The verdict, whether or not the worker has read the clock yet."""
        return PromiseState.BROKEN if self.is_overdue(at) else self.state

    def working_left(self, at: datetime) -> timedelta:
        """Working time until due, negative when late; what was frozen while paused."""
        if self.state == PromiseState.PAUSED and self.left_when_paused is not None:
            return self.left_when_paused
        return self.worked(at, self.due_at)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Service time between two moments on this promise's calendar; negative when they run backwards."""
        if self.calendar is None:
            return end - start
        if end < start:
            return -working_time_between(self.calendar, end, start)
        return working_time_between(self.calendar, start, end)

    def used_up(self, share: Decimal) -> datetime:
        """When this share of the service time allowed is used up; the time of pauses does not count."""
        rest = self.worked(self.started_at, self.original_due_at) * float(1 - share)
        return (
            self.due_at - rest
            if self.calendar is None
            else take_working_time(self.calendar, self.due_at, rest)
        )

    def overdue_for(self, late: timedelta) -> datetime:
        """When it is overdue for so much service time."""
        return (
            self.due_at + late
            if self.calendar is None
            else add_working_time(self.calendar, self.due_at, late)
        )

    @property
    def lateness(self) -> timedelta | None:
        """How much service time after the due moment it was met; None while unmet or in time."""
        if self.met_at is None or self.met_at <= self.due_at:
            return None
        return self.worked(self.due_at, self.met_at)

    # What may happen to it

    def pause(self, *, reason: str, at: datetime) -> None:
        if self.state != PromiseState.RUNNING or self.met_at:
            raise NotRunning
        if at > self.due_at:
            raise AlreadyDue
        if self.declared and reason not in self.declared.pauses:
            raise PauseNotAllowed(field="reason")
        self.left_when_paused = self.worked(at, self.due_at)
        self.state, self.paused_at, self.pause_reason = PromiseState.PAUSED, at, reason

    def resume(self, *, at: datetime) -> None:
        if self.state != PromiseState.PAUSED or self.left_when_paused is None:
            raise NotRunning
        self._run_for(self.left_when_paused, since=at)
        self.state, self.paused_at, self.pause_reason, self.left_when_paused = (
            PromiseState.RUNNING,
            None,
            "",
            None,
        )

    def amend(self, *, due_at: datetime, due_from: datetime | None = None, at: datetime) -> None:
        """The customer wants it at another moment. The original moment stays known."""
        if self.state not in OPEN_STATES or self.met_at:
            raise NotRunning
        if at > self.due_at and self.state == PromiseState.RUNNING:
            raise AlreadyDue
        share = self.policy_version.warn_share if self.policy_version else None
        self.due_at, self.due_from = due_at, due_from
        self._mark_provisional()
        self.warn_at = self._warn_moment(self.started_at, float(share or 0.8))
        self.warned_at = None

    def reopen(self, *, at: datetime) -> None:
        """Run again with the time that was left when it was kept."""
        if self.state != PromiseState.KEPT or not (self.declared and self.declared.reopens):
            raise NotRunning
        assert self.met_at is not None
        self._run_for(max(self.worked(self.met_at, self.due_at), timedelta()), since=at)
        self.state, self.met_at, self.time_state = PromiseState.RUNNING, None, TermState.OPEN

    def settle(self, *, met_at: datetime | None, terms: Mapping[str, str] | None = None) -> None:
        """Judge it by what happened: `met_at` stops the clock, `terms` are verdicts on the other terms."""
        if self.state in (PromiseState.WAIVED, PromiseState.CANCELLED):
            raise NotRunning
        if self.state == PromiseState.PAUSED and met_at is not None:
            self.resume(at=met_at)
        if met_at is not None:
            self.met_at = met_at
        if met_at is not None and self.time_state != TermState.NOT_PROMISED:
            self.time_state = TermState.KEPT if met_at <= self.due_at else TermState.BROKEN
        for term, state in (terms or {}).items():
            if getattr(self, f"{term}_state") != TermState.NOT_PROMISED:
                setattr(self, f"{term}_state", state)
        self._judge()

    def _judge(self) -> None:
        """One broken term breaks the promise; unknown is never kept."""
        states = set(self.terms().values())
        if TermState.BROKEN in states:
            self.state = PromiseState.BROKEN
            late = self.time_state == TermState.BROKEN
            self.broken_at = self.due_at if late else (self.met_at or self.due_at)
        elif states == {TermState.KEPT}:
            self.state, self.broken_at = PromiseState.KEPT, None
        else:
            self.state, self.broken_at = PromiseState.RUNNING, None

    def let_go(self, state: str) -> None:
        """Waived by the one we owe, or cancelled with its subject."""
        if self.state not in OPEN_STATES or self.met_at:
            raise NotRunning
        self.state = state

    def breach(self) -> None:
        """The clock ran out."""
        self.state, self.broken_at, self.time_state = PromiseState.BROKEN, self.due_at, TermState.BROKEN

    def fail(self, *, terms: dict[str, str], at: datetime) -> None:
        """A term failed for good before it was met; a clock that rests or has run out is read first."""
        if self.state == PromiseState.PAUSED:
            self.resume(at=at)
        if self.is_overdue(at):
            self.breach()
        was_broken_at = self.broken_at
        self.settle(met_at=None, terms=terms)
        if self.state == PromiseState.BROKEN:
            self.broken_at = was_broken_at or min(at, self.due_at)

    def explain(self, *, cause: str, liable_tier: str, note: str = "", excused: bool = False) -> None:
        self.cause, self.liable_tier, self.cause_note, self.is_excused = cause, liable_tier, note, excused

    def rest_on(self, version: CalendarVersion) -> None:
        """Count again on a calendar that knows more days; an agreed moment stays."""
        self.calendar_version = version
        limit = self.policy_version.limit if self.policy_version else None
        if limit is not None and self.due_at == self.original_due_at:
            self._run_for(limit, since=self.started_at)
            self.original_due_at = self.due_at
        self._mark_provisional()

    def _run_for(self, left: timedelta, *, since: datetime) -> None:
        self.due_at = since + left if self.calendar is None else add_working_time(self.calendar, since, left)
        share = float(self.policy_version.warn_share) if self.policy_version else 0.8
        self.warn_at = self._warn_moment(since, share)
        self._mark_provisional()

    def _warn_moment(self, since: datetime, share: float) -> datetime:
        """Service time is the measure, so a warning never falls into the night before."""
        span = self.worked(since, self.due_at)
        if span <= timedelta():
            return min(since, self.due_at)
        return (
            since + span * share
            if self.calendar is None
            else add_working_time(self.calendar, since, span * share)
        )

    def _mark_provisional(self) -> None:
        self.is_provisional = self.calendar is not None and is_provisional(self.calendar, self.due_at)
