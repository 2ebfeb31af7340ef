"""Which few causes make most of the trouble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class ParetoRow:
    """One cause: how often, its share, the share of it and all larger ones, whether it is vital."""

    name: str
    count: int
    share: Decimal
    cumulative: Decimal
    is_vital: bool


def pareto(counts: Mapping[str, int], cut: Decimal = Decimal("0.8")) -> list[ParetoRow]:
    """Largest first; vital are the fewest that together make at least `cut` of all.

    Counts are zero or more; zeros are left out, of equal ones the first by name leads. Raises ValueError for
    a negative count or a cut outside 0 to 1. Source: J. M. Juran, Quality Control Handbook, the vital few.

    >>> rows = pareto({"handling": 50, "traffic": 30, "weather": 15, "other": 5})
    >>> [(row.name, str(row.cumulative)) for row in rows if row.is_vital]
    [('handling', '0.5'), ('traffic', '0.8')]
    """
    if not 0 <= cut <= 1 or any(count < 0 for count in counts.values()):
        raise ValueError("counts must be zero or more, the cut between 0 and 1")
    whole = sum(counts.values())
    rows, before = [], 0
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count:
            is_vital = before < cut * whole
            share, cumulative = Decimal(count) / whole, Decimal(before + count) / whole
            rows.append(ParetoRow(name, count, share, cumulative, is_vital))
            before += count
    return rows
