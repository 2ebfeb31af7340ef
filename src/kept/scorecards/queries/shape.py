"""The shape of the tree: what stands below what, what each part weighs, and where a score runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kept.methods.normalizing import band_score, linear_score

from ..catalogue import Catalogue, Indicator
from ..catalogue.tree import CLASSES, GROUPS, NODES, ROOT, groups_of
from ..enums import Direction
from ..models import Bounds, Weighting


def children_of(node: str, catalogue: Catalogue) -> list[str]:
    """The classes of the root, the groups of a class, the leaves of a group."""
    if node == ROOT:
        return [each.code for each in CLASSES]
    if node in {each.code for each in CLASSES}:
        return [each.code for each in groups_of(node)]
    if node not in {each.code for each in GROUPS}:
        return []
    return [i.code for i in leaves_of(node, catalogue) if i.is_leaf]


def leaves_of(group: str, catalogue: Catalogue) -> list[Indicator]:
    """The indicators of a group, those that stand beside its leaves last."""
    found = [i for i in catalogue.indicators.values() if group in i.groups]
    return sorted(found, key=lambda indicator: not indicator.is_leaf)


def title_of_node(node: str) -> str:
    return _("All classes") if node == ROOT else str(NODES[node].title)


@dataclass(frozen=True)
class Range:
    """From which figure to which a score runs; with `low` and `high` it is best in between."""

    worst: Decimal
    best: Decimal
    low: Decimal | None = None
    high: Decimal | None = None

    def score(self, value: Decimal) -> Decimal:
        """On 0 to 100."""
        if self.low is not None and self.high is not None:
            limits = {"least": self.worst, "low": self.low, "high": self.high, "most": self.best}
            return band_score(value, **limits)
        return linear_score(value, worst=self.worst, best=self.best)


class Shape:
    """Weights and bounds in force on a day, read once for a page."""

    def __init__(self, catalogue: Catalogue, on: date) -> None:
        self.catalogue, self.on = catalogue, on

    def weights(self, node: str) -> dict[str, Decimal]:
        """What each part weighs; all alike where nobody has set it."""
        children = children_of(node, self.catalogue)
        if (found := self.weightings.get(node)) is not None:
            return {code: Decimal(found.shares.get(code, 0)) for code in children}
        return dict.fromkeys(children, Decimal(1) / len(children)) if children else {}

    def is_set(self, node: str) -> bool:
        return node in self.weightings

    def range_of(self, indicator: Indicator) -> Range | None:
        if (found := self.bounds.get(indicator.code)) is not None:
            return Range(found.worst, found.best, found.low, found.high)
        return declared_range(indicator)

    @cached_property
    def weightings(self) -> Mapping[str, Weighting]:
        rows: Iterable[Any] = Weighting.objects.filter(valid_from__lte=self.on).order_by("valid_from", "pk")
        return {row.node: row for row in rows}

    @cached_property
    def bounds(self) -> Mapping[str, Bounds]:
        rows: Iterable[Any] = Bounds.objects.filter(valid_from__lte=self.on).order_by("valid_from", "pk")
        return {row.indicator: row for row in rows}


def declared_range(indicator: Indicator) -> Range | None:
    """What the house declares; a band falls off over once its own width."""
    if indicator.direction == Direction.BAND and indicator.band:
        low, high = (Decimal(each) for each in indicator.band)
        return Range(max(low - (high - low), Decimal(0)), high + (high - low), low, high)
    if indicator.worst is None or indicator.best is None:
        return None
    return Range(Decimal(indicator.worst), Decimal(indicator.best))
