"""What was agreed with a customer: services, service levels, remedies, and prices by zone and weight."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.access import ALL, Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.promises.models import Policy

from ..enums import AgreementState, SurchargeBasis, WeightRule

number_series("agreement", "AG-{yy}{mm}-{n:04}", _("Agreements"))


class AgreementQuerySet(Permitted["Agreement"]):
    def in_force(self, on: date) -> AgreementQuerySet:
        until = Q(valid_until=None) | Q(valid_until__gte=on)
        return self.filter(until, state=AgreementState.ACTIVE, valid_from__lte=on)


class Agreement(Lifecycle, models.Model):
    """A contract with a customer for a time, with the service level that was set."""

    MOVES: ClassVar = {
        AgreementState.DRAFT: {AgreementState.ACTIVE, AgreementState.ENDED},
        AgreementState.ACTIVE: {AgreementState.ENDED},
    }

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="agreements")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.ACTIVE)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    service_level = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    duties = models.TextField(blank=True)
    remedies = models.TextField(blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        indexes = (models.Index(fields=("customer", "-valid_from"), name="agreement_by_customer"),)
        constraints = (
            models.CheckConstraint(
                name="an_agreement_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="a_set_service_level_is_a_share",
                condition=Q(service_level=None) | Q(service_level__gt=0, service_level__lte=1),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:agreement", args=[self.number])

    @property
    def services(self) -> list[Service]:
        """Each agreed service once, in the order of its lines."""
        return list(dict.fromkeys(line.service for line in self.lines.all()))


class AgreementLine(models.Model):
    """One service of an agreement: the policy it promises by, and what we are liable for."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="lines")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    liability = models.TextField(blank=True)

    class Meta:
        verbose_name = _("agreement line")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "service", "policy"), name="an_agreement_names_a_policy_once_per_service"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement} · {self.service}"


class RateCardQuerySet(Permitted["RateCard"]):
    def in_force(self, on: date) -> RateCardQuerySet:
        until = Q(valid_until=None) | Q(valid_until__gte=on)
        return self.filter(until, valid_from__lte=on)

    def general(self) -> RateCardQuerySet:
        """Prices for everybody, or for a segment of customers."""
        return self.filter(agreement=None)


class RateCard(models.Model):
    """Prices of a service by zone and weight break, of an agreement or general."""

    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rate_cards",
    )
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    segment = models.CharField(max_length=12, choices=Segment, blank=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="CNY")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    minimum = models.DecimalField(max_digits=18, decimal_places=6, default=Decimal(0))
    rounding_step_kg = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    weight_rule = models.CharField(max_length=12, choices=WeightRule, default=WeightRule.GREATER)
    volumetric_divisor = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(6000))
    fuel_share = models.DecimalField(max_digits=7, decimal_places=6, default=Decimal(0))
    tax_rate = models.DecimalField(max_digits=7, decimal_places=6, default=Decimal("0.09"))
    made_at = models.DateTimeField()

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("agreement__customer",)}
    objects = RateCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate card")
        indexes = (models.Index(fields=("service", "-valid_from"), name="rate_card_by_service"),)
        constraints = (
            models.CheckConstraint(
                name="a_rate_card_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="a_rate_card_has_sound_numbers",
                condition=Q(minimum__gte=0, volumetric_divisor__gt=0, fuel_share__gte=0, tax_rate__gte=0)
                & (Q(rounding_step_kg=None) | Q(rounding_step_kg__gt=0)),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contracts:rate_card", args=[self.pk])


class RateZone(models.Model):
    """A lane of a rate card. An empty end stands for everywhere else."""

    card = models.ForeignKey(RateCard, models.CASCADE, related_name="zones")
    origin = models.CharField(max_length=60, blank=True)
    destination = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("price zone")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("card", "origin", "destination"), name="a_card_prices_a_lane_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin or '*'} → {self.destination or '*'}"


class WeightBreak(models.Model):
    """From this weight on, this price per kg."""

    zone = models.ForeignKey(RateZone, models.CASCADE, related_name="breaks")
    from_kg = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(0))
    rate = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        verbose_name = _("weight break")
        ordering = ("from_kg",)
        constraints = (
            models.UniqueConstraint(fields=("zone", "from_kg"), name="a_weight_break_begins_once"),
            models.CheckConstraint(
                name="a_weight_break_is_not_negative", condition=Q(from_kg__gte=0, rate__gte=0)
            ),
        )


class Surcharge(models.Model):
    """What is charged beside the base freight."""

    card = models.ForeignKey(RateCard, models.CASCADE, related_name="surcharges")
    code = models.CharField(max_length=30)
    basis = models.CharField(max_length=20, choices=SurchargeBasis)
    rate = models.DecimalField(max_digits=18, decimal_places=6)
    minimum = models.DecimalField(max_digits=18, decimal_places=6, default=Decimal(0))
    tax_rate = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    on_demand = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("surcharge")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("card", "code"), name="a_card_names_a_surcharge_once"),
            models.CheckConstraint(
                name="a_surcharge_is_not_negative", condition=Q(rate__gte=0, minimum__gte=0)
            ),
        )
