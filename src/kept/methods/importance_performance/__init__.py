"""Importance and performance of what is offered: means, gaps, and what to improve."""

from .answers import Answer, Centre, ItemCentre, OffScale, RepeatedAnswer, item_centres
from .case import ITEMS, STORES, published_case
from .ellipses import Ellipse, mean_ellipse
from .matrix import (
    DEFAULT_CLASSES,
    Band,
    Cell,
    Evaluation,
    ItemClass,
    ItemPlace,
    MatrixOptions,
    importance_performance,
)
from .priorities import by_priority, class_by_gap
from .quadrants import Crosshair, Quadrant, QuadrantMap, quadrants

__all__ = [
    "DEFAULT_CLASSES",
    "ITEMS",
    "STORES",
    "Answer",
    "Band",
    "Cell",
    "Centre",
    "Crosshair",
    "Ellipse",
    "Evaluation",
    "ItemCentre",
    "ItemClass",
    "ItemPlace",
    "MatrixOptions",
    "OffScale",
    "Quadrant",
    "QuadrantMap",
    "RepeatedAnswer",
    "by_priority",
    "class_by_gap",
    "importance_performance",
    "item_centres",
    "mean_ellipse",
    "published_case",
    "quadrants",
]
