"""What was learned from settled cases, and what people thought of its suggestions."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import ALL, Permitted
from kept.people.models import Person

from ..enums import LearnedTarget, NotOffered
from .cases import Case


class LearnedModel(models.Model):
    """One training: from how many cases, how well it did on newer ones, and whether it is offered."""

    target = models.CharField(_("suggests"), max_length=10, choices=LearnedTarget)
    n = models.PositiveIntegerField(_("version"))
    cases = models.PositiveIntegerField(_("cases"))
    tested_on = models.PositiveIntegerField(_("tested on"), default=0)
    accuracy = models.FloatField(_("right"), null=True)
    baseline = models.FloatField(_("the usual class alone"), null=True)
    classes = models.JSONField(default=list)
    is_offered = models.BooleanField(_("offered"), default=False)
    why_not = models.CharField(_("why not offered"), max_length=12, choices=NotOffered, blank=True)
    content = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64, blank=True)
    seed = models.PositiveIntegerField()
    trained_at = models.DateTimeField(_("trained"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["LearnedModel"].as_manager()

    class Meta:
        verbose_name = _("learned model")
        constraints = (
            models.UniqueConstraint(fields=("target", "n"), name="trainings_are_counted"),
            models.CheckConstraint(
                name="an_offered_model_was_measured",
                condition=Q(is_offered=False) | Q(accuracy__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_target_display()} {self.n}"

    @property
    def is_whole(self) -> bool:
        """Whether its content is what the training wrote."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.digest


class SuggestionVerdict(models.Model):
    """Somebody took a suggestion, or did not."""

    model = models.ForeignKey(LearnedModel, models.CASCADE, related_name="verdicts")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+")
    value = models.CharField(_("suggested"), max_length=20)
    confidence = models.FloatField(_("how sure"))
    is_taken = models.BooleanField(pgettext_lazy("of a suggestion", "taken"))
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("verdict on a suggestion")
        indexes = (models.Index(fields=("model", "is_taken"), name="verdict_by_model"),)
