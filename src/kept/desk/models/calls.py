"""A call as the telephone system tells it, the centres that take calls, and whose telephone is whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import Permitted
from kept.kernel.numbering import number_series
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person, Team

from ..enums import CallState, Direction, SignalKind
from .clocked import Clocked
from .contacts import Contact

number_series("call", "CL-{yy}{mm}-{n:05}", pgettext_lazy("telephone", "Calls"))


class CallCentre(models.Model):
    """Where calls are taken: its telephone system and its seats."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="call_centres", verbose_name=_("branch")
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    line = models.CharField(
        _("number that is called"), max_length=40, blank=True, help_text=_("As the telephone system says it.")
    )
    equipment = models.CharField(_("equipment"), max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=0)
    note = models.TextField(_("note"), blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("team",)}
    objects = Permitted["CallCentre"].as_manager()

    class Meta:
        verbose_name = _("call centre")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:call_centre", args=[self.pk])


class Extension(models.Model):
    """A telephone inside the house, and who sits at it."""

    centre = models.ForeignKey(CallCentre, models.CASCADE, related_name="extensions")
    number = models.CharField(_("extension"), max_length=20, unique=True)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="extensions", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("extension")
        ordering = ("number",)

    def __str__(self) -> str:
        return self.number


class CallQuerySet(Clocked["Call"]):
    def shown(self) -> Self:
        return self.select_related("customer", "person", "contact", "centre", "branch").with_promises()

    def clocked(self, records: Iterable[Any]) -> Iterable[Any]:
        """The promises are those of the contact that a call became."""
        return {call.contact_id: call.contact for call in records if call.contact_id}.values()

    def missed(self) -> Self:
        return self.filter(state=CallState.MISSED, direction=Direction.IN)

    def going_on(self) -> Self:
        return self.filter(state__in=(CallState.RINGING, CallState.TALKING))


class Call(models.Model):
    """One call. Its moments are what the signals heard so far say; what no signal told is unknown."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=CallState, default=CallState.RINGING)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, default=Direction.IN)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = models.CharField(max_length=40, blank=True)
    line = models.CharField(_("number that is called"), max_length=40, blank=True)
    queue = models.CharField(_("queue"), max_length=60, blank=True)
    centre = models.ForeignKey(
        CallCentre,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("call centre"),
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    rings_at = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rings at")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("clerk")
    )
    passed_to = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("passed to")
    )
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("customer")
    )
    contact_person = models.ForeignKey(
        ContactPerson, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("contact")
    )
    began_at = models.DateTimeField(_("began"))
    rang_at = models.DateTimeField(_("rang"), null=True, blank=True)
    answered_at = models.DateTimeField(pgettext_lazy("call", "picked up"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    abandoned = models.BooleanField(_("given up by the caller"), null=True, blank=True)
    recording = models.URLField(_("recording"), max_length=500, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("team",)}
    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        indexes = (
            models.Index(fields=("-began_at", "-id"), name="call_by_moment"),
            models.Index(fields=("phone_key", "-began_at"), name="call_by_phone"),
            models.Index(fields=("contact",), name="call_by_contact"),
            models.Index(
                fields=("began_at",), name="call_going_on", condition=Q(state__in=("ringing", "talking"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.phone}".strip()

    def get_absolute_url(self) -> str:
        return reverse("desk:call", args=[self.number])

    @property
    def is_incoming(self) -> bool:
        return self.direction == Direction.IN

    @property
    def is_over(self) -> bool:
        return self.state in (CallState.ENDED, CallState.MISSED)

    @property
    def waited(self) -> timedelta | None:
        """From the first ring until somebody picked up or the caller gave up; None when unknown."""
        return _span(self.rang_at, self.answered_at or self.ended_at)

    @property
    def talked(self) -> timedelta | None:
        return _span(self.answered_at, self.ended_at)

    @property
    def at_the_phone(self) -> Person | None:
        """Who has the caller, or whose telephone rings."""
        return self.passed_to or self.person or self.rings_at

    def reckon(self, signals: Sequence[CallSignal]) -> None:
        """Take moments, people and state from all signals heard so far, in whatever order they came."""
        by_kind = {kind: [s for s in signals if s.kind == kind] for kind in SignalKind.values}
        rang, answered, ended = by_kind["ringing"], by_kind["answered"], by_kind["ended"]
        self.began_at = min(signal.at for signal in signals)
        self.rang_at = rang[0].at if rang else None
        self.answered_at = answered[0].at if answered else None
        self.ended_at = ended[-1].at if ended else None
        ours = _last_person(rang)
        self.rings_at = ours if self.is_incoming else None
        self.person = _last_person(answered[:1]) or (None if self.is_incoming else ours)
        self.passed_to = _last_person(by_kind["transferred"])
        is_over = bool(ended or by_kind["lost"])
        if answered:
            self.state = CallState.ENDED if is_over else CallState.TALKING
        else:
            self.state = CallState.MISSED if is_over else CallState.RINGING
        self.abandoned = self.state == CallState.MISSED and self.is_incoming if is_over else None


class CallSignal(models.Model):
    """What the telephone system told, as it told it, once."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="signals")
    kind = models.CharField(_("signal"), max_length=12, choices=SignalKind)
    mark = models.CharField(max_length=80)
    at = models.DateTimeField(_("when"))
    agent = models.CharField(_("extension"), max_length=60, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    heard_at = models.DateTimeField()
    said = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("signal of a telephone system")
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("call", "kind", "mark"), name="a_signal_is_heard_once"),
        )


def _span(start: datetime | None, end: datetime | None) -> timedelta | None:
    return None if start is None or end is None else max(end - start, timedelta())


def _last_person(signals: Sequence[CallSignal]) -> Person | None:
    return signals[-1].person if signals else None
