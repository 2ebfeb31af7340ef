"""How well a checklist was met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Judged:
    """An item of a checklist: its weight, whether it was met (None: does not apply), whether it decides."""

    weight: Decimal
    is_met: bool | None
    is_critical: bool = False


@dataclass(frozen=True)
class ChecklistScore:
    """The share that was met (None when nothing applied), and how many critical items were not."""

    score: Decimal | None
    judged: int
    critical_misses: int


def checklist_score(items: Iterable[Judged]) -> ChecklistScore:
    """score = Σ weight of items met / Σ weight of items that apply; 0 once a critical item is not met.

    Items that do not apply count on neither side. Raises ValueError for a weight of zero or less. Source: the
    weighted checklist of supplier audits with knock-out criteria, as in VDA 6.3.

    >>> met = [Judged(Decimal(3), True), Judged(Decimal(1), False), Judged(Decimal(5), None)]
    >>> checklist_score(met)
    ChecklistScore(score=Decimal('0.75'), judged=2, critical_misses=0)
    >>> checklist_score([*met, Judged(Decimal(1), False, is_critical=True)]).score
    Decimal('0')
    """
    applying = [item for item in items if item.is_met is not None]
    if any(item.weight <= 0 for item in applying):
        raise ValueError("weights must be above zero")
    whole = sum((item.weight for item in applying), Decimal(0))
    met = sum((item.weight for item in applying if item.is_met), Decimal(0))
    misses = sum(item.is_critical and not item.is_met for item in applying)
    if not whole:
        return ChecklistScore(None, 0, 0)
    return ChecklistScore(Decimal(0) if misses else met / whole, len(applying), misses)


def mark_score(marks: Iterable[tuple[Decimal, int | None]], top: int = 5) -> Decimal | None:
    """score = Σ weight · (mark − 1) / ((top − 1) · Σ weight), from 0 for the worst mark to 1 for the best.

    What has no mark counts on neither side; without any mark there is no score. Raises ValueError for a mark
    outside 1 to `top` or a weight of zero or less. Source: rescaled mean of rating scales, e.g. SERVPERF.

    >>> mark_score([(Decimal(1), 5), (Decimal(3), 3), (Decimal(2), None)])
    Decimal('0.625')
    """
    given = [(weight, mark) for weight, mark in marks if mark is not None]
    if any(weight <= 0 or not 1 <= mark <= top for weight, mark in given):
        raise ValueError("weights must be above zero, marks between 1 and the top")
    whole = sum((weight for weight, _ in given), Decimal(0))
    if not whole:
        return None
    return sum((weight * (mark - 1) for weight, mark in given), Decimal(0)) / (whole * (top - 1))
