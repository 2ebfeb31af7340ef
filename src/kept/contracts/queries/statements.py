"""Which version of which statement applies to a customer on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kept.parties.models import Customer

from ..models import ServiceStatement, StatementVersion


def with_version(customers: QuerySet[Customer], on: date) -> QuerySet[Customer]:
    """Each customer with `version_id`: of its own statement, else its segment's, else the one for all.

    The segment is the one that the customer has now.
    """
    return customers.annotate(
        version_id=Coalesce(
            _version(on, statement__customer=OuterRef("pk")),
            _version(on, statement__customer=None, statement__segment=OuterRef("segment")),
            _version(on, statement__customer=None, statement__segment=""),
        )
    )


def version_for(customer: Customer, on: date) -> StatementVersion | None:
    """What applies to a customer on a day. Two statements."""
    row: Any = with_version(Customer.objects.filter(pk=customer.pk), on).get()
    rows = StatementVersion.objects.select_related("statement__customer", "made_by")
    return rows.filter(pk=row.version_id).first()


def reach_of(version: StatementVersion, on: date) -> int:
    """To how many customers a version applies on a day."""
    rows: Any = with_version(Customer.objects.active(), on)  # annotated, which no type tells
    reached: int = rows.filter(version_id=version.pk).count()
    return reached


@dataclass(frozen=True)
class Stretch:
    """From this day on this version applies to a customer, or none does."""

    begins: date
    version: StatementVersion | None


def stretches(customer: Customer) -> list[Stretch]:
    """What applied to a customer and will, newest first: the days on which it changes. One statement."""
    scopes = StatementVersion.objects.select_related("statement", "made_by")
    own = scopes.filter(statement__customer=customer)
    shared = scopes.filter(statement__customer=None, statement__segment__in=("", customer.segment))
    versions = sorted(own | shared, key=_closeness)
    days = {version.valid_from for version in versions}
    days |= {_after(version.valid_until) for version in versions if version.valid_until}
    told: list[Stretch] = []
    for begins in sorted(days):
        version = next((each for each in versions if each.is_in_force(begins)), None)
        if not told or told[-1].version != version:
            told.append(Stretch(begins, version))
    return told[::-1]


def statements_shown(rows: QuerySet[ServiceStatement], on: date) -> QuerySet[ServiceStatement]:
    """With the number and first day of the version in force on a day, and how many there are."""
    there = StatementVersion.objects.in_force(on).filter(statement=OuterRef("pk"))
    return rows.select_related("customer").annotate(
        version=Subquery(there.values("number")[:1]),
        version_from=Subquery(there.values("valid_from")[:1]),
        version_count=Count("versions"),
    )


def named(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """`with_version` rows with the words of the version: its statement, title and number."""
    version = StatementVersion.objects.filter(pk=OuterRef("version_id"))
    return customers.annotate(
        statement_number=Subquery(version.values("statement__number")[:1]),
        statement_title=Subquery(version.values("statement__title")[:1]),
        version_number=Subquery(version.values("number")[:1]),
        version_from=Subquery(version.values("valid_from")[:1]),
    )


def _version(on: date, **whose: Any) -> Subquery:
    rows = StatementVersion.objects.in_force(on).filter(**whose)
    return Subquery(rows.order_by(F("valid_from").desc(), "-pk").values("pk")[:1])


def _closeness(version: StatementVersion) -> tuple[int, int]:
    """The customer's own first, then the segment's, then the one for all; of each the newest."""
    statement = version.statement
    wide = 0 if statement.customer_id else 1 if statement.segment else 2
    return wide, -version.valid_from.toordinal()


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
