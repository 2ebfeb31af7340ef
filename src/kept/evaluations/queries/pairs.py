"""What judges said of criteria in pairs: each judge's weights, how consistent, and all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kept.methods.scoring import Matrix, Weighed, doubtful_judgement, reciprocal_matrix, together, weigh
from kept.people.models import Person

from ..models import Criterion, PairJudgement
from .trees import Node, siblings

Steps = Mapping[tuple[int, int], int]
"""By the ids of two criteria, the one that stands first named first."""


@dataclass(frozen=True)
class Told:
    """A whole matrix: its weights, and the judgement to look at again where it contradicts itself."""

    matrix: Matrix
    weighed: Weighed
    criteria: Sequence[Criterion]
    limit: float

    @property
    def is_consistent(self) -> bool:
        return self.weighed.ratio <= self.limit

    @property
    def doubt(self) -> tuple[Criterion, Criterion, int, int] | None:
        """Two criteria, what was said, and the step that would fit; None while it is consistent."""
        found = None if self.is_consistent else doubtful_judgement(self.matrix)
        if found is None:
            return None
        pair = self.criteria[found.first], self.criteria[found.second]
        return (*pair, steps_of(found.given), steps_of(found.fitting))

    @property
    def shares(self) -> list[tuple[Criterion, float]]:
        return list(zip(self.criteria, self.weighed.weights, strict=True))


@dataclass(frozen=True)
class Judge:
    """One judge of a group: whole or not yet."""

    person: Person
    said: int
    told: Told | None


def pairs_of(group: Node) -> list[tuple[Criterion, Criterion]]:
    return list(combinations(siblings(group), 2))


def value_of(steps: int) -> float:
    """3 is 'four times as important', -3 a quarter.

    >>> value_of(3), value_of(-3), value_of(0)
    (4.0, 0.25, 1.0)
    """
    return float(steps + 1) if steps >= 0 else 1 / (1 - steps)


def steps_of(value: float) -> int:
    """The nearest step of the scale from 1 to 9.

    >>> steps_of(4.2), steps_of(0.24), steps_of(1.1), steps_of(30)
    (3, -3, 0, 8)
    """
    if value >= 1:
        return min(round(value) - 1, 8)
    return max(1 - round(1 / value), -8)


def told_by(group: Node, steps: Steps, limit: float) -> Told | None:
    """The matrix of one judge; None until every pair is compared."""
    criteria = siblings(group)
    places = {criterion.pk: place for place, criterion in enumerate(criteria)}
    judged = {
        (places[a.pk], places[b.pk]): value_of(steps[a.pk, b.pk])
        for a, b in pairs_of(group)
        if (a.pk, b.pk) in steps
    }
    if len(criteria) < 2 or len(judged) < len(pairs_of(group)):
        return None
    matrix = reciprocal_matrix(len(criteria), judged)
    return Told(matrix, weigh(matrix), criteria, limit)


def judges_of(group: Node, limit: float) -> list[Judge]:
    """Everybody who compared anything in this group; one statement."""
    ids = [criterion.pk for criterion in siblings(group)]
    said: dict[Person, dict[tuple[int, int], int]] = defaultdict(dict)
    rows = PairJudgement.objects.filter(first__in=ids, second__in=ids).select_related("judge")
    for row in rows.order_by("judge__name", "judge"):
        said[row.judge][row.first_id, row.second_id] = row.steps
    return [Judge(person, len(steps), told_by(group, steps, limit)) for person, steps in said.items()]


def all_together(judges: Sequence[Judge], limit: float) -> Told | None:
    """The geometric mean of those who compared everything."""
    whole = [judge.told for judge in judges if judge.told]
    if not whole:
        return None
    matrix = together([told.matrix for told in whole])
    return Told(matrix, weigh(matrix), whole[0].criteria, limit)


def steps_said(group: Node, judge_id: int | None) -> dict[tuple[int, int], int]:
    ids = [criterion.pk for criterion in siblings(group)]
    rows = PairJudgement.objects.filter(judge=judge_id, first__in=ids, second__in=ids)
    return {(row.first_id, row.second_id): row.steps for row in rows}
