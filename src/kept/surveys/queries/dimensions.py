"""Results by dimension: expected and perceived, their difference and ratio, weights and trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from ..models import Survey
from .results import ItemResult, Results, results_of


@dataclass(frozen=True)
class DimensionResult:
    """The mean of the items of one dimension; None where too few answered."""

    code: str
    words: str
    weight: float
    items: int
    n: int
    wanted: float | None
    got: float | None
    before: float | None
    importance: float | None = None
    """The mean importance that was answered, where it is asked."""

    @property
    def difference(self) -> float | None:
        """Perceived less expected: the higher the better (P - E)."""
        return None if self.wanted is None or self.got is None else self.got - self.wanted

    @property
    def ratio(self) -> float | None:
        """Perceived over expected (P / E)."""
        return None if not self.wanted or self.got is None else self.got / self.wanted

    @property
    def trend(self) -> float | None:
        """What was felt, less what was felt in the survey before."""
        return None if self.before is None or self.got is None else self.got - self.before


@dataclass(frozen=True)
class Dimensions:
    """All dimensions of a survey and their weighted whole; no whole where a dimension has no figure."""

    rows: Sequence[DimensionResult]

    def whole(self, name: str) -> float | None:
        """sum of weight times figure / sum of weights; None as soon as one figure lacks."""
        figures: list[tuple[float, float | None]] = [(row.weight, getattr(row, name)) for row in self.rows]
        known = [(weight, figure) for weight, figure in figures if weight and figure is not None]
        total = sum(weight for weight, _figure in figures)
        if not total or len(known) < sum(weight > 0 for weight, _figure in figures):
            return None
        return sum(weight * figure for weight, figure in known) / total

    def share(self, row: DimensionResult) -> float | None:
        """What a dimension weighs by the importance answered, of as much as all weights make; else None."""
        answered = [each.importance for each in self.rows]
        if row.importance is None or None in answered:
            return None
        total = sum(each for each in answered if each is not None)
        return row.importance / total * sum(each.weight for each in self.rows) if total else None

    @property
    def shares(self) -> list[tuple[DimensionResult, float | None]]:
        return [(row, self.share(row)) for row in self.rows]

    @property
    def has_shares(self) -> bool:
        return any(share is not None for _row, share in self.shares)

    @property
    def got(self) -> float | None:
        return self.whole("got")

    @property
    def difference(self) -> float | None:
        return self.whole("difference")

    @property
    def ratio(self) -> float | None:
        return self.whole("ratio")


def dimensions_of(results: Results, *, at: datetime) -> Dimensions:
    """The dimensions of the questionnaire, in its order, beside the survey before."""
    survey = results.survey
    earlier = _before(survey, at)
    rows = []
    for one in survey.questionnaire.dimensions:
        own = [result for result in results.items if result.item.dimension == one["code"]]
        then = [r for r in earlier.items if r.item.dimension == one["code"]] if earlier else []
        rows.append(
            DimensionResult(
                code=one["code"],
                words=survey.questionnaire.dimension_words(one["code"]),
                weight=float(one.get("weight", 0)),
                items=len(own),
                n=max((result.n for result in own), default=0),
                wanted=_mean(own, "wanted"),
                got=_mean(own, "got"),
                before=_mean(then, "got"),
                importance=_importance(own),
            )
        )
    return Dimensions(rows)


def _before(survey: Survey, at: datetime) -> Results | None:
    """The last survey with a version of the same questionnaire that began earlier."""
    rows = Survey.objects.filter(questionnaire__code=survey.questionnaire.code, opens_at__lt=survey.opens_at)
    found = rows.select_related("questionnaire").order_by("-opens_at", "-pk").first()
    return results_of(found, found.responses.all(), at=at) if found else None


def _mean(results: Sequence[ItemResult], name: str) -> float | None:
    """Mean of the means of the items; None if one of them has no figure."""
    figures = [getattr(result, name) for result in results]
    return fmean(figure.mean for figure in figures) if figures and all(figures) else None


def _importance(results: Sequence[ItemResult]) -> float | None:
    """The mean importance of the items; None if one of them does not ask for it or has no figure."""
    figures = [result.figures.get("importance") for result in results]
    return fmean(figure.mean for figure in figures if figure) if figures and all(figures) else None
