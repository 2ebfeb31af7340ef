"""Looking a file through without taking anything in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kept.kernel.numbers import rule
from kept.transport.models import Shipment

from ..deliveries.files import Source
from ..deliveries.rows import DeliveryRead, RowRead, RowReader
from ..queries.mappings import Chosen
from ..queries.parties import Directory
from ..rules import BATCH_ROWS
from .importing import Tell, count_marked, sift

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
    samples: list[DeliveryRead] = field(default_factory=list)

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
    rows, size = reader.rows(), int(rule(BATCH_ROWS))
    while batch := list(islice(rows, size)):
        good, bad = sift(batch, directory)
        held = _held([told.key for told in good])
        fresh = [told for told in good if told.key not in held]
        found.rows += len(batch)
        found.known += len(held)
        found.would_come_in += len(fresh)
        found.rejected += len(bad)
        found.promises += sum(_promises(told) for told in fresh)
        found.new_customers |= set(directory.new_customers(fresh))
        found.new_partners |= set(directory.new_carriers(fresh))
        found.marked = count_marked(found.marked, batch)
        found.samples += fresh[: SHOWN - len(found.samples)]
        refuse(bad)
        if tell is not None:
            tell(found.rows, max(source.about, found.rows))
    return found


def _held(keys: list[str]) -> set[str]:
    return {
        key
        for key in Shipment.objects.filter(external_key__in=keys).values_list("external_key", flat=True)
        if key
    }


def _promises(told: DeliveryRead) -> bool:
    """Whether the row states anything that was promised."""
    stated = (told.promised_at, told.pieces_delivered, told.papers_ok, told.condition or None)
    return any(each is not None for each in stated) and (told.promised_at or told.happened_at) is not None
