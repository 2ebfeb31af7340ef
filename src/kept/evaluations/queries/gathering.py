"""What goes into an evaluation: kept figures of the scorecards, and the marks that were given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kept.kernel.actor import Actor
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Slice
from kept.scorecards.queries import reading
from kept.scorecards.queries.reading import Told, Whose

from ..enums import Counting, Side, Source
from ..models import Criterion, EvaluatedObject, Evaluation, Mark
from ..rules.computing import Given

AT_NODE: Final = "promises_kept_rate"
"""The indicator that is told node by node of the whole activity."""
NOT_BY_NODE: Final = "node"
GONE: Final = "gone"
NOTHING: Final = "nothing"
MONTHS: Final = "months"
CURRENCIES: Final = "currencies"


UNKNOWN: Final = Told(None)


@dataclass(frozen=True)
class Input:
    """Of one object and criterion: the figure, and the grades by both sides."""

    told: Told = UNKNOWN
    own: tuple[int, ...] = ()
    others: tuple[int, ...] = ()

    def given(self, counting: str) -> Given:
        if self.own or self.others:
            by = {Counting.OWN: self.own, Counting.OTHERS: self.others, Counting.BOTH: self.own + self.others}
            return Given(votes=by[Counting(counting)])
        value = self.told.value
        return Given(value=None if value is None else float(value))


Inputs = Mapping[tuple[int, str], Input]
"""By the id of the object and the code of the criterion."""


def inputs_of(evaluation: Evaluation, rows: Sequence[EvaluatedObject], leaves: Sequence[Criterion]) -> Inputs:
    """Everything that is known, some statements for each kind of object however many there are."""
    recorded = [leaf for leaf in leaves if leaf.source == Source.RECORDED]
    figures = figures_of(evaluation, rows, {leaf.indicator for leaf in recorded})
    found = {
        (row.pk, leaf.code): Input(told=figures[row.pk, leaf.indicator]) for row in rows for leaf in recorded
    }
    return {**found, **_marks(evaluation, {leaf.pk: leaf.code for leaf in leaves})}


def figures_of(
    evaluation: Evaluation, rows: Sequence[EvaluatedObject], indicators: Collection[str]
) -> dict[tuple[int, str], Told]:
    """Kept figures of each object over the months. The house reads them: they are the same for everybody."""
    known = [code for code in indicators if code in INDICATORS]
    found: dict[tuple[int, str], Told] = {}
    for slice in dict.fromkeys(row.slice for row in rows):
        found.update(_of_slice(evaluation, [row for row in rows if row.slice == slice], slice, known))
    gone = Told(None, reason=GONE)
    return {(row.pk, code): found.get((row.pk, code), gone) for row in rows for code in indicators}


def _of_slice(
    evaluation: Evaluation, rows: Sequence[EvaluatedObject], slice: str, codes: Sequence[str]
) -> dict[tuple[int, str], Told]:
    scores = reading.scores(Actor.system("evaluations"))
    span = evaluation.first, evaluation.last
    if slice != Slice.ALL:
        parties = {party.pk: told for party, told in reading.by_party(scores, slice, codes, *span).items()}
        nothing = {code: reading.nothing(INDICATORS[code]) for code in codes}
        return {(row.pk, code): parties.get(row.record.pk, nothing)[code] for row in rows for code in codes}
    kept = [f"kept_{row.node}" for row in rows if row.node]
    told = reading.over(reading.of(scores, Whose()), {*codes, *_there(kept)}, *span)
    return {(row.pk, code): _at(row, code, told) for row in rows for code in codes}


def _at(row: EvaluatedObject, code: str, told: Mapping[str, Told]) -> Told:
    """A node is told by its promises alone: no other figure is split by node."""
    if not row.node:
        return told[code]
    here = f"kept_{row.node}"
    return told[here] if code == AT_NODE and here in told else Told(None, reason=NOT_BY_NODE)


def _there(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in INDICATORS]


def _marks(evaluation: Evaluation, codes: Mapping[int, str]) -> dict[tuple[int, str], Input]:
    grades: dict[tuple[int, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for mark in Mark.objects.filter(row__evaluation=evaluation).order_by("pk"):
        if mark.criterion_id in codes:
            grades[mark.row_id, codes[mark.criterion_id]][mark.side].append(mark.grade)
    return {
        key: Input(own=tuple(said[Side.OWN]), others=tuple(said[Side.OTHERS])) for key, said in grades.items()
    }


def reason_of(told: Told, indicator: str) -> str:
    """Why there is no figure, as a code that every reader is told in his own language."""
    if told.value is not None or not indicator:
        return ""
    if told.reason in (NOT_BY_NODE, GONE):
        return told.reason
    asked = INDICATORS[indicator]
    if told.reason == reading.nothing(asked).reason:
        return NOTHING
    return CURRENCIES if asked.adds_up else MONTHS
