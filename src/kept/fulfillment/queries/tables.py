"""The tracking table of a day for one customer, and who needs one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from kept.kernel.actor import Actor
from kept.parties.models import Customer, CustomerQuerySet
from kept.transport.models import OPEN, Shipment, ShipmentQuerySet, TrackingEvent

from ..models import TrackingTable
from ..rules import Changes, compare
from .columns import TrackingColumn, columns_for


@dataclass(frozen=True)
class DayTable:
    """Columns and rows by waybill number, in plain values; with what changed since the last publication."""

    columns: list[TrackingColumn]
    rows: dict[str, dict[str, Any]]
    changes: Changes = field(default_factory=Changes)

    @property
    def codes(self) -> list[str]:
        return [column.code for column in self.columns]

    def lines(self) -> list[tuple[str, bool, list[tuple[TrackingColumn, Any, bool]]]]:
        """For each row its number, whether it is new, and its cells with whether they changed."""
        return [
            (
                number,
                self.changes.is_new(number),
                [(c, c.words(row.get(c.code)), c.code in self.changes.changed(number)) for c in self.columns],
            )
            for number, row in self.rows.items()
        ]


def day_span(day: date) -> tuple[datetime, datetime]:
    """The company's day as moments."""
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.TIME_ZONE))
    return start, start + timedelta(days=1)


def today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def shipments_of_day(day: date) -> ShipmentQuerySet:
    """What a customer asks about on a day: everything open, and what was delivered that day."""
    start, end = day_span(day)
    over_today = Q(delivered_at__gte=start, delivered_at__lt=end)
    return Shipment.objects.filter(Q(state__in=OPEN, planned_at__lt=end) | over_today)


def table_of(customer: Customer, day: date) -> DayTable:
    """The table as it stands, compared with the last one published; two statements."""
    columns = columns_for(customer.tracking_columns)
    reasons = (
        TrackingEvent.objects.filter(shipment=OuterRef("pk")).exclude(reason="").order_by("-occurred_at")
    )
    shipments = shipments_of_day(day).filter(customer=customer).select_related("order")
    shipments = shipments.annotate(last_reason=Coalesce(Subquery(reasons.values("reason")[:1]), Value("")))
    rows = {
        s.number: {c.code: c.take(s) for c in columns} for s in shipments.order_by("promised_at", "number")
    }
    last = last_published(customer)
    changes = compare(rows, last.rows if last else None, [column.code for column in columns])
    return DayTable(columns, rows, changes)


def published_table(table: TrackingTable) -> DayTable:
    """A table as it was published, compared with the one before it."""
    columns = columns_for(table.columns)
    earlier = (
        TrackingTable.objects.filter(customer=table.customer_id, pk__lt=table.pk).order_by("-pk").first()
    )
    changes = compare(table.rows, earlier.rows if earlier else None, table.columns)
    return DayTable(columns, table.rows, changes)


def last_published(customer: Customer) -> TrackingTable | None:
    return TrackingTable.objects.filter(customer=customer).order_by("-pk").first()


def customers_of_day(day: date, actor: Actor) -> CustomerQuerySet:
    """Customers with something to tell about, how many shipments, and when they were told last."""
    told = TrackingTable.objects.filter(customer=OuterRef("pk"), day=day).order_by("-pk")
    counted = (
        shipments_of_day(day)
        .filter(customer=OuterRef("pk"))
        .order_by()
        .values("customer")
        .annotate(n=Count("pk"))
        .values("n")
    )
    having = shipments_of_day(day).order_by().values("customer")
    return (
        Customer.objects.permitted(actor, "fulfillment.table")
        .filter(pk__in=having)
        .annotate(
            shipments_today=Subquery(counted), published_today=Subquery(told.values("published_at")[:1])
        )
    )
