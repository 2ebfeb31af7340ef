"""The tracking table of the day goes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.parties.actions.customers import change_customer
from kept.parties.models import Customer

from ..events import TrackingColumnsChosen, TrackingTablePublished
from ..models import TrackingTable
from ..queries.columns import COLUMNS
from ..queries.tables import table_of


class NothingToTell(Refused):
    default = _("%(customer)s has no shipment to tell about on this day.")


class NoColumns(Refused):
    default = _("Choose at least one column.")


@transaction.atomic
def publish_tracking_table(*, customer: Customer, day: date, by: Actor, at: datetime) -> TrackingTable:
    """Keep the table as it stands now in the columns that the customer wants, and tell."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    table = table_of(customer, day)
    if not table.rows:
        raise NothingToTell(NothingToTell.default % {"customer": customer})
    published = TrackingTable.objects.create(
        customer=customer,
        day=day,
        number=1 + TrackingTable.objects.filter(customer=customer, day=day).count(),
        columns=table.codes,
        rows=table.rows,
        published_at=at,
        published_by_id=by.person_id,
    )
    told = TrackingTablePublished(
        subject=Subject.of(customer),
        occurred_at=at,
        table_id=published.pk,
        day=day.isoformat(),
        shipments=len(table.rows),
        changed=table.changes.count,
    )
    emit(told, by=by)
    return published


@transaction.atomic
def publish_tracking_tables(
    *, customers: Iterable[Customer], day: date, by: Actor, at: datetime
) -> list[TrackingTable]:
    """The tables of several customers; all or none."""
    return [publish_tracking_table(customer=customer, day=day, by=by, at=at) for customer in customers]


@transaction.atomic
def choose_columns(*, customer: Customer, columns: Iterable[str], by: Actor, at: datetime) -> Customer:
    """In which columns, and in which order, this customer wants its table."""
    codes = [code for code in dict.fromkeys(columns) if code in COLUMNS]
    if not codes:
        raise NoColumns(field="columns")
    customer = change_customer(customer=customer, changes={"tracking_columns": codes}, by=by, at=at)
    told = TrackingColumnsChosen(subject=Subject.of(customer), occurred_at=at, columns=tuple(codes))
    emit(told, by=by)
    return customer
