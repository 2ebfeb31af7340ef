"""What is given back where a text cannot be read, so that its row and column can be named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a text was not read."""

    EMPTY = "empty"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    NOT_A_NUMBER = "not_a_number"
    MISPLACED_SEPARATOR = "misplaced_separator"
    NOT_WHOLE = "not_whole"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Unreadable:
    """The text as it was given, and why it was not read; false in a condition."""

    text: str
    reason: Reason

    def __bool__(self) -> bool:
        return False
