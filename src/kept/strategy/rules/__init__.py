"""How gaps are ranked, and how many records a figure needs."""

from .comparing import MeanDifference, compare_means
from .numbers import (
    EXPLICIT_SHARE,
    LEAST_PAST,
    LEAST_RECORDS,
    LEAST_WEEKS,
    PAST_DAYS,
    RAISED_FROM,
    STANDARD_FROM,
    UNASKED_IMPORTANCE,
    VALUE_DAYS,
    WANTED_KEPT,
    WEIGHT_RULES,
    WINDOW_DAYS,
)
from .ranking import expected_gain, priority_of, to_six, worth_of

__all__ = [
    "EXPLICIT_SHARE",
    "LEAST_PAST",
    "LEAST_RECORDS",
    "LEAST_WEEKS",
    "PAST_DAYS",
    "RAISED_FROM",
    "STANDARD_FROM",
    "UNASKED_IMPORTANCE",
    "VALUE_DAYS",
    "WANTED_KEPT",
    "WEIGHT_RULES",
    "WINDOW_DAYS",
    "MeanDifference",
    "compare_means",
    "expected_gain",
    "priority_of",
    "to_six",
    "worth_of",
]
