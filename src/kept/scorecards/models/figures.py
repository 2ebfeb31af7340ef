"""Figures as they were worked out, the levels that were set for them, and how far the facts are written."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.access import ALL, Permitted
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person

from ..enums import Slice

ONE_PARTY = (
    Q(slice="all", customer=None, branch=None, partner=None, service=None)
    | Q(slice="customer", customer__isnull=False, branch=None, partner=None, service=None)
    | Q(slice="branch", customer=None, branch__isnull=False, partner=None, service=None)
    | Q(slice="subcontractor", customer=None, branch=None, partner__isnull=False, service=None)
    | Q(slice="service", customer=None, branch=None, partner=None, service__isnull=False)
)


class FactCursor(models.Model):
    """How far the events have been carried into a fact table; or a month whose figures wait."""

    table = models.CharField(max_length=40, unique=True)
    last_event_id = models.BigIntegerField(default=0)
    as_of = models.DateTimeField()

    class Meta:
        verbose_name = _("state of a fact table")


class Score(models.Model):
    """An indicator of a month for the whole company or one customer, branch, subcontractor or service.

    A share or a mean is its numerator over its denominator, so months add up. No row is 'no data'.
    """

    indicator = models.CharField(_("indicator"), max_length=60)
    slice = models.CharField(_("whose"), max_length=14, choices=Slice)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, related_name="scores", verbose_name=_("customer"), db_index=False
    )
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, related_name="scores", verbose_name=_("branch"), db_index=False
    )
    partner = models.ForeignKey(
        Partner,
        models.CASCADE,
        null=True,
        related_name="scores",
        verbose_name=_("subcontractor"),
        db_index=False,
    )
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, related_name="scores", verbose_name=_("service"), db_index=False
    )
    month = models.DateField(_("month"))
    numerator = models.DecimalField(max_digits=24, decimal_places=6)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value = models.DecimalField(_("figure"), max_digits=24, decimal_places=9)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    as_of = models.DateTimeField(_("as of"))

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",), "partner": ("partner",)}
    objects = Permitted["Score"].as_manager()

    class Meta:
        verbose_name = _("score")
        indexes = (
            models.Index(fields=("indicator", "slice", "month"), name="score_by_indicator"),
            models.Index(fields=("customer", "indicator", "month"), name="score_by_customer"),
            models.Index(fields=("branch", "indicator", "month"), name="score_by_branch"),
            models.Index(fields=("partner", "indicator", "month"), name="score_by_partner"),
            models.Index(fields=("service", "indicator", "month"), name="score_by_service"),
            models.Index(fields=("month",), name="score_by_month"),
        )
        constraints = (
            models.CheckConstraint(name="a_score_is_of_its_slice", condition=ONE_PARTY),
            models.UniqueConstraint(
                fields=("indicator", "month", "slice", "customer", "branch", "partner", "service"),
                name="an_indicator_has_one_figure_a_month",
                nulls_distinct=None,
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}"


class TargetQuerySet(Permitted["Target"]):
    def of(self, indicator: str) -> TargetQuerySet:
        return self.filter(indicator=indicator)


class Target(models.Model):
    """A level that was set, from a day on, for everybody or for one customer, branch, subcontractor, service.

    Rows are added, never changed: the newest that is valid and most special counts.
    """

    indicator = models.CharField(_("indicator"), max_length=60)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("customer")
    )
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("branch")
    )
    partner = models.ForeignKey(
        Partner,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("subcontractor"),
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("service")
    )
    value = models.DecimalField(_("level set"), max_digits=18, decimal_places=9)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        indexes = (models.Index(fields=("indicator", "-valid_from", "-id"), name="target_in_force"),)
        constraints = (
            models.CheckConstraint(
                name="a_target_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.value.normalize():f}"
