"""Figures and levels, and what service costs and earns."""

from .costs import ComponentCost, ComponentCostQuerySet, LevelAlternative, LevelAlternativeQuerySet
from .figures import (
    Bounds,
    FactCursor,
    IndicatorVersion,
    Judgement,
    NumberEntry,
    Score,
    Target,
    TargetQuerySet,
    Weighting,
)
from .needs import MARKS, NeedRating, NeedRatingQuerySet

__all__ = [
    "MARKS",
    "Bounds",
    "ComponentCost",
    "ComponentCostQuerySet",
    "FactCursor",
    "IndicatorVersion",
    "Judgement",
    "LevelAlternative",
    "LevelAlternativeQuerySet",
    "NeedRating",
    "NeedRatingQuerySet",
    "NumberEntry",
    "Score",
    "Target",
    "TargetQuerySet",
    "Weighting",
]
