"""Service statements for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema, Status

from kept.kernel.web.doors import allowed
from kept.parties.enums import Segment
from kept.parties.models import Customer

from ..actions.statements import end_statement, revise_statement, write_statement
from ..models import ServiceStatement, StatementVersion
from ..queries.statements import version_for
from .doors import customer_of

router = Router()


class StatementVersionOut(Schema):
    statement: str
    title: str
    for_whom: str
    version: int
    words: dict[str, str]
    valid_from: date
    valid_until: date | None
    changed: str
    made_at: datetime
    made_by: str


class ServiceStatementOut(Schema):
    number: str
    title: str
    segment: str
    customer: str
    ended_on: date | None
    versions: list[StatementVersionOut]


class StatementVersionIn(Schema):
    words: dict[str, str]
    valid_from: date
    changed: str = Field("", max_length=200)


class ServiceStatementIn(Schema):
    title: str = Field(min_length=1, max_length=120)
    words: dict[str, str]
    valid_from: date
    segment: Segment | None = None
    customer: str = ""


class LastDayIn(Schema):
    on: date


@router.get("service-statements", response=list[ServiceStatementOut])
def service_statements(request: HttpRequest) -> list[ServiceStatementOut]:
    """All written statements with their versions, newest first."""
    actor = allowed(request, "contracts.view")
    rows = ServiceStatement.objects.permitted(actor, "contracts.view").select_related("customer")
    return [_out(row) for row in rows.prefetch_related("versions__made_by")]


@router.post("service-statements", response={201: ServiceStatementOut})
def add_statement(request: HttpRequest, given: ServiceStatementIn) -> Status[ServiceStatementOut]:
    """Write a statement for a customer (by number), a segment, or all."""
    actor = allowed(request, "contracts.keep")
    customers = Customer.objects.permitted(actor, "contracts.keep")
    made = write_statement(
        title=given.title,
        words=given.words,
        valid_from=given.valid_from,
        segment=given.segment or "",
        customer=get_object_or_404(customers, number=given.customer) if given.customer else None,
        by=actor,
        at=now(),
    )
    return Status(201, _out(made))


@router.post("service-statements/{number}/versions", response={201: ServiceStatementOut})
def add_version(request: HttpRequest, number: str, given: StatementVersionIn) -> Status[ServiceStatementOut]:
    actor = allowed(request, "contracts.keep")
    found = _found(request, number)
    return Status(201, _out(revise_statement(statement=found, **given.dict(), by=actor, at=now())))


@router.post("service-statements/{number}/end", response=ServiceStatementOut)
def end(request: HttpRequest, number: str, given: LastDayIn) -> ServiceStatementOut:
    actor = allowed(request, "contracts.keep")
    return _out(end_statement(statement=_found(request, number), on=given.on, by=actor, at=now()))


@router.get("customers/{number}/service-statement", response=StatementVersionOut | None)
def statement_of_customer(
    request: HttpRequest, number: str, on: date | None = None
) -> StatementVersionOut | None:
    """The version that applies to a customer on a day, today without one; null when none does."""
    customer = customer_of(request, number, "contracts.view")
    version = version_for(customer, on or localdate())
    return version_out(version) if version else None


def version_out(version: StatementVersion) -> StatementVersionOut:
    names = ("words", "valid_from", "valid_until", "changed", "made_at")
    return StatementVersionOut(
        statement=version.statement.number,
        title=version.statement.title,
        for_whom=version.statement.for_whom,
        version=version.number,
        made_by=version.made_by.name if version.made_by else "",
        **{name: getattr(version, name) for name in names},
    )


def _out(row: ServiceStatement) -> ServiceStatementOut:
    versions = list(row.versions.all())
    for version in versions:
        version.statement = row
    return ServiceStatementOut(
        number=row.number,
        title=row.title,
        segment=row.segment,
        customer=row.customer.number if row.customer else "",
        ended_on=row.ended_on,
        versions=[version_out(version) for version in versions],
    )


def _found(request: HttpRequest, number: str) -> ServiceStatement:
    rows = ServiceStatement.objects.permitted(allowed(request, "contracts.keep"), "contracts.keep")
    return get_object_or_404(rows, number=number)
