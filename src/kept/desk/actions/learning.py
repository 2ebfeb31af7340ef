"""Cases that are settled are put where later ones find them."""

from __future__ import annotations

from collections.abc import Sequence

from kept.knowledge.actions.indexing import Text, forget_texts, index_texts

from ..enums import CaseState
from ..models import Case

KIND = Case._meta.label_lower
ASKED, SOLVED = 2.0, 1.0
"""What was asked counts more than what was answered."""


def keep_findable(cases: Sequence[Case]) -> None:
    """Closed cases with a result are found by their words; others are not."""
    closed = [case for case in cases if case.state == CaseState.CLOSED and case.result.strip()]
    gone = [case.pk for case in cases if case not in closed]
    if gone:
        forget_texts(kind=KIND, record_ids=gone)
    if closed:
        texts = [
            Text(case.pk, ((ASKED, asked_in(case)), (SOLVED, f"{case.result} {case.measure}")))
            for case in closed
        ]
        index_texts(kind=KIND, texts=texts)


def asked_in(case: Case) -> str:
    """What somebody came with, in their words."""
    return " ".join(filter(None, (case.title, case.reason, case.demand)))
