"""Figures and levels, and what service costs and earns."""

from .costs import ComponentCost, ComponentCostQuerySet, LevelAlternative, LevelAlternativeQuerySet
from .figures import FactCursor, Score, Target, TargetQuerySet

__all__ = [
    "ComponentCost",
    "ComponentCostQuerySet",
    "FactCursor",
    "LevelAlternative",
    "LevelAlternativeQuerySet",
    "Score",
    "Target",
    "TargetQuerySet",
]
