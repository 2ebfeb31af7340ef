"""What customers need and how important they find it, segment by segment, from the newest surveys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg

from kept.methods.tailoring import similarity_of_needs
from kept.parties.enums import Segment
from kept.surveys.models import Answer, Item, Survey
from kept.surveys.queries.results import ItemResult

from .shortfalls import Felt, felt_surveys

EVERYBODY = ""


@dataclass(frozen=True)
class Need:
    """One survey item: importance by segment as marks, and how we do on it for those concerned."""

    item: Item
    survey: Survey
    by_segment: Mapping[str, ItemResult]
    segment: str

    @property
    def own(self) -> ItemResult | None:
        """As those see it whom the cycle is for; else as all see it."""
        return self.by_segment.get(self.segment) or self.by_segment.get(EVERYBODY)

    @property
    def importance(self) -> float:
        return float(self.own.place.importance) if self.own and self.own.place else 0.0

    @property
    def marks(self) -> list[float | None]:
        """Importance for everybody and for each segment; None is no data."""
        found = (self.by_segment.get(segment) for segment in (EVERYBODY, *Segment.values))
        return [float(one.place.importance) if one and one.place else None for one in found]


def needs_of(segment: str, at: datetime) -> list[Need]:
    """The most important first."""
    by_item: dict[int, dict[str, tuple[Survey, ItemResult]]] = {}
    for felt in felt_surveys(at):
        for result in felt.items:
            by_item.setdefault(result.item.pk, {})[felt.segment] = (felt.survey, result)
    needs = [_need(told, segment) for told in by_item.values()]
    return sorted(needs, key=lambda need: -need.importance)


def similarity(scope: Mapping[str, Any], at: datetime) -> float | None:
    """How alike the needs of these customers are, by their answers to the newest surveys."""
    surveys: Sequence[Felt] = [felt for felt in felt_surveys(at) if not felt.segment]
    if not surveys:
        return None
    felt = max(surveys, key=lambda one: len(one.items))
    rows = Answer.objects.filter(
        response__survey=felt.survey, importance__isnull=False, response__customer__isnull=False
    )
    if scope.get("segment"):
        rows = rows.filter(response__customer__segment=scope["segment"])
    if scope.get("customer_id"):
        return None
    needs: dict[int, dict[str, float]] = {}
    told = rows.order_by().values_list("response__customer", "item__code").annotate(mean=Avg("importance"))
    for customer, code, mean in told:
        needs.setdefault(customer, {})[code] = mean
    scale = felt.survey.questionnaire
    return similarity_of_needs(list(needs.values()), width=scale.high - scale.low)


def _need(told: Mapping[str, tuple[Survey, ItemResult]], segment: str) -> Need:
    survey, any_result = next(iter(told.values()))
    return Need(any_result.item, survey, {name: result for name, (_, result) in told.items()}, segment)
