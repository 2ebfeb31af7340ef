"""Which questions are asked, given what was answered before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from ..enums import AskedIf
from .marks import Mark


class Asked(Protocol):
    """A question with its place in the branching."""

    code: str
    after: str
    after_test: str
    after_value: str


def asked_codes(items: Iterable[Asked], marks: Mapping[str, Mark]) -> set[str]:
    """The codes of the questions that these answers lead to; a question behind one not asked is not asked."""
    asked: set[str] = set()
    for item in items:
        if not item.after or (item.after in asked and holds(item, marks.get(item.after, Mark()))):
            asked.add(item.code)
    return asked


def holds(item: Asked, mark: Mark) -> bool:
    """Whether the earlier answer is as the question wants it; no answer is never so."""
    said = _said(mark)
    if not said:
        return False
    if item.after_test in (AskedIf.IS, AskedIf.IS_NOT):
        return (item.after_value in said) is (item.after_test == AskedIf.IS)
    value, mark_given = int(item.after_value), int(next(iter(said)))
    return mark_given <= value if item.after_test == AskedIf.AT_MOST else mark_given >= value


def _said(mark: Mark) -> set[str]:
    """What was felt, else recommended, else chosen."""
    for value in (mark.performance, mark.perceived, mark.nps, mark.present):
        if value is not None:
            return {str(value)}
    return set(mark.choice.split())
