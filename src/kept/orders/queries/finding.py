"""Orders by what people have in hand: a number, the customer's reference, a name."""

from __future__ import annotations

from django.db.models import Q

from kept.kernel.searching import matching
from kept.parties.models import Customer

from ..models import OrderQuerySet

MOST_CUSTOMERS = 50


def orders_like(rows: OrderQuerySet, text: str) -> OrderQuerySet:
    """By the beginning of the number, the whole reference, or the customer; by indexes alone."""
    wanted = text.strip()
    if not wanted:
        return rows
    customers = matching(Customer.objects.all(), wanted).values_list("pk", flat=True)[:MOST_CUSTOMERS]
    return rows.filter(
        Q(number__startswith=wanted.upper()) | Q(customer_reference=wanted) | Q(customer__in=list(customers))
    )


def orders_numbered(rows: OrderQuerySet, text: str) -> OrderQuerySet:
    """By the beginning of the number or the whole reference."""
    wanted = text.strip()
    return rows.filter(Q(number__startswith=wanted.upper()) | Q(customer_reference=wanted))
