"""Runs that chance hardly makes: the rules of Western Electric and of L. S. Nelson."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from .charts import ControlChart


class SignalRule(StrEnum):
    BEYOND = "beyond"
    SAME_SIDE_8 = "same_side_8"
    SAME_SIDE_9 = "same_side_9"
    TREND = "trend"
    ZIGZAG = "zigzag"
    TWO_OF_THREE = "two_of_three"
    FOUR_OF_FIVE = "four_of_five"
    HUGGING = "hugging"
    AVOIDING = "avoiding"


R = SignalRule
WESTERN_ELECTRIC = (R.BEYOND, R.TWO_OF_THREE, R.FOUR_OF_FIVE, R.SAME_SIDE_8)
"""Western Electric Company, Statistical Quality Control Handbook (1956)."""
NELSON = (
    *(R.BEYOND, R.SAME_SIDE_9, R.TREND, R.ZIGZAG, R.TWO_OF_THREE, R.FOUR_OF_FIVE, R.HUGGING, R.AVOIDING),
)
"""L. S. Nelson, The Shewhart control chart: tests for special causes, J. of Quality Technology 16 (1984)."""


@dataclass(frozen=True)
class Signal:
    """A rule that the points from `first` to `last` fulfil, counted from 0; `is_high` tells the side.

    None as the side: the run goes both ways.
    """

    rule: SignalRule
    first: int
    last: int
    is_high: bool | None


def signals(chart: ControlChart, rules: Sequence[SignalRule] = WESTERN_ELECTRIC) -> list[Signal]:
    """Every run that a rule names, by its last point; runs that grow are one signal.

    Distances are in sigmas of each point, so that limits may differ from point to point.

    >>> from kept.methods.control_charts import xmr_chart
    >>> steady = [10, 12, 9, 11, 10, 12, 9, 11]
    >>> [(str(s.rule), s.last, s.is_high) for s in signals(xmr_chart([*steady, 30], baseline=8))]
    [('beyond', 8, True)]
    """
    far = [point.distance(chart.centre) for point in chart.points]
    found: list[Signal] = []
    for rule in rules:
        found += _merged([signal for last in range(len(far)) if (signal := _at(rule, far, last, chart))])
    return sorted(found, key=lambda signal: (signal.last, rules.index(signal.rule)))


def _at(rule: SignalRule, far: list[float], last: int, chart: ControlChart) -> Signal | None:
    length, judge = _RULES[rule]
    first = last - length + 1
    if first < 0:
        return None
    if rule in (R.TREND, R.ZIGZAG):
        side = judge([point.value for point in chart.points[first : last + 1]])
    else:
        side = judge(far[first : last + 1])
    return None if side is NO else Signal(rule, first, last, None if side is BOTH else side is HIGH)


def _merged(found: list[Signal]) -> list[Signal]:
    """Runs that overlap on one side are one run; single points stay single."""
    grown: list[Signal] = []
    for signal in found:
        before = grown[-1] if grown else None
        runs_on = before is not None and signal.first <= before.last and signal.is_high == before.is_high
        if before is not None and runs_on:
            grown[-1] = Signal(signal.rule, before.first, signal.last, signal.is_high)
        else:
            grown.append(signal)
    return grown


class _Side(StrEnum):
    NO = "no"
    LOW = "low"
    HIGH = "high"
    BOTH = "both"


NO, LOW, HIGH, BOTH = _Side
Judge = Callable[[list[float]], _Side]


def _some_beyond(count: int, sigmas: float) -> Judge:
    """At least so many beyond so many sigmas on one side, the last of the run among them."""

    def judge(run: list[float]) -> _Side:
        for side, sign in ((HIGH, 1), (LOW, -1)):
            beyond = [sign * far > sigmas for far in run]
            if beyond[-1] and sum(beyond) >= count:
                return side
        return NO

    return judge


def _trend(run: list[float]) -> _Side:
    steps = list(pairwise(run))
    if all(after > before for before, after in steps):
        return HIGH
    return LOW if all(after < before for before, after in steps) else NO


def _zigzag(run: list[float]) -> _Side:
    steps = [after - before for before, after in pairwise(run)]
    return BOTH if all(one * two < 0 for one, two in pairwise(steps)) else NO


def _hugging(run: list[float]) -> _Side:
    return BOTH if all(abs(far) < 1 for far in run) else NO


def _avoiding(run: list[float]) -> _Side:
    """None near the centre and both sides visited; one side alone is told by other rules."""
    both = min(run) < 0 < max(run)
    return BOTH if both and all(abs(far) > 1 for far in run) else NO


_RULES: dict[SignalRule, tuple[int, Judge]] = {
    R.BEYOND: (1, _some_beyond(1, 3)),
    R.SAME_SIDE_8: (8, _some_beyond(8, 0)),
    R.SAME_SIDE_9: (9, _some_beyond(9, 0)),
    R.TREND: (6, _trend),
    R.ZIGZAG: (14, _zigzag),
    R.TWO_OF_THREE: (3, _some_beyond(2, 2)),
    R.FOUR_OF_FIVE: (5, _some_beyond(4, 1)),
    R.HUGGING: (15, _hugging),
    R.AVOIDING: (8, _avoiding),
}
