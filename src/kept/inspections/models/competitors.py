"""What competitors offer, as somebody saw it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.documents.models import Document
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.parties.models import Competitor
from kept.people.models import Person
from kept.scorecards.catalogue import INDICATORS, Indicator
from kept.scorecards.enums import Unit

from ..enums import Dimension, SeenIn

number_series("observation", "CB-{yy}{mm}-{n:03}", _("Observations of competitors"))


class ObservationQuerySet(Permitted["Observation"]):
    def shown(self) -> ObservationQuerySet:
        return self.select_related("competitor", "service", "seen_by", "evidence")


class Observation(Labelled, models.Model):
    """One dimension of a competitor's service on a day: a level, a price, or words."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    competitor = models.ForeignKey(
        Competitor, models.PROTECT, related_name="observations", verbose_name=_("competitor")
    )
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    indicator = models.CharField(_("indicator"), max_length=60, blank=True)
    level = models.DecimalField(_("level"), max_digits=18, decimal_places=6, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=6, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    price_per = models.CharField(_("price per"), max_length=40, blank=True)
    words = models.TextField(_("what was seen"), blank=True)
    seen_on = models.DateField(_("seen on"))
    source = models.CharField(_("seen in"), max_length=10, choices=SeenIn)
    source_note = models.CharField(_("where exactly"), max_length=200, blank=True)
    evidence = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation of a competitor")
        indexes = (models.Index(fields=("competitor", "-seen_on"), name="observation_by_competitor"),)
        constraints = (
            models.CheckConstraint(
                name="an_observation_says_something",
                condition=Q(level__isnull=False) | Q(price__isnull=False) | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="an_indicator_of_a_competitor_has_a_level",
                condition=Q(indicator="") | Q(level__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.competitor} · {self.get_dimension_display()}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:observation", args=[self.number])

    @property
    def declared(self) -> Indicator | None:
        return INDICATORS.get(self.indicator)

    @property
    def price_words(self) -> str:
        if self.price is None:
            return ""
        per = f" / {self.price_per}" if self.price_per else ""
        return f"{self.currency} {_plain(self.price)}{per}"

    @property
    def said(self) -> str:
        """The level, else the price, else the words."""
        return self.level_words or self.price_words or self.words

    @property
    def level_words(self) -> str:
        """The level with its unit; shares in percent."""
        if self.level is None:
            return ""
        if self.declared is not None and self.declared.unit == Unit.RATE:
            return f"{_plain(self.level * 100)} %"
        return f"{_plain(self.level)} {self.unit}".rstrip()


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
