"""The design of a service: channels, process with time limits, team, technical means, and the plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.catalog.models import Service
from kept.desk.enums import Channel
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.people.models import Person
from kept.promises.kinds import KINDS

from ..enums import Stage
from ..rules.refusals import StepsMissing

number_series("design", "SD-{n:03}", _("Service designs"))


class Design(models.Model):
    """How one service is given to customers."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="designs", verbose_name=_("service")
    )
    purpose = models.TextField(_("purpose"))
    channels = models.JSONField(_("channels"), default=list)
    channels_why = models.TextField(_("why these channels"), blank=True)
    technical_means = models.TextField(_("technical means"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["Design"].as_manager()

    class Meta:
        verbose_name = _("service design")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:design", args=[self.number])

    @property
    def channel_words(self) -> list[str]:
        return [str(Channel(code).label) for code in self.channels if code in Channel.values]

    @property
    def state_shown(self) -> tuple[str, str]:
        return (
            ("current", str(pgettext_lazy("standard", "In force")))
            if self.version
            else ("draft", str(_("Draft")))
        )

    def come_into_force(self, *, on: date) -> None:
        """The next version of it, from a day on."""
        if not self.steps.exists():
            raise StepsMissing
        self.version += 1
        self.in_force_from = on


class Part(models.Model):
    """One line of a design."""

    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        abstract = True
        ordering = ("position", "id")


class Step(Labelled, Part):
    """One step of the process, in one of the three stages, with its time."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="steps")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    name = models.CharField(_("step"), max_length=80)
    content = models.TextField(_("what is done"), blank=True)
    role = models.CharField(_("who does it"), max_length=80, blank=True)
    promise_kind = models.CharField(_("promise"), max_length=30, blank=True)
    minutes = models.PositiveIntegerField(_("minutes allowed"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("step of a design")
        constraints = (
            models.CheckConstraint(
                name="a_step_has_its_time_from_a_promise_or_of_its_own",
                condition=Q(promise_kind="") | Q(minutes=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.design.number} · {self.name}"

    @property
    def promise_words(self) -> str:
        kind = KINDS.get(self.promise_kind)
        return str(kind.words) if kind else ""


class TeamRole(Part):
    """Who is needed: how many people of a role, and how much each can do in a day."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="team")
    role = models.CharField(_("role"), max_length=80)
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    a_day = models.PositiveIntegerField(_("matters a person and day"), null=True, blank=True)
    skills = models.CharField(_("what they must be able to do"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("role in a design")

    def __str__(self) -> str:
        return self.role

    @property
    def capacity(self) -> int | None:
        """What all of them can do in a day."""
        return None if self.a_day is None else self.people * self.a_day


class PlanStep(Part):
    """One step of bringing it about, with the four kinds of resource it wants."""

    design = models.ForeignKey(Design, models.CASCADE, related_name="plan")
    what = models.CharField(_("what is done"), max_length=160)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due day"), null=True, blank=True)
    people = models.CharField(pgettext_lazy("resource", "people"), max_length=200, blank=True)
    material = models.CharField(pgettext_lazy("resource", "material"), max_length=200, blank=True)
    organisation = models.CharField(pgettext_lazy("resource", "organisation"), max_length=200, blank=True)
    rules = models.CharField(pgettext_lazy("resource", "rules"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("step of the plan")

    def __str__(self) -> str:
        return self.what

    def finish(self, *, at: datetime) -> None:
        self.done_at = self.done_at or at
