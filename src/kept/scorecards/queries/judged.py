"""Judgements of a month: how each indicator was judged, by how many, and how far they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import mean, stdev

from kept.kernel.actor import Actor

from ..catalogue import Catalogue, Indicator
from ..enums import How
from ..models import Judgement
from ..permissions import VIEW
from .reading import Whose


@dataclass(frozen=True)
class Opinion:
    """An indicator with the newest judgement of each person."""

    indicator: Indicator
    judgements: Sequence[Judgement]

    @property
    def mean(self) -> Decimal | None:
        return mean(row.mark for row in self.judgements) if self.judgements else None

    @property
    def points(self) -> Decimal | None:
        """The mean on 0 to 100."""
        return mean(row.points for row in self.judgements) if self.judgements else None

    @property
    def spread(self) -> Decimal | None:
        """Sample standard deviation of the marks; None for fewer than two."""
        return stdev(row.mark for row in self.judgements) if len(self.judgements) > 1 else None

    def by(self, person_id: int | None) -> Judgement | None:
        return next((row for row in self.judgements if row.judge_id == person_id), None)


def opinions(actor: Actor, catalogue: Catalogue, whose: Whose, month: date) -> list[Opinion]:
    """Every judged indicator with what was judged of it for this month; one statement."""
    rows = Judgement.objects.permitted(actor, VIEW).filter(month=month, slice=whose.slice)
    newest: dict[tuple[str, int], Judgement] = {}
    for row in rows.select_related("judge").order_by("pk"):
        if row.party_id == whose.id:
            newest[row.indicator, row.judge_id] = row
    found: dict[str, list[Judgement]] = defaultdict(list)
    for (code, _judge), row in newest.items():
        found[code].append(row)
    judged = (i for i in catalogue.indicators.values() if i.how == How.JUDGED)
    return [Opinion(indicator, found[indicator.code]) for indicator in judged]
