"""What is counted and what is made of it: fact tables, measures, indicators. Each is one declaration."""

from . import facts, order_facts, heard_facts  # noqa: F401, I001
from . import measures, work_measures, numbers  # noqa: F401
from . import indicators, functional, operating, stability, beside  # noqa: F401
from .declared import (
    CATALOGUE,
    INDICATORS,
    MEASURES,
    Catalogue,
    Indicator,
    Judged,
    Measure,
    Recorded,
    Source,
    Whole,
    indicator,
    measure,
)

__all__ = [
    "CATALOGUE",
    "INDICATORS",
    "MEASURES",
    "Catalogue",
    "Indicator",
    "Judged",
    "Measure",
    "Recorded",
    "Source",
    "Whole",
    "indicator",
    "measure",
]
