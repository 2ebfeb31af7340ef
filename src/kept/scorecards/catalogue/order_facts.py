"""The fact tables of orders, of inquiries and of the customers served in a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from kept.kernel.facts import Check, Derived, FactColumn, FactTable, company_day, fact_table, month_of
from kept.orders.models import Order
from kept.quotes.models import Inquiry
from kept.transport.models import Delivery

from .facts import utc

C = FactColumn
A_YEAR_LATER = "CAST({day} + INTERVAL 1 YEAR AS DATE)"

ORDER_FIELDS = ("id", "customer_id", "branch_id", "service_id", "state", "source", "lines_in")
ORDER_MOMENTS = ("received_at", "placed_at", "released_at", "delivered_at")


def order_rows(orders: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per order that was placed."""
    told = orders.annotate(lines_in=Count("lines")).order_by("pk")
    for row in told.values_list(*ORDER_FIELDS, *ORDER_MOMENTS).iterator(chunk_size=2000):
        *plain, received, placed, released, delivered = row
        yield (
            *plain,
            utc(placed),
            company_day(placed),
            company_day(released),
            _hours(received, released),
            _hours(received, delivered),
        )


def inquiry_rows(inquiries: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per inquiry."""
    fields = ("id", "customer_id", "branch_id", "service_id", "state", "taken_at", "closed_at")
    for *plain, taken, closed in inquiries.order_by("pk").values_list(*fields).iterator(chunk_size=2000):
        yield (*plain, utc(taken), company_day(closed))


def served_rows(deliveries: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per customer to whom something was delivered in a month."""
    fields = ("shipment__customer_id", "shipment__customer__branch_id", "shipment__customer__since")
    done = deliveries.filter(outcome="delivered", shipment__customer__isnull=False).order_by()
    counted = done.values_list(*fields).annotate(n=Count("pk")).order_by("shipment__customer_id")
    first = done.order_by("happened_at").values_list("happened_at", flat=True).first()
    if first is None:
        return
    month = month_of(first)
    for customer_id, branch_id, since, count in counted:
        yield (customer_id, branch_id, month, count, _years(since, month))


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None or end < start else (end - start).total_seconds() / 3600


def _years(since: date | None, month: date) -> float | None:
    return None if since is None else max((month - since).days, 0) / 365.25


def _placed() -> QuerySet[Order]:
    return Order.objects.exclude(placed_at=None)


fact_table(
    FactTable(
        name="orders",
        means="Orders that were placed, one row each.",
        model=lambda: Order,
        created="placed_at",
        columns=(
            C("order_id", "BIGINT", "the order"),
            C("customer_id", "BIGINT", "the customer"),
            C("branch_id", "BIGINT", "the branch that answers for it"),
            C("service_id", "BIGINT", "the service"),
            C("state", "VARCHAR", "placed, held, released, in_progress, delivered, closed or cancelled"),
            C("source", "VARCHAR", "phone, portal, file, api or quote"),
            C("lines", "INTEGER", "lines of the order"),
            C("placed_at", "TIMESTAMP", "when it was placed; its month decides the file"),
            C("placed_on", "DATE", "day of placed_at in the company's zone"),
            C("released_on", "DATE", "day on which it was released in the company's zone"),
            C("hours_to_release", "DOUBLE", "hours from its receipt to its release"),
            C("hours_to_delivery", "DOUBLE", "hours from its receipt to its delivery"),
        ),
        derived=(
            Derived(
                "year_later_on",
                "DATE",
                A_YEAR_LATER.format(day="placed_on"),
                "a year after placed_on, to compare with a year before",
            ),
        ),
        rows=order_rows,
        key="order_id",
        order=("customer_id", "order_id"),
        touched={"orders.order": lambda ids: Q(pk__among=ids)},
        checks={
            "orders": Check("count(*)", lambda: _placed().count()),
            "released": Check("count(released_on)", lambda: _placed().exclude(released_at=None).count()),
        },
    )
)

fact_table(
    FactTable(
        name="inquiries",
        means="Inquiries, one row each.",
        model=lambda: Inquiry,
        created="taken_at",
        columns=(
            C("inquiry_id", "BIGINT", "the inquiry"),
            C("customer_id", "BIGINT", "the customer, if it is one already"),
            C("branch_id", "BIGINT", "the branch that was asked"),
            C("service_id", "BIGINT", "the service asked for"),
            C("state", "VARCHAR", "open, answered, quoted, accepted, lost or cancelled"),
            C("taken_at", "TIMESTAMP", "when it came in; its month decides the file"),
            C("closed_on", "DATE", "day on which it was won or lost"),
        ),
        rows=inquiry_rows,
        key="inquiry_id",
        touched={"quotes.inquiry": lambda ids: Q(pk__in=ids), "quotes.quote": lambda ids: Q(quotes__in=ids)},
        checks={"inquiries": Check("count(*)", lambda: Inquiry.objects.count())},
    )
)

fact_table(
    FactTable(
        name="served",
        means="Customers to whom something was delivered in a month, one row for each customer and month.",
        model=lambda: Delivery,
        created="happened_at",
        columns=(
            C("customer_id", "BIGINT", "the customer"),
            C("branch_id", "BIGINT", "the customer's branch"),
            C("month_on", "DATE", "the first day of the month"),
            C("deliveries", "INTEGER", "what was delivered to the customer in the month"),
            C("years", "DOUBLE", "years since he became a customer; empty when nobody knows"),
        ),
        derived=(
            Derived(
                "month_after_on",
                "DATE",
                "CAST(month_on + INTERVAL 1 MONTH AS DATE)",
                "the month after, in which is seen whether the customer stayed",
            ),
            Derived(
                "has_stayed",
                "BOOLEAN",
                "coalesce(lead(month_on) OVER (PARTITION BY customer_id ORDER BY month_on)"
                " = month_on + INTERVAL 1 MONTH, false)",
                "whether something was delivered to him in the month after too",
            ),
        ),
        rows=served_rows,
        touched={
            "transport.delivery": lambda ids: Q(pk__among=ids),
            "transport.shipment": lambda ids: Q(shipment_id__among=ids),
            "parties.customer": lambda ids: Q(shipment__customer__in=ids),
        },
        checks={
            "deliveries": Check(
                "coalesce(sum(deliveries), 0)", lambda: Delivery.objects.filter(outcome="delivered").count()
            )
        },
    )
)
