"""Where promises break and which moves are signals, for programs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja import Query, Schema
from ninja.errors import HttpError

from kept.kernel.numbers import rule
from kept.methods.control_charts import NELSON, WESTERN_ELECTRIC
from kept.methods.pareto import pareto
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..catalogue import INDICATORS
from ..enums import BrokenBy, RuleSet, Step
from ..queries import broken, reading
from ..queries.series import charted, kind_of, series
from ..queries.targets import end_of
from ..rules import PARETO_CUT
from .figures import Span, actor_of, months_of, router


class Days(Schema):
    """Days as 2026-03-31, both included; the last ninety days unless said otherwise."""

    by: BrokenBy = BrokenBy.CAUSE
    first: date | None = None
    last: date | None = None
    kind: str = ""
    branch: int | None = None
    customer: int | None = None
    partner: int | None = None


class CauseGroupOut(Schema):
    """`key` is empty where nothing is known of them; they have no share then."""

    key: str
    words: str
    due: int
    broken: int
    share: Decimal | None
    cumulative: Decimal | None
    is_vital: bool


class HourOut(Schema):
    weekday: int
    hour: int
    due: int
    broken: int


class BrokenOut(Schema):
    by: str
    first: date
    last: date
    broken: int
    groups: list[CauseGroupOut]
    hours: list[HourOut]


class PeriodOut(Schema):
    first: date
    last: date
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    low: float | None
    high: float | None
    no_data: str


class SignalOut(Schema):
    rule: str
    first: date
    last: date
    is_high: bool | None


class ChartOut(Schema):
    """Without a middle there were too few periods for limits."""

    indicator: str
    chart: str
    centre: float | None
    periods: list[PeriodOut]
    signals: list[SignalOut]


@router.get("broken-promises", response=BrokenOut)
def broken_promises(request: HttpRequest, days: Query[Days]) -> BrokenOut:
    """Broken promises by cause, lane, branch and others, largest first, and by hour of the week."""
    actor, at = actor_of(request), now()
    last = days.last or localdate()
    asked = broken.Asked(
        days.first or last - timedelta(days=90),
        last,
        days.kind,
        _named(Branch, days.branch),
        _named(Customer, days.customer),
        _named(Partner, days.partner),
    )
    found = broken.groups(actor, asked, days.by, at=at)
    ranked = {row.name: row for row in pareto({g.key: g.broken for g in found if g.key}, rule(PARETO_CUT))}
    order = [*ranked, *(group.key for group in found if not group.key)]
    known = {group.key: group for group in found}
    return BrokenOut(
        by=days.by,
        first=asked.first,
        last=asked.last,
        broken=sum(group.broken for group in found),
        groups=[
            CauseGroupOut(
                key=key,
                words=known[key].words,
                due=known[key].due,
                broken=known[key].broken,
                share=ranked[key].share if key in ranked else None,
                cumulative=ranked[key].cumulative if key in ranked else None,
                is_vital=key in ranked and ranked[key].is_vital,
            )
            for key in order
        ],
        hours=[
            HourOut(weekday=weekday, hour=hour, due=whole, broken=part)
            for (weekday, hour), (whole, part) in sorted(broken.hours(actor, asked, at=at).items())
        ],
    )


@router.get("signals", response=ChartOut)
def signals(
    request: HttpRequest,
    span: Query[Span],
    indicator: str = "promises_kept_rate",
    step: Step = Step.WEEK,
    rules: RuleSet = RuleSet.WESTERN_ELECTRIC,
) -> ChartOut:
    """An indicator by week or month between its control limits, and the runs that are signals."""
    actor = actor_of(request)
    if indicator not in INDICATORS:
        raise HttpError(422, f"there is no indicator {indicator}")
    first, last, whose = months_of(span)
    if not reading.may_read(actor, whose):
        raise HttpError(403, "not allowed")
    end = min(end_of(last), localdate() - timedelta(days=1))
    asked = INDICATORS[indicator]
    periods = series(asked, whose, step=step, first=first, last=end, as_of=reading.as_of() or now())
    found = charted(asked, periods, rules=NELSON if rules == RuleSet.NELSON else WESTERN_ELECTRIC)
    points = found.points if found else {}
    return ChartOut(
        indicator=indicator,
        chart=kind_of(asked),
        centre=found.chart.centre if found else None,
        periods=[
            PeriodOut(
                first=period.first,
                last=period.last,
                value=period.figure.value,
                numerator=period.figure.numerator,
                denominator=period.figure.denominator,
                low=points[period.first].low if period.first in points else None,
                high=points[period.first].high if period.first in points else None,
                no_data=str(period.figure.reason),
            )
            for period in periods
        ],
        signals=[
            SignalOut(
                rule=signal.rule,
                first=found.of(signal)[0].first,
                last=found.of(signal)[-1].last,
                is_high=signal.is_high,
            )
            for signal in found.signals
        ]
        if found
        else [],
    )


def _named(model: Any, pk: int | None) -> Any:
    """The record of that id; None where none is asked for."""
    found = None if pk is None else model.objects.filter(pk=pk).first()
    if pk is not None and found is None:
        raise HttpError(422, f"there is no {model._meta.model_name} {pk}")
    return found
