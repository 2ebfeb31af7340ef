"""Judging an indicator on its scale, with a reason."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.facts import month_of

from ..enums import How, Slice
from ..events import IndicatorJudged
from ..models import Judgement
from ..queries.known import known
from ..queries.places import COLUMNS
from ..queries.reading import Whose
from .entering import NotYet, months_touched
from .facts import let_wait
from .targets import UnknownIndicator


class NotJudged(Refused):
    default = _("This indicator is not judged but worked out.")


class OffTheScale(Refused):
    default = _("The mark lies outside the scale.")


class ReasonMissing(Refused):
    default = _("Say why you judge so.")


class NobodyJudges(Refused):
    default = _("A judgement is given by a person.")


@transaction.atomic
def judge_indicator(
    *,
    indicator: str,
    month: date,
    mark: Decimal,
    why: str,
    whose: Whose | None = None,
    by: Actor,
    at: datetime,
) -> Judgement:
    """Add a judgement; an older one of the same person for the same month stays as its history."""
    judged = known().indicators.get(indicator)
    if judged is None:
        raise UnknownIndicator(field="indicator")
    if judged.how != How.JUDGED:
        raise NotJudged(field="indicator")
    if by.person_id is None:
        raise NobodyJudges
    if month > month_of(at):
        raise NotYet(field="month")
    low, high = judged.scale
    if not low <= mark <= high:
        raise OffTheScale(field="mark")
    if not why.strip():
        raise ReasonMissing(field="why")
    of = whose or Whose()
    column = COLUMNS[of.slice]
    party: dict[str, Any] = {column: of.id} if column else {}
    judgement = Judgement.objects.create(
        indicator=indicator,
        month=month.replace(day=1),
        slice=of.slice or Slice.ALL,
        mark=mark,
        low=low,
        high=high,
        why=why.strip(),
        judge_id=by.person_id,
        judged_at=at,
        **party,
    )
    told = IndicatorJudged(
        subject=Subject.of(judgement), occurred_at=at, indicator=indicator, month=judgement.month
    )
    emit(told, by=by)
    let_wait(months_touched([(judgement.month, True)], until=month_of(at)), at)
    return judgement
