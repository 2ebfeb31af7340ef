"""Looking a file through without taking anything in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kept.kernel.numbers import rule

from ..queries.mappings import Chosen
from ..queries.parties import Directory
from ..reading.files import Source
from ..reading.kinds import Told
from ..reading.rows import RowRead, RowReader
from ..rules import BATCH_ROWS
from .importing import Tell, count_marked, sift
from .taking import TAKERS

SHOWN = 8


@dataclass
class Checked:
    """What would come in, and what would not."""

    rows: int = 0
    would_come_in: int = 0
    known: int = 0
    rejected: int = 0
    promises: int = 0
    marked: dict[str, int] = field(default_factory=dict)
    new_customers: set[str] = field(default_factory=set)
    new_partners: set[str] = field(default_factory=set)
    samples: list[Told] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "would_come_in": self.would_come_in,
            "already_there": self.known,
            "rejected": self.rejected,
            "promises": self.promises,
            "new_customers": len(self.new_customers),
            "new_partners": len(self.new_partners),
        }


def check_file(
    *,
    source: Source,
    chosen: Chosen,
    refuse: Callable[[list[RowRead]], None],
    tell: Tell | None = None,
) -> Checked:
    """Read every row as an import would; `refuse` gets the rows that would be rejected."""
    reader, directory, found = RowReader(chosen.mapping, source), Directory(chosen.mapping), Checked()
    taker = TAKERS[chosen.mapping.kind.name]
    rows, size = reader.rows(), int(rule(BATCH_ROWS))
    while batch := list(islice(rows, size)):
        good, bad = sift(batch, directory)
        held = taker.known([told.key for told in good])
        fresh = [told for told in good if told.key not in held]
        found.rows += len(batch)
        found.known += len(held)
        found.would_come_in += len(fresh)
        found.rejected += len(bad)
        found.promises += sum(taker.promises(told) for told in fresh)
        found.new_customers |= set(directory.new_customers(fresh))
        found.new_partners |= set(directory.new_carriers(fresh))
        found.marked = count_marked(found.marked, batch)
        found.samples += fresh[: SHOWN - len(found.samples)]
        refuse(bad)
        if tell is not None:
            tell(found.rows, max(source.about, found.rows))
    return found
