"""Entering base numbers: rows are added, the newest counts, and what is made of them waits to be renewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.bulk import insert_many
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.facts import month_of
from kept.kernel.numbers import rule

from ..catalogue import Recorded
from ..catalogue.limits import HOLDING_MONTHS
from ..enums import Came, Slice
from ..events import NumbersEntered
from ..models import NumberEntry
from ..queries.known import known
from ..queries.places import COLUMNS, months_later, months_within
from ..queries.reading import Whose
from .facts import let_wait

LARGEST = Decimal(10) ** 15
COMPANY = Whose()


class UnknownNumber(Refused):
    default = _("There is no such base number.")


class SourceMissing(Refused):
    default = _("Say where the number comes from.")


class OnlyOfTheWhole(Refused):
    default = _("Only the company as a whole has this number.")


class NotYet(Refused):
    default = _("This month has not begun.")


class AmountBelowNought(Refused):
    default = _("What is counted or weighed is not below 0.")


class TooLarge(Refused):
    default = _("This number is too large.")


@dataclass(frozen=True)
class Told:
    """A base number as somebody tells it; without a value it is taken back."""

    number: str
    month: date
    value: Decimal | None
    whose: Whose = COMPANY
    product: str = ""
    note: str = ""


@transaction.atomic
def enter_numbers(
    *, rows: Sequence[Told], source: str, came: str = Came.HAND, by: Actor, at: datetime
) -> list[NumberEntry]:
    """Add numbers; the older ones stay as their history."""
    if not source.strip():
        raise SourceMissing(field="source")
    catalogue = known()
    for told in rows:
        judge_number(told, catalogue.measures.get(told.number), at=at)
    entries = [_entry(told, source.strip(), came, by, at) for told in rows]
    if not entries:
        return []
    insert_many(entries)
    months = {told.month for told in rows}
    told_all = NumbersEntered(
        subject=Subject("scorecards.numbers", entries[-1].pk),
        occurred_at=at,
        count=len(entries),
        first=min(months),
        last=max(months),
    )
    emit(told_all, by=by)
    touched = ((told.month, _holds(catalogue.measures[told.number])) for told in rows)
    let_wait(months_touched(touched, until=month_of(at)), at)
    return entries


def judge_number(told: Told, number: Any, *, at: datetime) -> None:
    """What must be true of a number before it is kept."""
    if not isinstance(number, Recorded):
        raise UnknownNumber(field="number")
    if number.is_whole and told.whose.slice != Slice.ALL:
        raise OnlyOfTheWhole(field="number")
    if told.month > month_of(at):
        raise NotYet(field="month")
    if told.value is not None and (not told.value.is_finite() or abs(told.value) >= LARGEST):
        raise TooLarge(field="value")
    if told.value is not None and told.value < 0 and number.is_amount:
        raise AmountBelowNought(field="value")


def _entry(told: Told, source: str, came: str, by: Actor, at: datetime) -> NumberEntry:
    column = COLUMNS[told.whose.slice]
    whose: dict[str, Any] = {column: told.whose.id} if column else {}
    return NumberEntry(
        number=told.number,
        month=told.month.replace(day=1),
        slice=told.whose.slice,
        product=told.product.strip(),
        value=told.value,
        source=source,
        note=told.note.strip(),
        came=came,
        entered_by_id=by.person_id,
        entered_at=at,
        **whose,
    )


def _holds(number: Any) -> bool:
    return isinstance(number, Recorded) and number.holds


def months_touched(rows: Iterable[tuple[date, bool]], *, until: date) -> set[date]:
    """The months whose figures change: its own, and those for which a state holds, up to this month."""
    holding = int(rule(HOLDING_MONTHS))
    found: set[date] = set()
    for month, holds in set(rows):
        found |= set(months_within(month, months_later(month, holding if holds else 1)))
    return {month for month in found if month <= until}
