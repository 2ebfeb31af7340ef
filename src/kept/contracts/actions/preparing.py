"""Noting what of the elements before a transaction is in place."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.facts import company_day
from kept.parties.models import Customer

from ..enums import NOTED
from ..events import PreparationNoted
from ..models import PreparationNote
from ..rules import NotedInTheFuture, RemarkMissing, ToldByRecords


@transaction.atomic
def note_preparation(
    *,
    customer: Customer,
    element: str,
    is_in_place: bool,
    on: date,
    remark: str,
    by: Actor,
    at: datetime,
) -> PreparationNote:
    """Found in place, or not. What was noted before stays readable."""
    if element not in NOTED:
        raise ToldByRecords(field="element")
    if not remark.strip():
        raise RemarkMissing(field="remark")
    today = company_day(at)
    assert today is not None
    if on > today:
        raise NotedInTheFuture(field="on")
    note = PreparationNote.objects.create(
        customer=customer,
        element=element,
        is_in_place=is_in_place,
        on=on,
        remark=remark.strip(),
        noted_at=at,
        by_id=by.person_id,
    )
    told = PreparationNoted(
        subject=Subject.of(note),
        occurred_at=at,
        customer_id=customer.pk,
        element=element,
        is_in_place=is_in_place,
    )
    emit(told, by=by)
    return note
