"""Figures and levels, and what service costs and earns."""

from .costs import ComponentCost, ComponentCostQuerySet, LevelAlternative, LevelAlternativeQuerySet
from .figures import FactCursor, Score, Target, TargetQuerySet
from .needs import MARKS, NeedRating, NeedRatingQuerySet

__all__ = [
    "MARKS",
    "ComponentCost",
    "ComponentCostQuerySet",
    "FactCursor",
    "LevelAlternative",
    "LevelAlternativeQuerySet",
    "NeedRating",
    "NeedRatingQuerySet",
    "Score",
    "Target",
    "TargetQuerySet",
]
