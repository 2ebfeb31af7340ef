"""How gaps are ranked, and how many records a figure needs."""

from .comparing import MeanDifference, compare_means
from .numbers import LEAST_RECORDS, UNASKED_IMPORTANCE, WANTED_KEPT, WINDOW_DAYS
from .ranking import priority_of, to_six

__all__ = [
    "LEAST_RECORDS",
    "UNASKED_IMPORTANCE",
    "WANTED_KEPT",
    "WINDOW_DAYS",
    "MeanDifference",
    "compare_means",
    "priority_of",
    "to_six",
]
