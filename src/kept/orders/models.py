"""What a customer asked and we promised. The fields are those that disputes are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import PackageKind, Service
from kept.contracts.models import Agreement
from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.promises.models import Promise
from kept.quotes.models import Quote

from .enums import DeliveryMode, HoldReason, OrderState, Part, Payment, ReceiptKind, Source
from .rules import (
    CashMissing,
    CityMissing,
    DeliveredBeforePickedUp,
    EmptyOrder,
    NegativeMeasure,
    NoPieces,
    NothingMeasured,
    WantedInThePast,
    WindowReversed,
)

number_series("order", "SO-{yy}{mm}-{n:05}", _("Orders"))

LIVE_STATES = (
    OrderState.DRAFT,
    OrderState.PLACED,
    OrderState.HELD,
    OrderState.RELEASED,
    OrderState.IN_PROGRESS,
)


class OrderQuerySet(Permitted["Order"]):
    def of(self, customer: Customer) -> OrderQuerySet:
        return self.filter(customer=customer)

    def open(self) -> OrderQuerySet:
        """Placed, and not yet carried out."""
        return self.exclude(state__in=("draft", "delivered", "closed", "cancelled"))

    def live(self) -> OrderQuerySet:
        return self.filter(state__in=LIVE_STATES)


class Order(Lifecycle, models.Model):
    """A customer's instruction to perform a service."""

    MOVES: ClassVar = {
        OrderState.DRAFT: {OrderState.PLACED, OrderState.CANCELLED},
        OrderState.PLACED: {OrderState.HELD, OrderState.RELEASED, OrderState.CANCELLED},
        OrderState.HELD: {OrderState.RELEASED, OrderState.CANCELLED},
        OrderState.RELEASED: {
            OrderState.HELD,
            OrderState.IN_PROGRESS,
            OrderState.DELIVERED,
            OrderState.CANCELLED,
        },
        OrderState.IN_PROGRESS: {OrderState.DELIVERED, OrderState.CLOSED},
        OrderState.DELIVERED: {OrderState.IN_PROGRESS, OrderState.CLOSED},
    }

    number = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=OrderState, default=OrderState.DRAFT)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="orders", db_index=False)
    branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="orders", verbose_name=_("branch"), db_index=False
    )
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="+", verbose_name=_("service"), db_index=False
    )
    further_services = models.JSONField(_("further services"), default=list, blank=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="orders", db_index=False
    )
    quote = models.ForeignKey(
        Quote, models.PROTECT, null=True, blank=True, related_name="orders", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.PHONE)
    customer_reference = models.CharField(_("customer's reference"), max_length=80, blank=True)
    external_key = models.CharField(max_length=160, null=True, blank=True)

    payment = models.CharField(_("payment"), max_length=16, choices=Payment, default=Payment.MONTHLY)
    currency = models.CharField(max_length=3, default="CNY")
    cod_amount = models.BigIntegerField(null=True, blank=True)
    declared_value = models.BigIntegerField(null=True, blank=True)
    receipt_kind = models.CharField(
        _("signed receipt"), max_length=10, choices=ReceiptKind, default=ReceiptKind.NONE
    )
    receipt_copies = models.PositiveSmallIntegerField(_("receipt copies"), default=0)
    delivery_mode = models.CharField(
        _("how delivered"), max_length=12, choices=DeliveryMode, default=DeliveryMode.DELIVERY
    )
    appointment_number = models.CharField(_("appointment number"), max_length=60, blank=True)
    receiving_hours = models.CharField(_("receiving hours"), max_length=60, blank=True)
    handling_marks = models.JSONField(default=list, blank=True)
    special = models.TextField(_("special requirements"), blank=True)
    confirmed_need = models.TextField(_("need as confirmed with the customer"), blank=True)

    origin_city = models.CharField(_("pick-up city"), max_length=60)
    origin_address = models.CharField(_("pick-up address"), max_length=200, blank=True)
    origin_name = models.CharField(_("shipper"), max_length=80, blank=True)
    origin_phone = models.CharField(_("shipper's phone"), max_length=40, blank=True)
    destination_city = models.CharField(_("delivery city"), max_length=60)
    destination_address = models.CharField(_("delivery address"), max_length=200, blank=True)
    destination_name = models.CharField(_("consignee"), max_length=80, blank=True)
    destination_phone = models.CharField(_("consignee's phone"), max_length=40, blank=True)

    wanted_pickup_at = models.DateTimeField(null=True, blank=True)
    wanted_delivery_from = models.DateTimeField(null=True, blank=True)
    wanted_delivery_at = models.DateTimeField(null=True, blank=True)

    delivery_is_day = models.BooleanField(default=False)
    delivery_promise = models.ForeignKey(
        Promise, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )

    pieces = models.PositiveIntegerField(default=0)
    weight_kg = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    volume_m3 = models.DecimalField(max_digits=16, decimal_places=4, null=True)

    received_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ("branch", "branches__branch"), "customer": ("customer",)}
    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        indexes = (
            models.Index(fields=("customer", "-id"), name="order_by_customer"),
            models.Index(fields=("branch", "-id"), name="order_by_branch"),
            models.Index(fields=("state", "-id"), name="order_by_state"),
            models.Index(fields=("customer_reference",), name="order_by_reference"),
            models.Index(fields=("placed_at",), name="order_by_placing"),
            models.Index(fields=("wanted_delivery_at",), name="order_by_wanted_delivery"),
            models.Index(
                fields=("agreement",), name="order_by_agreement", condition=Q(agreement__isnull=False)
            ),
            models.Index(fields=("quote",), name="order_by_quote", condition=Q(quote__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("number",), name="an_order_number_is_given_once", opclasses=("varchar_pattern_ops",)
            ),
            models.UniqueConstraint(
                fields=("external_key",),
                name="an_order_comes_once",
                condition=Q(external_key__isnull=False),
            ),
            models.CheckConstraint(
                name="an_order_carries_no_negative_amount",
                condition=(Q(cod_amount=None) | Q(cod_amount__gte=0))
                & (Q(declared_value=None) | Q(declared_value__gte=0)),
            ),
            models.CheckConstraint(
                name="cash_on_delivery_names_its_amount", condition=~Q(payment="cod") | Q(cod_amount__gt=0)
            ),
            models.CheckConstraint(
                name="receipt_copies_need_a_receipt",
                condition=Q(receipt_kind="none", receipt_copies=0)
                | (~Q(receipt_kind="none") & Q(receipt_copies__gt=0)),
            ),
            models.CheckConstraint(
                name="a_delivery_window_ends_after_it_begins",
                condition=Q(wanted_delivery_from=None)
                | Q(wanted_delivery_at__isnull=False, wanted_delivery_at__gte=F("wanted_delivery_from")),
            ),
            models.CheckConstraint(
                name="an_order_past_draft_was_placed",
                condition=Q(state__in=("draft", "cancelled")) | Q(placed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("orders:order", args=[self.number])

    @property
    def cod(self) -> Money | None:
        return None if self.cod_amount is None else Money(self.cod_amount, self.currency)

    @property
    def declared(self) -> Money | None:
        return None if self.declared_value is None else Money(self.declared_value, self.currency)

    @property
    def lane(self) -> tuple[str, str]:
        return self.origin_city, self.destination_city

    def place(self, *, at: datetime, lines: Sequence[OrderLine]) -> None:
        """Judge it and make it count. Raises what `judge` raises, or EmptyOrder."""
        if not lines:
            raise EmptyOrder
        self.judge(at=at)
        self.move_to(OrderState.PLACED)
        self.placed_at = at

    def judge(self, *, at: datetime) -> None:
        """What must be true before anybody promises anything."""
        for field in ("origin_city", "destination_city"):
            if not getattr(self, field).strip():
                raise CityMissing(field=field)
        if self.payment == Payment.COD and not self.cod_amount:
            raise CashMissing(field="cod_amount")
        if self.wanted_delivery_from and (
            not self.wanted_delivery_at or self.wanted_delivery_at < self.wanted_delivery_from
        ):
            raise WindowReversed(field="wanted_delivery_at")
        if (
            self.wanted_pickup_at
            and self.wanted_delivery_at
            and self.wanted_delivery_at < self.wanted_pickup_at
        ):
            raise DeliveredBeforePickedUp(field="wanted_delivery_at")
        for field in ("wanted_pickup_at", "wanted_delivery_at"):
            if (moment := getattr(self, field)) and moment <= at:
                raise WantedInThePast(field=field)

    def agree_receipt(self) -> None:
        """No receipt has no copies; a receipt has at least one."""
        wanted = self.receipt_kind != ReceiptKind.NONE
        self.receipt_copies = max(self.receipt_copies or 1, 1) if wanted else 0

    def settle_services(self) -> None:
        """The further services by code, each once, in one order, and the main one not again."""
        self.further_services = sorted({*self.further_services} - {self.service.code})

    def release(self, *, at: datetime) -> bool:
        """Let it go to work. Whether it had been released before."""
        again = self.released_at is not None
        self.move_to(OrderState.RELEASED)
        self.released_at = self.released_at or at
        return again

    def cancel(self, *, reason: str, at: datetime) -> None:
        self.move_to(OrderState.CANCELLED)
        self.cancelled_at, self.cancel_reason = at, reason

    def add_up(self, lines: Iterable[OrderLine]) -> None:
        """Carry the sums of the lines on the order itself; a sum is known when each line is."""
        listed = list(lines)
        self.pieces = sum(line.pieces for line in listed)
        self.weight_kg = _sum_if_known(line.weight_kg for line in listed)
        self.volume_m3 = _sum_if_known(line.volume_m3 for line in listed)


def _sum_if_known(measures: Iterable[Decimal | None]) -> Decimal | None:
    listed = list(measures)
    known = [measure for measure in listed if measure is not None]
    return sum(known, Decimal(0)) if listed and len(known) == len(listed) else None


class OrderLine(models.Model):
    """Goods of one description."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    description = models.CharField(max_length=160)
    item_code = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, default=Decimal(1))
    unit = models.CharField(max_length=20, blank=True)
    package = models.ForeignKey(PackageKind, models.PROTECT, null=True, blank=True, related_name="+")
    pieces = models.PositiveIntegerField(default=1)
    weight_kg = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    volume_m3 = models.DecimalField(max_digits=12, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("order line")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="an_order_line_measures_something",
                condition=Q(quantity__gt=0)
                & (Q(weight_kg=None) | Q(weight_kg__gt=0))
                & (Q(volume_m3=None) | Q(volume_m3__gt=0)),
            ),
        )

    def __str__(self) -> str:
        return self.description

    def judge(self) -> None:
        """Goods have a name and measure something."""
        if not self.description.strip() or self.quantity <= 0:
            raise NothingMeasured
        if self.pieces < 1:
            raise NoPieces
        if (self.weight_kg or 0) < 0 or (self.volume_m3 or 0) < 0:
            raise NegativeMeasure

    def settle_measures(self) -> None:
        """Nothing weighs nothing: a nought says that nobody knows."""
        self.weight_kg, self.volume_m3 = self.weight_kg or None, self.volume_m3 or None


class Hold(models.Model):
    """Why an order waits, since when, and who let it go on."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=12, choices=HoldReason)
    note = models.CharField(max_length=200, blank=True)
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("hold")
        ordering = ("-held_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("order",), condition=Q(lifted_at=None), name="an_order_has_one_open_hold"
            ),
        )


class OrderBranch(models.Model):
    """Another branch that takes part in an order, and as what."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="branches")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part)

    class Meta:
        verbose_name = _("participating branch")
        constraints = (
            models.UniqueConstraint(fields=("order", "branch", "part"), name="a_branch_takes_a_part_once"),
        )


class Intake(models.Model):
    """An order file as it was read, until its orders are placed."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="+")
    file_name = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)
    order_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("order file")
        indexes = (models.Index(fields=("person", "-id"), name="intake_by_person"),)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("orders:intake_rows", args=[self.pk])
