"""Writing statements of our service: each change is a new version, and one of them stands per scope."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.facts import company_day
from kept.kernel.numbering import next_number
from kept.kernel.searching import index
from kept.parties.models import Customer

from ..events import ServiceStatementEnded, ServiceStatementWritten
from ..models import ServiceStatement, StatementVersion
from ..rules import (
    BeginsBeforeLast,
    BeginsInThePast,
    ChangeMissing,
    EndsBeforeItBegins,
    StatementHasEnded,
    StatementStands,
    TwoScopes,
    check_words,
)

ONE_DAY = timedelta(days=1)


@transaction.atomic
def write_statement(
    *,
    title: str,
    words: Mapping[str, str],
    valid_from: date,
    segment: str = "",
    customer: Customer | None = None,
    by: Actor,
    at: datetime,
) -> ServiceStatement:
    """A new statement in its first version, for one customer, a segment, or all."""
    said = _checked(words)
    if customer and segment:
        raise TwoScopes(field="segment")
    _check_alone(customer, segment, valid_from)
    statement = ServiceStatement.objects.create(
        number=next_number("service_statement", at=at),
        title=title.strip(),
        segment=segment,
        customer=customer,
    )
    index(statement, [statement.number, statement.title])
    _add(statement, 1, said, valid_from, "", by=by, at=at)
    return statement


@transaction.atomic
def revise_statement(
    *,
    statement: ServiceStatement,
    words: Mapping[str, str],
    valid_from: date,
    changed: str,
    by: Actor,
    at: datetime,
) -> ServiceStatement:
    """A new version from a day on; the one before ends the day before. The past stays as it was."""
    said = _checked(words)
    if not changed.strip():
        raise ChangeMissing(field="changed")
    _check_future(valid_from, at, "valid_from")
    found, last = _locked(statement)
    if valid_from <= last.valid_from:
        raise BeginsBeforeLast(field="valid_from")
    last.valid_until = valid_from - ONE_DAY
    last.save(update_fields=["valid_until"])
    _add(found, last.number + 1, said, valid_from, changed.strip(), by=by, at=at)
    return found


@transaction.atomic
def end_statement(*, statement: ServiceStatement, on: date, by: Actor, at: datetime) -> ServiceStatement:
    """It applies until this day; from then on the wider statement does."""
    _check_future(on, at, "on")
    found, last = _locked(statement)
    if on < last.valid_from:
        raise EndsBeforeItBegins(field="on")
    last.valid_until = found.ended_on = on
    last.save(update_fields=["valid_until"])
    found.save(update_fields=["ended_on"])
    told = ServiceStatementEnded(subject=Subject.of(found), occurred_at=at, customer_id=found.customer_id)
    emit(told, by=by)
    return found


def _add(
    statement: ServiceStatement,
    number: int,
    words: dict[str, str],
    valid_from: date,
    changed: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    StatementVersion.objects.create(
        statement=statement,
        number=number,
        words=words,
        valid_from=valid_from,
        changed=changed,
        made_at=at,
        made_by_id=by.person_id,
    )
    told = ServiceStatementWritten(
        subject=Subject.of(statement), occurred_at=at, number=number, customer_id=statement.customer_id
    )
    emit(told, by=by)


def _checked(words: Mapping[str, str]) -> dict[str, str]:
    return check_words(words, dict(settings.LANGUAGES))


def _check_alone(customer: Customer | None, segment: str, valid_from: date) -> None:
    """Nothing else is written for the same customers from that day on."""
    for other in ServiceStatement.objects.select_for_update().like(customer, segment):
        if other.ended_on is None or other.ended_on >= valid_from:
            raise StatementStands(field="customer" if customer else "segment")


def _check_future(day: date, at: datetime, field: str) -> None:
    today = company_day(at)
    assert today is not None
    if day < today:
        raise BeginsInThePast(field=field)


def _locked(statement: ServiceStatement) -> tuple[ServiceStatement, StatementVersion]:
    """The statement and its newest version."""
    found = ServiceStatement.objects.select_for_update().get(pk=statement.pk)
    if found.ended_on is not None:
        raise StatementHasEnded
    return found, found.versions.order_by("-number")[0]
