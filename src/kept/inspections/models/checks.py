"""Inspections: planned by frequency, carried out by checklist."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.documents.models import Document
from kept.kernel.access import Permitted
from kept.kernel.choices import Labelled
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person

from ..enums import InspectionState, Verdict
from ..rules.dates import next_day
from ..rules.refusals import NotDue, ReasonMissing
from .standards import CheckItem, Standard, StandardVersion

number_series("inspection", "IN-{yy}{mm}-{n:04}", _("Inspections"))


class PlanQuerySet(Permitted["InspectionPlan"]):
    def running(self) -> PlanQuerySet:
        return self.filter(is_running=True, standard__ended_on=None)


class InspectionPlan(models.Model):
    """A standard is checked at a branch again and again."""

    standard = models.ForeignKey(
        Standard, models.PROTECT, related_name="plans", verbose_name=_("service standard")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    inspector = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inspector")
    )
    every_days = models.PositiveIntegerField(_("every"))
    next_on = models.DateField(_("next on"))
    is_running = models.BooleanField(_("running"), default=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of inspections")
        constraints = (
            models.UniqueConstraint(
                fields=("standard", "branch"),
                name="a_standard_is_planned_once_at_a_branch",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="a_plan_has_a_rhythm", condition=Q(every_days__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.standard} · {self.branch or _('whole company')}"

    def step_on(self, *, after: date) -> None:
        self.next_on = next_day(self.next_on, self.every_days, after=after)


class InspectionQuerySet(Permitted["Inspection"]):
    def due(self) -> InspectionQuerySet:
        return self.filter(state=InspectionState.DUE)

    def overdue(self, on: date) -> InspectionQuerySet:
        return self.due().filter(due_on__lt=on)

    def shown(self) -> InspectionQuerySet:
        return self.select_related("version__standard", "branch", "inspector")


class Inspection(Lifecycle, models.Model):
    """One check of a version of a standard at a branch."""

    MOVES: ClassVar = {InspectionState.DUE: {InspectionState.DONE, InspectionState.DROPPED}}

    number = models.CharField(_("number"), max_length=20, unique=True)
    version = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="inspections", verbose_name=_("service standard")
    )
    plan = models.ForeignKey(InspectionPlan, models.SET_NULL, null=True, blank=True, related_name="made")
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    inspector = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inspector")
    )
    state = models.CharField(_("state"), max_length=8, choices=InspectionState, default=InspectionState.DUE)
    due_on = models.DateField(_("due day"))
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True, blank=True)
    is_held = models.BooleanField(_("standard held"), null=True, blank=True)
    critical_misses = models.PositiveSmallIntegerField(_("critical items not met"), default=0)
    note = models.TextField(_("note"), blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        indexes = (
            models.Index(fields=("due_on",), name="inspection_due", condition=Q(state="due")),
            models.Index(fields=("branch", "-due_on"), name="inspection_by_branch"),
        )
        constraints = (
            models.UniqueConstraint(fields=("plan", "due_on"), name="a_plan_puts_a_day_up_once"),
            models.CheckConstraint(
                name="an_inspection_carried_out_has_a_moment",
                condition=~Q(state="done") | Q(done_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.version.standard.title}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:inspection", args=[self.number])

    def is_overdue(self, on: date) -> bool:
        return self.state == InspectionState.DUE and self.due_on < on

    @property
    def place(self) -> str:
        return str(self.branch or _("whole company"))

    def carry_out(self, *, score: Decimal | None, misses: int, pass_from: Decimal, at: datetime) -> None:
        if self.state != InspectionState.DUE:
            raise NotDue
        self.move_to(InspectionState.DONE)
        self.score, self.critical_misses, self.done_at = score, misses, at
        self.is_held = None if score is None else score >= pass_from and not misses

    def drop(self, *, why: str) -> None:
        if not why.strip():
            raise ReasonMissing(field="why")
        self.move_to(InspectionState.DROPPED)
        self.note = why.strip()


class CheckResult(Labelled, models.Model):
    """What was seen at one item."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="results")
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=6, choices=Verdict)
    value = models.DecimalField(_("measured"), max_digits=12, decimal_places=3, null=True, blank=True)
    note = models.CharField(_("what was seen"), max_length=200, blank=True)
    photo = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("result of an item")
        ordering = ("item__position",)
        constraints = (models.UniqueConstraint(fields=("inspection", "item"), name="an_item_is_judged_once"),)
