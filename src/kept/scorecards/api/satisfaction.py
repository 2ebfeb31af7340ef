"""The appraisal of satisfaction for programs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Query, Schema

from kept.surveys.rules.references import TIMES_AS_WILLING

from ..queries.appraisal import appraisal, periodic_surveys
from ..queries.known import known
from ..queries.targets import Levels
from ..queries.willingness import Group, willingness
from .figures import FigureOut, Span, actor_of, figure_out, months_of, router


class AppraisedOut(Schema):
    indicator: str
    title: str
    figure: FigureOut
    level: Decimal | None
    gap: Decimal | None
    is_reached: bool | None


class PeriodicOut(Schema):
    survey: str
    title: str
    is_open: bool
    invited: int
    answered: int
    last_answer: datetime | None


class SatisfactionGroupOut(Schema):
    customers: int
    ordered_again: int


class WorthOut(Schema):
    """How many times as often satisfied customers ordered again, and what others state."""

    days: int
    satisfied: SatisfactionGroupOut
    dissatisfied: SatisfactionGroupOut
    times: float | None
    low: float | None
    high: float | None
    no_data: str
    reference: Decimal
    reference_says: str
    reference_source: str


class AppraisalOut(Schema):
    indicators: list[AppraisedOut]
    periodic_surveys: list[PeriodicOut]
    worth: WorthOut


@router.get("satisfaction", response=AppraisalOut)
def satisfaction(request: HttpRequest, span: Query[Span]) -> AppraisalOut:
    """Indicators of satisfaction against their levels, the surveys that feed them, and what it is worth."""
    actor, at = actor_of(request), now()
    first, last, whose = months_of(span)
    rows = appraisal(actor, whose, first, last, within=known(), levels=Levels())
    worth = willingness(actor, whose, first, last, at=at)
    return AppraisalOut(
        indicators=[
            AppraisedOut(
                indicator=row.indicator.code,
                title=str(row.indicator.title),
                figure=figure_out(row.told),
                level=row.level.value if row.level else None,
                gap=row.gap,
                is_reached=row.is_reached,
            )
            for row in rows
        ],
        periodic_surveys=[
            PeriodicOut(
                survey=each.survey.number,
                title=each.survey.title,
                is_open=each.is_open,
                invited=each.invited,
                answered=each.answered,
                last_answer=each.last_answer,
            )
            for each in periodic_surveys(actor, at=at)
        ],
        worth=WorthOut(
            days=worth.days,
            satisfied=_group(worth.satisfied),
            dissatisfied=_group(worth.dissatisfied),
            times=worth.ratio.estimate if worth.ratio else None,
            low=worth.ratio.low if worth.ratio else None,
            high=worth.ratio.high if worth.ratio else None,
            no_data=worth.reason,
            reference=TIMES_AS_WILLING.figure,
            reference_says=str(TIMES_AS_WILLING.words),
            reference_source=str(TIMES_AS_WILLING.source),
        ),
    )


def _group(group: Group) -> SatisfactionGroupOut:
    return SatisfactionGroupOut(customers=group.customers, ordered_again=group.again)
