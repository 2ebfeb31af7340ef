"""What a later room says beside rows of an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kept.kernel.models import EventRecord
from kept.kernel.web import marks
from kept.kernel.web.marks import Mark, marker, marks_of

ROWS = [EventRecord(pk=1), EventRecord(pk=2)]


def test_each_room_marks_the_rows_it_knows_and_is_not_asked_about_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(marks, "MARKERS", {})
    asked: list[Any] = []

    @marker("some.row")
    def find(rows: Sequence[Any]) -> Mapping[int, Mark]:
        asked.append([row.pk for row in rows])
        return {1: Mark("by word", "N-1", "/n/1/")}

    assert marks_of("some.row", ROWS) == {1: Mark("by word", "N-1", "/n/1/")}
    assert marks_of("some.row", []) == {}
    assert marks_of("another.row", ROWS) == {}
    assert asked == [[1, 2]]
