"""What good service is, per service and step: standards in versions, with the checklist that tells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.catalog.models import Service
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.people.models import Person

from ..enums import LimitSort
from .designs import Step

number_series("standard", "SS-{n:03}", _("Service standards"))


class StandardQuerySet(Permitted["Standard"]):
    def in_force(self) -> StandardQuerySet:
        return self.filter(ended_on=None)

    def shown(self) -> StandardQuerySet:
        return self.select_related("service", "step", "step__design", "current")


class Standard(models.Model):
    """A service standard as it goes through its versions."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="standards", verbose_name=_("service")
    )
    step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="standards", verbose_name=_("step")
    )
    current = models.ForeignKey(
        "inspections.StandardVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("version")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("service standard")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:standard", args=[self.number])


class Limit(models.Model):
    """A number with unit that must not be passed, or a plain yes."""

    limit_sort = models.CharField(_("limit"), max_length=8, choices=LimitSort, default=LimitSort.YES_NO)
    limit = models.DecimalField(
        pgettext_lazy("of a standard", "number"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def limit_words(self) -> str:
        if self.limit is None:
            return str(self.get_limit_sort_display())
        return f"{self.get_limit_sort_display()} {self.limit.normalize():f} {self.unit}".rstrip()

    def is_met_by(self, value: Decimal) -> bool:
        assert self.limit is not None
        return value <= self.limit if self.limit_sort == LimitSort.AT_MOST else value >= self.limit


class StandardVersion(Labelled, Limit):
    """What a standard says for a time, and how it is watched. Never changed."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    purpose = models.TextField(_("purpose"))
    content = models.TextField(_("content"))
    implementation = models.TextField(_("implementation"), blank=True)
    watch_purpose = models.TextField(_("purpose of monitoring"), blank=True)
    watch_method = models.TextField(_("method of monitoring"), blank=True)
    every_days = models.PositiveIntegerField(_("checked every"))
    handling = models.TextField(_("handling of results"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("version of a standard")
        ordering = ("standard", "-number")
        constraints = (
            models.UniqueConstraint(fields=("standard", "number"), name="a_standard_counts_its_versions"),
            models.CheckConstraint(name="a_standard_is_checked_some_day", condition=Q(every_days__gte=1)),
            models.CheckConstraint(
                name="a_limit_of_a_standard_has_a_number",
                condition=Q(limit_sort="yes_no", limit=None)
                | (~Q(limit_sort="yes_no") & Q(limit__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.standard} v{self.number}"

    def ends(self, on: date) -> None:
        self.valid_until = on


class CheckItem(Labelled, Limit):
    """One question of the checklist of a version."""

    version = models.ForeignKey(StandardVersion, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(_("question"), max_length=200)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=Decimal(1))
    is_critical = models.BooleanField(_("critical"), default=False)

    class Meta:
        verbose_name = _("item of a checklist")
        ordering = ("version", "position")
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="items_of_a_checklist_are_counted"),
            models.CheckConstraint(name="an_item_weighs_something", condition=Q(weight__gt=0)),
        )

    def __str__(self) -> str:
        return self.question
