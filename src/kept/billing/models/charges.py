"""What a customer owes for what happened: charges, line by line, and what could not be priced."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.contracts.models import RateCard
from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.orders.enums import Payment
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.transport.models import Shipment

from ..enums import ChargeState, Occasion, Payer, WhyUnpriced
from ..rules import ReasonMissing

number_series("charge", "CH-{yy}{mm}-{n:06}", _("Charges"))


class ChargeQuerySet(Permitted["Charge"]):
    def of(self, customer: Customer) -> ChargeQuerySet:
        return self.filter(customer=customer)

    def standing(self) -> ChargeQuerySet:
        """Charges that count: all but the reversed."""
        return self.exclude(state=ChargeState.REVERSED)

    def open(self) -> ChargeQuerySet:
        return self.filter(state=ChargeState.OPEN)

    def of_event(self, uid: UUID) -> ChargeQuerySet:
        return self.filter(event_uid=uid)


class Charge(Lifecycle, models.Model):
    """One line of money for one event, with the clause of the rate card behind it. Net of tax."""

    MOVES: ClassVar = {ChargeState.OPEN: {ChargeState.SETTLED, ChargeState.REVERSED}}

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    state = models.CharField(_("state"), max_length=10, choices=ChargeState, default=ChargeState.OPEN)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="charges", verbose_name=_("customer"), db_index=False
    )
    shipment = models.ForeignKey(
        Shipment, models.PROTECT, null=True, related_name="charges", verbose_name=_("shipment")
    )
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, related_name="charges", verbose_name=_("order")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=_("branch"), db_index=False
    )
    payer = models.CharField(_("payer"), max_length=10, choices=Payer, default=Payer.CUSTOMER)
    payment = models.CharField(_("payment"), max_length=16, choices=Payment, blank=True)

    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("amount"))
    tax_rate = models.DecimalField(_("tax rate"), max_digits=7, decimal_places=6, default=Decimal(0))
    tax = models.BigIntegerField(_("tax"), default=0)
    basis = models.DecimalField(_("basis"), max_digits=18, decimal_places=6, default=Decimal(1))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=6, default=Decimal(0))
    rate_card = models.ForeignKey(
        RateCard, models.PROTECT, null=True, related_name="+", verbose_name=_("rate card")
    )
    clause = models.JSONField(_("clause"), default=dict)

    event_uid = models.UUIDField()
    event_name = models.CharField(_("event"), max_length=80, choices=Occasion)
    happened_at = models.DateTimeField(_("happened"))
    period = models.DateField(_("month"))
    charged_at = models.DateTimeField(_("charged"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    reversed_at = models.DateTimeField(_("reversed"), null=True, blank=True)
    reversed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reverse_reason = models.CharField(_("reason"), max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",)}
    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("charge")
        indexes = (
            models.Index(fields=("customer", "-id"), name="charge_by_customer"),
            models.Index(fields=("branch", "-id"), name="charge_by_branch"),
            models.Index(fields=("period", "-id"), name="charge_by_period"),
            models.Index(fields=("customer",), name="charge_open", condition=Q(state="open")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("event_uid", "kind"),
                name="an_event_is_charged_once_per_kind",
                condition=~Q(state="reversed"),
            ),
            models.CheckConstraint(
                name="a_reversed_charge_says_when_and_why",
                condition=~Q(state="reversed") | (Q(reversed_at__isnull=False) & ~Q(reverse_reason="")),
            ),
            models.CheckConstraint(
                name="a_settled_charge_says_when", condition=~Q(state="settled") | Q(settled_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("billing:charge", args=[self.number])

    @property
    def net(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def tax_money(self) -> Money:
        return Money(self.tax, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.amount + self.tax, self.currency)

    def settle(self, *, at: datetime) -> None:
        self.move_to(ChargeState.SETTLED)
        self.settled_at = at

    def reverse(self, *, why: str, person_id: int | None, at: datetime) -> None:
        """Take it back. The row stays, and says who and why."""
        if not why.strip():
            raise ReasonMissing(field="why")
        self.move_to(ChargeState.REVERSED)
        self.reversed_at, self.reversed_by_id, self.reverse_reason = at, person_id, why.strip()[:200]


class UnpricedQuerySet(Permitted["Unpriced"]):
    def waiting(self) -> UnpricedQuerySet:
        return self.filter(priced_at=None)


class Unpriced(models.Model):
    """Something happened that has a price, and we have none: kept in sight until there is one."""

    event_uid = models.UUIDField(unique=True)
    event_name = models.CharField(_("event"), max_length=80, choices=Occasion)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="unpriced", verbose_name=_("customer"), db_index=False
    )
    shipment = models.ForeignKey(
        Shipment, models.PROTECT, related_name="unpriced", verbose_name=_("shipment")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=_("branch"), db_index=False
    )
    why = models.CharField(_("reason"), max_length=12, choices=WhyUnpriced)
    happened_at = models.DateTimeField(_("happened"))
    seen_at = models.DateTimeField(_("seen"))
    tried_at = models.DateTimeField(_("tried"))
    priced_at = models.DateTimeField(null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",)}
    objects = UnpricedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event without a price")
        verbose_name_plural = _("events without a price")
        indexes = (
            models.Index(fields=("-id",), name="unpriced_waiting", condition=Q(priced_at=None)),
            models.Index(fields=("customer", "-id"), name="unpriced_by_customer"),
            models.Index(fields=("branch", "-id"), name="unpriced_by_branch"),
        )

    def __str__(self) -> str:
        return f"{self.shipment} · {self.get_event_name_display()}"

    @property
    def number(self) -> str:
        return self.shipment.number
