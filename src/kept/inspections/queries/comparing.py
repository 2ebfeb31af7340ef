"""Ours against theirs: the newest observation of each competitor in each dimension."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kept.kernel.actor import Actor
from kept.parties.models import Competitor
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Direction
from kept.scorecards.models import Score

from ..models import Observation

Key = tuple[str, str, str]
"""Dimension, service, indicator: what can be laid side by side."""


@dataclass(frozen=True)
class Theirs:
    """What one competitor does, and whether we do better; None where nobody can say."""

    seen: Observation
    we_are_better: bool | None


@dataclass(frozen=True)
class Compared:
    newest: Observation
    ours: Decimal | None
    month: date | None
    theirs: list[Theirs | None]

    @property
    def is_behind(self) -> bool:
        """Whether somebody does better."""
        return any(each and each.we_are_better is False for each in self.theirs)


@dataclass(frozen=True)
class Comparison:
    competitors: list[Competitor]
    rows: list[Compared]

    @property
    def behind(self) -> int:
        """In how many comparisons with a figure we do worse than somebody."""
        return sum(row.is_behind for row in self.rows)

    @property
    def judged(self) -> int:
        return sum(any(each and each.we_are_better is not None for each in row.theirs) for row in self.rows)


def compare(actor: Actor, *, on: date, days: int) -> Comparison:
    """Observations of the days up to this one, the newest of each kind; two statements."""
    rows = Observation.objects.permitted(actor, "inspections.view").shown()
    newest: dict[Key, dict[int, Observation]] = defaultdict(dict)
    for seen in rows.filter(seen_on__range=(on - timedelta(days=days), on)).order_by("-seen_on", "-pk"):
        key = (seen.dimension, str(seen.service_id or ""), seen.indicator)
        newest[key].setdefault(seen.competitor_id, seen)
    known = {each.competitor.pk: each.competitor for of in newest.values() for each in of.values()}
    competitors = sorted(known.values(), key=lambda each: each.name)
    figures = _ours({key[2] for key in newest if key[2]}, on)
    return Comparison(
        competitors, [_row(of, key[2], competitors, figures) for key, of in sorted(newest.items())]
    )


def _row(
    of: dict[int, Observation],
    indicator: str,
    competitors: list[Competitor],
    figures: dict[str, tuple[Decimal, date]],
) -> Compared:
    ours, month = figures.get(indicator, (None, None))
    cells = [
        Theirs(of[each.pk], _better(indicator, ours, of[each.pk].level)) if each.pk in of else None
        for each in competitors
    ]
    return Compared(next(iter(of.values())), ours, month, cells)


def _ours(indicators: set[str], on: date) -> dict[str, tuple[Decimal, date]]:
    """Our newest figure of each, of the whole company; what is due in later months is none yet."""
    rows = Score.objects.filter(slice="all", indicator__in=indicators, month__lte=on).order_by("month")
    return {row.indicator: (row.value, row.month) for row in rows}


def _better(indicator: str, ours: Decimal | None, theirs: Decimal | None) -> bool | None:
    if ours is None or theirs is None or indicator not in INDICATORS or ours == theirs:
        return None
    direction = INDICATORS[indicator].direction
    if direction == Direction.NONE:
        return None
    return (ours > theirs) == (direction == Direction.UP)
