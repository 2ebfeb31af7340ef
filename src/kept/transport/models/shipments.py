"""Goods on their way: shipments, what was told about them, attempts to deliver, receipts that come back."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.documents.models import Document
from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person
from kept.promises.models import Promise

from ..enums import (
    PAYMENTS,
    DeliveryOutcome,
    ExceptionKind,
    GoodsCondition,
    ReceiptKind,
    ReceiptState,
    ShipmentState,
    TrackingCode,
    TrackingReason,
    TrackingSource,
)
from ..rules import KNOWN_CODES, KNOWN_REASONS

number_series("shipment", "WB-{yy}{mm}-{n:06}", _("Waybills"))

S = ShipmentState
ON_THE_WAY = (S.PICKED_UP, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.PARTLY_DELIVERED)
OPEN = (S.PLANNED, *ON_THE_WAY, S.REFUSED)
OVER = (S.DELIVERED, S.RETURNED, S.LOST, S.CANCELLED)


def public_token() -> str:
    """What a receiver's link to a shipment carries instead of its number."""
    return secrets.token_urlsafe(24)


class ShipmentQuerySet(Permitted["Shipment"]):
    def open(self) -> ShipmentQuerySet:
        return self.filter(state__in=OPEN)

    def on_the_way(self) -> ShipmentQuerySet:
        return self.filter(state__in=ON_THE_WAY)

    def without_carrier(self) -> ShipmentQuerySet:
        return self.filter(state=S.PLANNED, carrier=None)

    def for_list(self) -> ShipmentQuerySet:
        return self.select_related(
            "customer",
            "carrier",
            "branch",
            "order",
            "delivery_promise__calendar_version",
            "delivery_promise__policy_version",
        )


class Shipment(Lifecycle, models.Model):
    """Goods under one waybill on one way from a place to a receiver."""

    number = models.CharField(_("waybill"), max_length=20)
    order = models.ForeignKey(
        "orders.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shipments",
        verbose_name=_("order"),
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="shipments", verbose_name=_("customer"), db_index=False
    )
    branch = models.ForeignKey(
        Branch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shipments",
        verbose_name=_("branch"),
        db_index=False,
    )
    carrier = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shipments",
        verbose_name=_("carrier"),
        db_index=False,
    )
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service"),
        db_index=False,
    )
    delivery_promise = models.ForeignKey(
        Promise,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delivery promise"),
        db_index=False,
    )
    customer_reference = models.CharField(_("customer's reference"), max_length=80, blank=True)
    external_key = models.CharField(max_length=160, null=True, blank=True)
    public_token = models.CharField(max_length=43, default=public_token)

    origin_city = models.CharField(_("from"), max_length=60, blank=True)
    destination_city = models.CharField(_("to"), max_length=60, blank=True)
    consignee_name = models.CharField(_("consignee"), max_length=80, blank=True)
    consignee_phone = models.CharField(_("consignee's phone"), max_length=40, blank=True)
    consignee_phone_tail = models.CharField(max_length=4, blank=True)
    consignee_address = models.CharField(_("consignee's address"), max_length=200, blank=True)

    pieces = models.PositiveIntegerField(_("pieces"), null=True, blank=True)
    weight_kg = models.DecimalField(_("weight"), max_digits=12, decimal_places=3, null=True, blank=True)
    volume_m3 = models.DecimalField(_("volume"), max_digits=12, decimal_places=4, null=True, blank=True)
    declared_value = models.BigIntegerField(_("declared value"), null=True, blank=True)
    cod_amount = models.BigIntegerField(_("cash on delivery"), null=True, blank=True)
    freight_cost = models.BigIntegerField(_("freight cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    payment = models.CharField(_("payment"), max_length=20, blank=True)
    is_collected = models.BooleanField(_("receiver collects"), default=False)

    state = models.CharField(_("state"), max_length=20, choices=ShipmentState, default=S.PLANNED)
    planned_at = models.DateTimeField(_("planned"))
    promised_from = models.DateTimeField(_("promised from"), null=True, blank=True)
    promised_at = models.DateTimeField(_("promised"), null=True, blank=True)
    is_day = models.BooleanField(default=False)
    eta_at = models.DateTimeField(_("expected"), null=True, blank=True)
    picked_up_at = models.DateTimeField(_("picked up"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)

    state_at = models.DateTimeField(null=True, blank=True)
    last_event_at = models.DateTimeField(_("last news"), null=True, blank=True)
    last_code = models.CharField(max_length=30, blank=True)
    last_place = models.CharField(_("last seen at"), max_length=80, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",), "partner": ("carrier",)}
    MOVES: ClassVar = {
        S.PLANNED: {*ON_THE_WAY, S.DELIVERED, S.REFUSED, S.RETURNED, S.LOST, S.CANCELLED},
        S.PICKED_UP: {*ON_THE_WAY, S.DELIVERED, S.REFUSED, S.RETURNED, S.LOST, S.CANCELLED},
        S.IN_TRANSIT: {*ON_THE_WAY, S.DELIVERED, S.REFUSED, S.RETURNED, S.LOST},
        S.OUT_FOR_DELIVERY: {*ON_THE_WAY, S.DELIVERED, S.REFUSED, S.RETURNED, S.LOST},
        S.PARTLY_DELIVERED: {S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED, S.REFUSED, S.RETURNED, S.LOST},
        S.REFUSED: {*ON_THE_WAY, S.DELIVERED, S.RETURNED, S.LOST},
        S.LOST: {*ON_THE_WAY, S.DELIVERED, S.REFUSED, S.RETURNED},
        S.DELIVERED: set(),
        S.RETURNED: set(),
        S.CANCELLED: set(),
    }
    objects = ShipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("shipment")
        indexes = (
            models.Index(fields=("customer", "-id"), name="shipment_by_customer"),
            models.Index(fields=("branch", "-id"), name="shipment_by_branch"),
            models.Index(
                fields=("carrier", "-id"), name="shipment_by_carrier", condition=Q(carrier__isnull=False)
            ),
            models.Index(fields=("state", "-id"), name="shipment_by_state"),
            models.Index(fields=("consignee_phone_tail", "-planned_at"), name="shipment_by_phone_tail"),
            models.Index(fields=("-planned_at", "-id"), name="shipment_by_plan"),
            models.Index(
                fields=("delivered_at",),
                name="shipment_by_delivery",
                condition=Q(delivered_at__isnull=False),
            ),
            models.Index(fields=("destination_city", "-id"), name="shipment_by_destination"),
            models.Index(fields=("origin_city", "-id"), name="shipment_by_origin"),
            models.Index(fields=("promised_at", "id"), name="shipment_by_promise"),
            models.Index(
                fields=("state", "promised_at", "id"), name="shipment_due", condition=Q(state__in=OPEN)
            ),
            models.Index(
                fields=("customer_reference",),
                name="shipment_by_reference",
                opclasses=("varchar_pattern_ops",),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("number",), name="a_waybill_number_is_given_once", opclasses=("varchar_pattern_ops",)
            ),
            models.UniqueConstraint(
                fields=("external_key",),
                name="a_shipment_comes_once",
                condition=Q(external_key__isnull=False),
            ),
            models.UniqueConstraint(fields=("public_token",), name="a_receivers_link_opens_one_shipment"),
            models.CheckConstraint(
                name="a_delivered_shipment_knows_when",
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_shipment_window_ends_after_it_begins",
                condition=Q(promised_from=None)
                | Q(promised_at=None)
                | Q(promised_at__gte=F("promised_from")),
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("transport:shipment", args=[self.number])

    @property
    def last_news(self) -> str:
        """The last code that we know, in words."""
        return str(TrackingCode(self.last_code).label) if self.last_code in KNOWN_CODES else self.last_code

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_on_the_way(self) -> bool:
        return self.state in ON_THE_WAY

    @property
    def payment_words(self) -> str:
        return str(PAYMENTS.get(self.payment, self.payment))

    @property
    def collects_freight(self) -> bool:
        """Whether the receiver pays the freight."""
        return self.payment == "freight_collect"

    @property
    def cash_on_delivery(self) -> Money | None:
        return None if self.cod_amount is None else Money(self.cod_amount, self.currency)

    @property
    def cost(self) -> Money | None:
        return None if self.freight_cost is None else Money(self.freight_cost, self.currency)

    def receive_phone(self, phone: str) -> None:
        """Keep the consignee's phone with the tail by which people ask."""
        digits = "".join(sign for sign in phone if sign.isdigit())
        self.consignee_phone, self.consignee_phone_tail = phone, digits[-4:] if len(digits) >= 4 else ""


class TrackingEvent(models.Model):
    """One piece of news about a shipment, as it was told. Never changed."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="tracking", db_index=False)
    code = models.CharField(_("event"), max_length=30)
    occurred_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"))
    place = models.CharField(_("place"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=TrackingSource, default=TrackingSource.HAND)
    external_key = models.CharField(max_length=120, blank=True)
    eta_at = models.DateTimeField(_("expected"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    SCOPES: ClassVar = {
        "branch": ("shipment__branch",),
        "customer": ("shipment__customer",),
        "partner": ("shipment__carrier",),
    }
    objects = Permitted["TrackingEvent"].as_manager()

    class Meta:
        verbose_name = _("tracking event")
        ordering = ("-occurred_at", "-id")
        indexes = (
            models.Index(fields=("shipment", "-occurred_at", "-id"), name="tracking_by_shipment"),
            models.Index(fields=("recorded_at",), name="tracking_by_recording"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("shipment", "external_key"),
                name="a_carrier_tells_a_key_once",
                condition=~Q(external_key=""),
            ),
            models.UniqueConstraint(
                fields=("shipment", "code", "occurred_at"),
                name="the_same_news_counts_once",
                condition=Q(external_key=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code_words} {self.occurred_at:%Y-%m-%d %H:%M}"

    @property
    def is_known(self) -> bool:
        return self.code in KNOWN_CODES

    @property
    def code_words(self) -> str:
        return str(TrackingCode(self.code).label) if self.is_known else self.code

    @property
    def reason_words(self) -> str:
        return str(TrackingReason(self.reason).label) if self.reason in KNOWN_REASONS else self.reason


class Delivery(models.Model):
    """One attempt to hand over a shipment, with its proof. What it was worth stands in the promise."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="deliveries", db_index=False)
    attempt_no = models.PositiveSmallIntegerField(_("attempt"), default=1)
    happened_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=DeliveryOutcome)
    receiver_name = models.CharField(_("received by"), max_length=80, blank=True)
    pieces_delivered = models.PositiveIntegerField(_("pieces handed over"), null=True, blank=True)
    pieces_damaged = models.PositiveIntegerField(_("of these damaged"), null=True, blank=True)
    pieces_short = models.PositiveIntegerField(_("pieces missing"), null=True, blank=True)
    condition = models.CharField(_("condition"), max_length=10, choices=GoodsCondition, blank=True)
    papers_ok = models.BooleanField(_("papers right"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=TrackingReason, blank=True)
    photo = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    signature = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=TrackingSource, default=TrackingSource.HAND)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    SCOPES: ClassVar = {
        "branch": ("shipment__branch",),
        "customer": ("shipment__customer",),
        "partner": ("shipment__carrier",),
    }
    objects = Permitted["Delivery"].as_manager()

    class Meta:
        verbose_name = _("delivery attempt")
        verbose_name_plural = _("delivery attempts")
        ordering = ("attempt_no",)
        indexes = (
            models.Index(fields=("happened_at",), name="delivery_by_moment"),
            models.Index(fields=("photo",), name="delivery_by_photo", condition=Q(photo__isnull=False)),
            models.Index(
                fields=("signature",), name="delivery_by_signature", condition=Q(signature__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("shipment", "attempt_no"), name="attempts_are_counted"),
            models.CheckConstraint(
                name="damaged_pieces_were_handed_over",
                condition=Q(pieces_damaged=None)
                | Q(pieces_delivered=None)
                | Q(pieces_damaged__lte=F("pieces_delivered")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.attempt_no}"

    @property
    def has_proof(self) -> bool:
        return self.photo_id is not None or self.signature_id is not None

    @property
    def proofs(self) -> list[Document]:
        return [document for document in (self.photo, self.signature) if document is not None]


class ReceiptReturn(Lifecycle, models.Model):
    """Signed papers that the customer wants back."""

    shipment = models.OneToOneField(Shipment, models.CASCADE, related_name="receipt")
    kind = models.CharField(_("kind"), max_length=10, choices=ReceiptKind, default=ReceiptKind.ORIGINAL)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ReceiptState, default=ReceiptState.REQUIRED)
    due_at = models.DateTimeField(_("due back"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    MOVES: ClassVar = {
        ReceiptState.REQUIRED: {ReceiptState.SIGNED},
        ReceiptState.SIGNED: {ReceiptState.RECEIVED},
        ReceiptState.RECEIVED: {ReceiptState.CHECKED},
        ReceiptState.CHECKED: {ReceiptState.RETURNED, ReceiptState.ARCHIVED},
        ReceiptState.RETURNED: set(),
        ReceiptState.ARCHIVED: set(),
    }
    SCOPES: ClassVar = {
        "branch": ("shipment__branch",),
        "customer": ("shipment__customer",),
        "partner": ("shipment__carrier",),
    }
    objects = Permitted["ReceiptReturn"].as_manager()

    class Meta:
        verbose_name = _("receipt to return")
        verbose_name_plural = _("receipts to return")
        indexes = (models.Index(fields=("state", "due_at"), name="receipt_due"),)

    def __str__(self) -> str:
        return f"{self.shipment} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return self.shipment.get_absolute_url()

    @property
    def number(self) -> str:
        return self.shipment.number

    def step_to(self, state: str, *, at: datetime) -> None:
        """The next step, with its moment."""
        self.move_to(state)
        setattr(self, f"{state}_at", at)


class ShipmentException(models.Model):
    """Something is wrong with a shipment, seen once until it is over."""

    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="exceptions", db_index=False)
    kind = models.CharField(_("exception"), max_length=20, choices=ExceptionKind)
    cause_key = models.CharField(max_length=80, blank=True)
    seen_at = models.DateTimeField(_("seen"))
    over_at = models.DateTimeField(_("over"), null=True, blank=True)

    SCOPES: ClassVar = {
        "branch": ("shipment__branch",),
        "customer": ("shipment__customer",),
        "partner": ("shipment__carrier",),
    }
    objects = Permitted["ShipmentException"].as_manager()

    class Meta:
        verbose_name = _("shipment exception")
        indexes = (
            models.Index(fields=("shipment", "kind"), name="exception_by_shipment"),
            models.Index(fields=("-id",), name="exception_open", condition=Q(over_at=None)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("shipment", "kind"), name="an_open_exception_is_seen_once", condition=Q(over_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.shipment}"
