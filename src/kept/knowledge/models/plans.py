"""Contingency plans, and each time that one was activated."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person

from ..enums import Emergency

number_series("contingency_plan", "CP-{n:03}", _("Contingency plans"))


class ContingencyPlanQuerySet(Permitted["ContingencyPlan"]):
    def shown(self) -> Self:
        """With `is_active`: whether an activation of it is open."""
        opened = Activation.objects.filter(plan=OuterRef("pk"), ended_at=None)
        return self.select_related("branch", "responsible").annotate(is_active=Exists(opened))


class ContingencyPlan(Labelled, models.Model):
    """What we do when something unexpected happens, and whom we call."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind of event"), max_length=12, choices=Emergency)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    steps = models.TextField(_("steps to take"))
    calls = models.TextField(_("whom to call"), blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    review_due = models.DateField(_("review due"), null=True, blank=True)
    is_retired = models.BooleanField(_("retired"), default=False)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = ContingencyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("contingency plan")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:plan", args=[self.number])

    def is_overdue(self, on: date) -> bool:
        """Whether somebody ought to have looked at it again before this day."""
        return not self.is_retired and self.review_due is not None and self.review_due < on


class Activation(models.Model):
    """A plan was put to work, why, and what we learnt from it."""

    plan = models.ForeignKey(ContingencyPlan, models.PROTECT, related_name="activations")
    started_at = models.DateTimeField(_("started at"))
    reason = models.CharField(_("reason"), max_length=500)
    started_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    outcome = models.TextField(_("what it led to and what we learnt"), blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("activation of a plan")
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan",), condition=Q(ended_at=None), name="a_plan_has_one_activation_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="an_activation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(outcome=""), name="an_activation_that_ended_has_an_outcome"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}: {self.reason}"
