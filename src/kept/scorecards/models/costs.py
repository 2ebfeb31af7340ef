"""What raising a component costs, and what a service level would cost and earn."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.money import Money
from kept.parties.models import Customer
from kept.people.models import Person


class ComponentCostQuerySet(Permitted["ComponentCost"]):
    def in_force(self, on: date) -> ComponentCostQuerySet:
        """Those that have begun, the newest first."""
        return self.filter(valid_from__lte=on).order_by("-valid_from", "-pk")


class ComponentCost(models.Model):
    """What a component of the service level costs a month, and what the next point costs.

    Rows are added, never changed: the newest that has begun counts, a customer's own before that for all.
    """

    component = models.CharField(_("component"), max_length=60)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    cost_now = models.BigIntegerField(_("cost a month today"), null=True, blank=True)
    cost_of_point = models.BigIntegerField(_("cost a month of the next point"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    ceiling = models.DecimalField(_("highest that can be reached"), max_digits=7, decimal_places=6)
    valid_from = models.DateField(_("valid from"))
    why = models.CharField(_("reason"), max_length=200, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = ComponentCostQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost of a component")
        verbose_name_plural = _("costs of components")
        indexes = (models.Index(fields=("component", "-valid_from", "-id"), name="component_cost_in_force"),)
        constraints = (
            models.CheckConstraint(name="a_point_costs_something", condition=Q(cost_of_point__gt=0)),
            models.CheckConstraint(
                name="a_component_costs_no_less_than_nothing",
                condition=Q(cost_now=None) | Q(cost_now__gte=0),
            ),
            models.CheckConstraint(name="a_ceiling_is_a_share", condition=Q(ceiling__gt=0, ceiling__lte=1)),
        )

    def __str__(self) -> str:
        return f"{self.component} {self.point}"

    @property
    def point(self) -> Money:
        return Money(self.cost_of_point, self.currency)

    @property
    def now(self) -> Money | None:
        return None if self.cost_now is None else Money(self.cost_now, self.currency)


class LevelAlternativeQuerySet(Permitted["LevelAlternative"]):
    def standing(self) -> LevelAlternativeQuerySet:
        return self.filter(withdrawn_at=None)


class LevelAlternative(models.Model):
    """A service level that could be offered, with what it would earn and cost a month."""

    name = models.CharField(_("name"), max_length=80)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    level = models.DecimalField(_("service level"), max_digits=7, decimal_places=6)
    income = models.BigIntegerField(_("income a month"))
    cost = models.BigIntegerField(_("cost a month"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    why = models.CharField(_("what it rests on"), max_length=200, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = LevelAlternativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("alternative service level")
        verbose_name_plural = _("alternative service levels")
        constraints = (
            models.CheckConstraint(
                name="an_alternative_level_is_a_share", condition=Q(level__gt=0, level__lte=1)
            ),
            models.CheckConstraint(
                name="an_alternative_earns_and_costs_no_less_than_nothing",
                condition=Q(income__gte=0, cost__gte=0),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def level_in_percent(self) -> str:
        """As it is typed into a form."""
        return f"{(self.level * 100).normalize():f}"

    @property
    def profit(self) -> Money:
        return Money(self.income - self.cost, self.currency)
