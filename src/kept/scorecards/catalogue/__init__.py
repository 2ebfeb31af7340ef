"""What is counted and what is made of it: fact tables, measures, indicators. Each is one declaration."""

from . import facts, indicators, measures  # noqa: F401
from .declared import INDICATORS, MEASURES, Indicator, Measure, indicator, measure

__all__ = ["INDICATORS", "MEASURES", "Indicator", "Measure", "indicator", "measure"]
