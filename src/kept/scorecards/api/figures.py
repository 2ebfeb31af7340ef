"""Scorecards for programs: indicators, kept figures, the service level."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from ..catalogue import Catalogue
from ..catalogue.indicators import COMPONENTS
from ..enums import Slice
from ..permissions import VIEW
from ..queries import reading
from ..queries.known import known
from ..queries.levels import reached
from ..queries.reading import PARTY, Told, Whose

router = Router(tags=["scorecards"])


class IndicatorOut(Schema):
    code: str
    title: str
    unit: str
    direction: str
    phase: str
    horizon: str
    kind: str
    group: str
    groups: list[str]
    formula: str
    words: str
    needs: list[str]
    source: str
    version: int


class FigureOut(Schema):
    """Exact decimals as text. Without a value `no_data` says why."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    currency: str
    no_data: str


class ScoreLineOut(Schema):
    id: int | None
    number: str
    name: str
    figure: FigureOut


class ScoreOut(Schema):
    indicator: str
    first: date
    last: date
    by: str
    as_of: datetime | None
    total: FigureOut
    lines: list[ScoreLineOut]


class ComponentOut(Schema):
    name: str
    rate: Decimal | None
    loss_share: Decimal | None
    no_data: str


class LevelOut(Schema):
    set: Decimal
    achieved: Decimal | None
    gap: Decimal | None
    joint: Decimal | None
    missing: list[str]
    components: list[ComponentOut]


class Span(Schema):
    """Months as 2026-03, both included; `slice` and `id` name whose figures."""

    first: str
    last: str
    slice: str = Slice.ALL.value
    id: int | None = None


@router.get("indicators", response=list[IndicatorOut])
def indicators(request: HttpRequest) -> list[Any]:
    """Every indicator there is, with how it is worked out."""
    actor_of(request)
    return [
        IndicatorOut(
            code=i.code,
            title=str(i.title),
            unit=i.unit.value,
            direction=i.direction.value,
            phase=str(i.phase),
            horizon=i.horizon.value,
            kind=i.how.value,
            group=i.group,
            groups=list(i.groups),
            formula=i.formula,
            words=str(i.words),
            needs=list(i.measures),
            source=i.source,
            version=i.version,
        )
        for i in known().indicators.values()
    ]


@router.get("scores", response=ScoreOut)
def scores(
    request: HttpRequest, span: Query[Span], indicator: str = "on_time_rate", by: str = "subcontractor"
) -> ScoreOut:
    """One indicator over months: for the slice as a whole, and by month or by party."""
    actor = actor_of(request)
    catalogue = known()
    if indicator not in catalogue.indicators:
        raise HttpError(422, f"there is no indicator {indicator}")
    if by != "month" and by not in PARTY:
        raise HttpError(422, f"by is one of month, {', '.join(PARTY)}")
    first, last, whose = months_of(span)
    rows = reading.scores(actor)
    own = reading.of(rows, whose)
    lines = (
        _by_month(own, indicator, first, last, catalogue)
        if by == "month"
        else _by_party(rows, by, indicator, first, last, catalogue)
    )
    return ScoreOut(
        indicator=indicator,
        first=first,
        last=last,
        by=by,
        as_of=reading.as_of(),
        total=figure_out(reading.over(own, [indicator], first, last, catalogue)[indicator]),
        lines=lines,
    )


@router.get("service-level", response=LevelOut)
def service_level(request: HttpRequest, span: Query[Span]) -> LevelOut:
    """The product of the four components against the level that was set."""
    actor = actor_of(request)
    first, last, whose = months_of(span)
    found = reached(actor, whose, first, last)
    parts = {part.name: part for part in found.level.components}
    return LevelOut(
        set=found.level.set,
        achieved=found.level.achieved,
        gap=found.level.gap,
        joint=found.joint.value,
        missing=list(found.level.missing),
        components=[
            ComponentOut(
                name=code,
                rate=parts[code].rate,
                loss_share=parts[code].loss_share,
                no_data=found.told[code].reason,
            )
            for code in COMPONENTS
        ],
    )


def actor_of(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    if not actor.may(VIEW):
        raise HttpError(403, "not allowed")
    return actor


def months_of(span: Span) -> tuple[date, date, Whose]:
    try:
        first, last = (datetime.strptime(text, "%Y-%m").date() for text in (span.first, span.last))
    except ValueError:
        raise HttpError(422, "first and last are months such as 2026-03") from None
    if last < first or (span.slice != Slice.ALL and (span.slice not in PARTY or span.id is None)):
        raise HttpError(422, "the months run backwards, or the slice has no id")
    return first, last, Whose(span.slice, span.id)


def _by_month(own: Any, indicator: str, first: date, last: date, catalogue: Catalogue) -> list[ScoreLineOut]:
    months = reading.months_between(first, last)
    found = reading.by_month(own, [indicator], months, catalogue)[indicator]
    return [
        ScoreLineOut(id=None, number=f"{month:%Y-%m}", name=f"{month:%Y-%m}", figure=figure_out(told))
        for month, told in found.items()
    ]


def _by_party(
    rows: Any, by: str, indicator: str, first: date, last: date, catalogue: Catalogue
) -> list[ScoreLineOut]:
    found = reading.by_party(rows, by, [indicator], first, last, catalogue)
    return [
        ScoreLineOut(
            id=party.pk,
            number=str(getattr(party, "number", "") or getattr(party, "code", "")),
            name=str(party),
            figure=figure_out(told[indicator]),
        )
        for party, told in found.items()
    ]


def figure_out(told: Told) -> FigureOut:
    return FigureOut(
        value=told.value,
        numerator=told.numerator,
        denominator=told.denominator,
        currency=told.currency,
        no_data=told.reason,
    )
