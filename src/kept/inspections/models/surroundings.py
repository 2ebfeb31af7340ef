"""What acts on service from inside and outside: factors, and laws and policies, looked at again by a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.people.models import Person

from ..enums import Factor, Pull, RegulationSort, Weight

number_series("regulation", "LW-{n:04}", _("Laws and policies"))


class Watched(Labelled, models.Model):
    """Somebody looks at it again on a day."""

    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    review_on = models.DateField(_("looked at again on"))
    reviewed_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    told_for = models.DateField(null=True, editable=False)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}

    class Meta:
        abstract = True

    def is_due(self, on: date) -> bool:
        return self.review_on <= on

    def review(self, *, outcome: str, next_on: date, at: datetime) -> None:
        self.outcome, self.review_on, self.reviewed_at = outcome.strip(), next_on, at


class InfluenceQuerySet(Permitted["Influence"]):
    def shown(self) -> InfluenceQuerySet:
        return self.select_related("service", "owner")


class Influence(Watched):
    """A factor inside or outside the company that helps or hinders good service."""

    factor = models.CharField(_("factor"), max_length=12, choices=Factor)
    what = models.TextField(_("how it acts"))
    pull = models.CharField(_("direction"), max_length=8, choices=Pull)
    strength = models.PositiveSmallIntegerField(_("strength"), choices=Weight, default=Weight.MIDDLE)
    measure = models.TextField(_("measure"), blank=True)

    objects = InfluenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("influence on service")
        ordering = ("factor", "id")

    def __str__(self) -> str:
        return f"{self.get_factor_display()}{_(': ')}{self.what[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:influence", args=[self.pk])

    @property
    def is_internal(self) -> bool:
        return Factor(self.factor).is_internal


class RegulationQuerySet(Permitted["Regulation"]):
    def shown(self) -> RegulationQuerySet:
        return self.select_related("service", "owner")


class Regulation(Watched):
    """A law, policy or norm, with what it demands of our service."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=160)
    sort = models.CharField(_("kind"), max_length=10, choices=RegulationSort)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    demands = models.TextField(_("rules and limits for our service"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("law or policy")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                name="a_law_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:regulation", args=[self.number])
