"""What a later room says beside rows of an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kept.kernel.models import EventRecord
from kept.kernel.web import marks
from kept.kernel.web.marks import Mark, marker, marks_of

ROWS = [EventRecord(pk=1), EventRecord(pk=2)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A room that marks the first of the rows, and what it was asked."""
    monkeypatch.setattr(marks, "MARKERS", {})
    seen: list[Any] = []

    @marker("some.row", among=("some.order",))
    def find(ids: Sequence[int]) -> Mapping[int, Mark]:
        seen.append(list(ids))
        return {1: Mark("by word", "N-1", "/n/1/")}

    return seen


def test_rows_are_marked_by_id_in_one_question(asked: list[Any]) -> None:
    assert marks_of("some.row", ROWS) == {1: Mark("by word", "N-1", "/n/1/")}
    assert asked == [[1, 2]]


def test_other_histories_and_empty_ones_cost_nothing(asked: list[Any]) -> None:
    assert marks_of("some.row", ROWS, among={"some.customer"}) == {}
    assert marks_of("some.row", []) == {}
    assert marks_of("another.row", ROWS) == {}
    assert asked == []
    assert set(marks_of("some.row", ROWS, among={"some.order"})) == {1}
