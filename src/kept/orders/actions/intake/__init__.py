"""Orders from a file: read, judged row by row, placed all or none."""

from .judging import Judged, RowError, judge
from .keeping import forget_intakes, keep_intake
from .taking import judge_intake, place_intake, place_judged

__all__ = [
    "Judged",
    "RowError",
    "forget_intakes",
    "judge",
    "judge_intake",
    "keep_intake",
    "place_intake",
    "place_judged",
]
