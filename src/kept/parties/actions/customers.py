"""Taking a customer into the books and keeping the record right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit, emit_many
from kept.kernel.numbering import next_numbers
from kept.kernel.searching import index, index_many

from ..events import CustomerChanged, CustomerCreated
from ..models import Customer


class NameMissing(Refused):
    default = _("Give the customer's name.")


def create_customer(*, name: str, by: Actor, at: datetime, **details: Any) -> Customer:
    return create_customers(rows=[{"name": name, **details}], by=by, at=at)[0]


@transaction.atomic
def create_customers(*, rows: Sequence[Mapping[str, Any]], by: Actor, at: datetime) -> list[Customer]:
    """Many at once, one statement per table. Each row has a `name` and other fields of Customer."""
    if any(not str(row.get("name", "")).strip() for row in rows):
        raise NameMissing(field="name")
    numbers = next_numbers("customer", len(rows), at=at) if rows else []
    customers = [
        Customer(number=number, **{"since": localtime(at).date(), **row})
        for number, row in zip(numbers, rows, strict=True)
    ]
    Customer.objects.bulk_create(customers, batch_size=500)
    index_many([(customer, search_texts(customer)) for customer in customers])
    emit_many([CustomerCreated(subject=Subject.of(c), occurred_at=at) for c in customers], by=by)
    return customers


@transaction.atomic
def change_customer(*, customer: Customer, changes: Mapping[str, Any], by: Actor, at: datetime) -> Customer:
    """Write what differs. Nothing is written or told when nothing does."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    changed = sorted(field for field, value in changes.items() if getattr(customer, field) != value)
    if not changed:
        return customer
    for field in changed:
        setattr(customer, field, changes[field])
    if not customer.name.strip():
        raise NameMissing(field="name")
    customer.save(update_fields=[*changed, "changed_at"])
    index(customer, search_texts(customer))
    emit(CustomerChanged(subject=Subject.of(customer), occurred_at=at, fields=tuple(changed)), by=by)
    return customer


def search_texts(customer: Customer) -> list[str]:
    return [customer.number, customer.name, customer.short_name, customer.phone]
