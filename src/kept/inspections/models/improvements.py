"""The register of improvements: a flaw or waste in a process, the change made, and the effect of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.choices import Labelled
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person
from kept.scorecards.catalogue import INDICATORS, Indicator

from ..enums import Aspect, Field, ImprovementState, Problem
from ..rules.refusals import ChangeMissing, ReasonMissing
from .designs import Step
from .findings import Finding

number_series("improvement", "IM-{yy}{mm}-{n:03}", _("Improvements"))


class ImprovementQuerySet(Permitted["Improvement"]):
    def unfinished(self) -> ImprovementQuerySet:
        return self.filter(state__in=(ImprovementState.PLANNED, ImprovementState.RUNNING))

    def shown(self) -> ImprovementQuerySet:
        return self.select_related("owner", "branch", "step__design", "finding").prefetch_related("effects")


class Improvement(Lifecycle, models.Model):
    """One flaw or waste, and what somebody changes about it by a day."""

    MOVES: ClassVar = {
        ImprovementState.PLANNED: {ImprovementState.RUNNING, ImprovementState.DONE, ImprovementState.DROPPED},
        ImprovementState.RUNNING: {ImprovementState.DONE, ImprovementState.DROPPED},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    flaw = models.TextField(_("flaw or waste"))
    problem = models.CharField(_("problem"), max_length=12, choices=Problem)
    field = models.CharField(_("field"), max_length=10, choices=Field)
    step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="improvements", verbose_name=_("step")
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="improvements", verbose_name=_("finding")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="improvements", verbose_name=_("owner"))
    due_on = models.DateField(_("due day"))
    measure = models.TextField(_("measure"), blank=True)
    change = models.TextField(_("change made"), blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ImprovementState, default=ImprovementState.PLANNED
    )
    opened_at = models.DateTimeField(_("opened"))
    done_on = models.DateField(_("changed on"), null=True, blank=True)
    why_dropped = models.CharField(_("why given up"), max_length=200, blank=True)
    next_round = models.DateField(_("looked at again on"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = ImprovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("improvement")
        indexes = (models.Index(fields=("state", "due_on"), name="improvement_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="a_change_that_is_made_says_what_and_when",
                condition=~Q(state="done") | (Q(done_on__isnull=False) & ~Q(change="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:improvement", args=[self.number])

    def is_overdue(self, on: date) -> bool:
        return self.state in (ImprovementState.PLANNED, ImprovementState.RUNNING) and self.due_on < on

    def begin(self) -> None:
        self.move_to(ImprovementState.RUNNING)

    def finish(self, *, change: str, on: date) -> None:
        if not change.strip():
            raise ChangeMissing(field="change")
        self.move_to(ImprovementState.DONE)
        self.change, self.done_on = change.strip(), on

    def drop(self, *, why: str) -> None:
        if not why.strip():
            raise ReasonMissing(field="why")
        self.move_to(ImprovementState.DROPPED)
        self.why_dropped = why.strip()


class Effect(Labelled, models.Model):
    """An indicator before the change and after it. Nothing is 'no data', with its reason."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="effects")
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect)
    indicator = models.CharField(_("indicator"), max_length=60)
    before = models.DecimalField(_("before"), max_digits=24, decimal_places=9, null=True)
    after = models.DecimalField(_("after"), max_digits=24, decimal_places=9, null=True)
    before_from = models.DateField(null=True)
    after_until = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    measured_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("effect of an improvement")
        ordering = ("improvement", "aspect")
        constraints = (
            models.UniqueConstraint(
                fields=("improvement", "aspect"), name="an_improvement_is_measured_once_in_each_aspect"
            ),
        )

    @property
    def declared(self) -> Indicator | None:
        return INDICATORS.get(self.indicator)

    @property
    def is_better(self) -> bool | None:
        """Whether it moved the way it should; None while nobody can say."""
        if self.before is None or self.after is None or self.declared is None:
            return None
        if self.before == self.after or self.declared.direction == "none":
            return None
        return (self.after > self.before) == (self.declared.direction == "up")

    def keep(
        self, *, before: object, after: object, first: date, last: date, reason: str, at: datetime
    ) -> None:
        self.before, self.after, self.reason = before, after, reason  # type: ignore[assignment]
        self.before_from, self.after_until, self.measured_at = first, last, at
