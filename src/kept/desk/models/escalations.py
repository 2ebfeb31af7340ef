"""The way up of a case: each step that was taken, and the steps that the clock takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.people.models import Person
from kept.promises.models import Promise

from ..enums import CaseKind, CaseLevel, Severity
from ..events import step_words
from .cases import Case

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class EscalationStepQuerySet(Permitted["EscalationStep"]):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)


class EscalationStep(models.Model):
    """At which moment of which promise a case goes up, or those in charge hear of it. A changed step is a
    new row; the earlier one stays, ended."""

    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    severities = models.JSONField(_("severities"), default=list, blank=True)
    promise = models.CharField(_("promise"), max_length=30, blank=True)
    share = models.DecimalField(_("share of the time"), max_digits=4, decimal_places=3, null=True, blank=True)
    late_minutes = models.PositiveIntegerField(_("working minutes after the breach"), null=True, blank=True)
    level = models.CharField(_("to which level"), max_length=12, choices=CaseLevel)
    rises = models.BooleanField(_("the case rises"), default=True)
    since = models.DateTimeField(_("valid from"))
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = EscalationStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of escalation")
        verbose_name_plural = _("steps of escalation")
        ordering = ("promise", "share", "late_minutes", "id")
        constraints = (
            models.CheckConstraint(
                name="a_step_of_escalation_has_one_moment",
                condition=Q(share=None, late_minutes__isnull=False)
                | Q(share__isnull=False, late_minutes=None),
            ),
            models.CheckConstraint(
                name="a_step_of_escalation_comes_within_the_time",
                condition=Q(share=None) | Q(share__gt=0, share__lt=1),
            ),
            models.CheckConstraint(
                name="no_case_rises_to_the_employee", condition=~Q(level="employee") | Q(rises=False)
            ),
            models.CheckConstraint(
                name="a_step_of_escalation_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.moment_words} → {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        return reverse("desk:escalation_step", args=[self.pk])

    @property
    def is_as_installed(self) -> bool:
        """It came with Kept: nobody set it, and it holds for all of the past."""
        return self.set_by_id is None and self.since == BEGINNING

    @property
    def late(self) -> timedelta:
        return timedelta(minutes=self.late_minutes or 0)

    @property
    def moment_words(self) -> str:
        """Of which promise, and when, in the reader's words."""
        return step_words(self.promise, self.share, self.late_minutes)

    @property
    def kind_words(self) -> str:
        known = dict(CaseKind.choices)
        return say(", ").join(str(known.get(kind, kind)) for kind in self.kinds) or say("all")

    @property
    def severity_words(self) -> str:
        known = dict(Severity.choices)
        return say(", ").join(str(known.get(rank, rank)) for rank in self.severities) or say("all")

    def moment_of(self, promise: Promise) -> datetime:
        """When it is due for this promise."""
        return promise.overdue_for(self.late) if self.share is None else promise.used_up(self.share)

    def is_warned_of(self, promise: Promise) -> bool:
        """Whether the promise itself warns its people at this very moment."""
        if self.share is None:
            return self.late_minutes == 0
        policy = promise.policy_version
        return promise.warned_at is not None and policy is not None and policy.warn_share == self.share

    def same(self, other: EscalationStep) -> bool:
        return all(getattr(self, name) == getattr(other, name) for name in STEP_FIELDS)


STEP_FIELDS = ("kinds", "severities", "promise", "share", "late_minutes", "level", "rises")


class Escalation(models.Model):
    """A step up: when, by whom, to whom and why; or by the clock, of which promise and when it was due."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations", verbose_name=_("case"))
    level = models.CharField(_("level"), max_length=12, choices=CaseLevel)
    rose = models.BooleanField(_("the case rose"), default=True)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("passed on by")
    )
    to = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to whom")
    )
    why = models.TextField(_("reason"), blank=True)
    step = models.ForeignKey(EscalationStep, models.PROTECT, null=True, blank=True, related_name="taken")
    promise = models.ForeignKey(
        Promise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("promise")
    )
    due_at = models.DateTimeField(_("was due"), null=True, blank=True)
    at = models.DateTimeField()

    SCOPES: ClassVar = {"branch": ("case__branch",), "team": ("case__team",), "customer": ("case__customer",)}
    objects = Permitted["Escalation"].as_manager()

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ("at", "id")
        indexes = (models.Index(fields=("-at", "-id"), name="escalation_by_moment"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "step", "promise"), name="a_step_of_escalation_is_taken_once"
            ),
            models.CheckConstraint(
                name="an_escalation_by_clock_names_its_promise",
                condition=Q(step=None, promise=None, due_at=None)
                | Q(step__isnull=False, promise__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_escalation_has_a_reason", condition=Q(step__isnull=False) | ~Q(why="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.case.number} → {self.get_level_display()}"

    @property
    def is_by_clock(self) -> bool:
        return self.step_id is not None

    @property
    def reason_words(self) -> Any:
        """Why, in the reader's words."""
        if self.step is None or self.promise is None:
            return self.why
        return step_words(self.promise.kind, self.step.share, self.step.late_minutes)
