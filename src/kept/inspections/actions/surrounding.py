"""Keeping what acts on service, and looking at it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from kept.catalog.actions.greening import mark_green
from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.facts import company_day
from kept.kernel.numbering import next_number

from ..events import InfluenceKept, RegulationKept, ReviewDue, ReviewMade, ServiceGreened
from ..models import Influence, Regulation
from ..rules.refusals import ReasonMissing, ReviewInThePast

Watched = Influence | Regulation


@transaction.atomic
def keep_influence(*, influence: Influence | None = None, by: Actor, at: datetime, **said: Any) -> Influence:
    """Write a factor down, or change it. `said` are its fields."""
    kept = influence or Influence()
    _fill(kept, said)
    emit(InfluenceKept.of(kept, at=at), by=by)
    return kept


@transaction.atomic
def keep_regulation(
    *, regulation: Regulation | None = None, by: Actor, at: datetime, **said: Any
) -> Regulation:
    """Write a law or policy down, or change it. `said` are its fields."""
    kept = regulation or Regulation(number=next_number("regulation", at=at))
    _fill(kept, said)
    emit(RegulationKept.of(kept, at=at), by=by)
    return kept


@transaction.atomic
def make_review(*, record: Watched, outcome: str, next_on: date, by: Actor, at: datetime) -> Watched:
    """It was looked at: with what came of it, and the day of the next look."""
    if not outcome.strip():
        raise ReasonMissing(field="outcome")
    if next_on <= localtime(at).date():
        raise ReviewInThePast(field="next_on")
    rows: Any = type(record).objects
    found: Watched = rows.select_for_update(of=("self",)).get(pk=record.pk)
    found.review(outcome=outcome, next_on=next_on, at=at)
    found.save(update_fields=["outcome", "review_on", "reviewed_at"])
    emit(ReviewMade.of(found, at=at), by=by)
    return found


@transaction.atomic
def tell_reviews(*, by: Actor, at: datetime) -> int:
    """Each owner hears once that the day has come."""
    today = company_day(at)
    assert today is not None
    told = 0
    for model in (Influence, Regulation):
        rows: Any = model.objects.select_for_update(of=("self",)).filter(review_on__lte=today)
        for row in rows:
            if row.told_for == row.review_on:
                continue
            row.told_for = row.review_on
            row.save(update_fields=["told_for"])
            emit(ReviewDue.of(row, at=at, owner_id=row.owner_id), by=by)
            told += 1
    return told


@transaction.atomic
def green_service(
    *, service: Service, is_green: bool | None, disposes_green: bool | None, why: str, by: Actor, at: datetime
) -> Service:
    """Whether a service, and the disposal of what it leaves behind, is green; a mark says why it is one."""
    if (is_green or disposes_green) and not why.strip():
        raise ReasonMissing(field="why")
    marked = mark_green(service=service, is_green=is_green, disposes_green=disposes_green, why=why)
    told = ServiceGreened.of(marked, at=at, is_green=is_green, disposes_green=disposes_green)
    emit(told, by=by)
    return marked


def _fill(record: Any, said: dict[str, Any]) -> None:
    for name, value in said.items():
        setattr(record, name, value)
    record.save()
