"""Signed receipts by customer and month, and delivery notes by the day of shipping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone, make_aware

from kept.documents.models import Document
from kept.kernel.access import Permitted

from ..enums import DeliveryOutcome, ReceiptState
from ..models import Delivery, ReceiptReturn, ShipmentQuerySet

if TYPE_CHECKING:
    Receipts = Permitted[ReceiptReturn]

SIGNED = (ReceiptState.SIGNED, ReceiptState.RECEIVED)


@dataclass(frozen=True)
class ReceiptMonth:
    """How far the receipts are that one customer's receivers signed in one month."""

    customer: str
    number: str
    month: date
    missing: int
    ready: int
    returned: int
    archived: int

    @property
    def key(self) -> str:
        return f"{self.month:%Y-%m}"


def receipt_months(rows: Receipts) -> list[ReceiptMonth]:
    """Newest month first; one statement."""
    zone = get_default_timezone()
    counted = (
        rows.exclude(signed_at=None)
        .annotate(month=TruncMonth("signed_at", tzinfo=zone))
        .values("month", "shipment__customer__name", "shipment__customer__number")
        .annotate(
            missing=Count("pk", filter=Q(state__in=SIGNED)),
            ready=Count("pk", filter=Q(state=ReceiptState.CHECKED)),
            returned=Count("pk", filter=Q(state=ReceiptState.RETURNED)),
            archived=Count("pk", filter=Q(state=ReceiptState.ARCHIVED)),
        )
        .order_by("-month", "shipment__customer__name")
    )
    return [
        ReceiptMonth(
            customer=row["shipment__customer__name"],
            number=row["shipment__customer__number"],
            month=row["month"].astimezone(zone).date(),
            **{name: row[name] for name in ("missing", "ready", "returned", "archived")},
        )
        for row in counted
    ]


def receipts_of(rows: Receipts, customer: str, month: date) -> Receipts:
    """The receipts signed in a month for the customer of a number, by the day of shipping."""
    begin, end = span_of(month)
    found = rows.filter(shipment__customer__number=customer, signed_at__gte=begin, signed_at__lt=end)
    return found.select_related("shipment__customer").order_by("shipment__picked_up_at", "shipment__pk")


def span_of(month: date) -> tuple[datetime, datetime]:
    """From the first moment of a local month to the first of the next."""
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return make_aware(datetime.combine(first, time())), make_aware(datetime.combine(following, time()))


def with_papers(rows: ShipmentQuerySet) -> ShipmentQuerySet:
    """Add who signed and how many papers are kept of each shipment."""
    handed = (DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL)
    last = Delivery.objects.filter(shipment=OuterRef("pk"), outcome__in=handed).order_by("-attempt_no")
    kept = Document.objects.filter(subject_type="transport.shipment", subject_id=OuterRef("pk"))
    count = kept.order_by().values("subject_id").annotate(n=Count("pk")).values("n")
    return rows.annotate(signed_by=Subquery(last.values("receiver_name")[:1]), papers=Subquery(count[:1]))


def copies_of(receipts: Sequence[ReceiptReturn]) -> int:
    return sum(receipt.copies for receipt in receipts)
