"""Records with promises about them: sorted by what breaks first, and read with their signs at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, OuterRef, Subquery

from kept.kernel.access import Permitted
from kept.parties.models import Customer
from kept.promises.models import Promise

Record = TypeVar("Record", bound=models.Model)


class Clocked(Permitted[Record]):
    """Adds `next_due_at` and `promises` to records that promises are about."""

    _reads_promises = False
    _reads_customers = False

    def by_due(self) -> Self:
        """With the moment of the promise that broke unmet or breaks first; none when nothing is owed."""
        owed = Promise.objects.filter(
            subject_type=self.model._meta.label_lower, subject_id=OuterRef("pk")
        ).due()
        return self.annotate(next_due_at=Subquery(owed.soonest().values("due_at")[:1]))

    def soonest(self) -> Self:
        """What is broken or breaks first on top; what owes nothing by a moment below."""
        return self.by_due().order_by(F("next_due_at").asc(nulls_last=True), "pk")

    def with_promises(self) -> Self:
        """Read the promises of all records in one statement."""
        clone = self.all()
        clone._reads_promises = True
        return clone

    def with_customers(self) -> Self:
        """Read the customers of all records in one statement: they are many, and few rows are shown."""
        clone = self.all()
        clone._reads_customers = True
        return clone

    def clocked(self, records: Iterable[Any]) -> Iterable[Any]:
        """The records that promises are about: these, unless a subclass shows those of others."""
        return records

    def iterator(self, chunk_size: int | None = None) -> Iterator[Record]:
        rows = super().iterator(chunk_size)
        while self._reads_promises and (chunk := list(islice(rows, chunk_size or 2000))):
            attach_promises(self.clocked(chunk))
            yield from chunk
        yield from rows

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._reads_promises = self._reads_promises
        clone._reads_customers = self._reads_customers
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._reads_promises:
            attach_promises(self.clocked(self._result_cache or ()))
        if fresh and self._reads_customers:
            _attach_customers(self._result_cache or ())


def attach_promises(records: Iterable[Any]) -> None:
    """Give each record its promises, soonest first; one statement."""
    listed = _records(records)
    if not listed:
        return
    found = promises_about(listed)
    for record in listed:
        record.__dict__["promises"] = found[record.pk]


def _records(rows: Iterable[Any]) -> list[Any]:
    """Rows that are records; those read as plain values have nothing to attach to."""
    return [row for row in rows if isinstance(row, models.Model)]


def _attach_customers(records: Iterable[Any]) -> None:
    of_customers = [record for record in _records(records) if record.customer_id]
    named = Customer.objects.only("number", "name", "short_name")
    found = named.in_bulk({record.customer_id for record in of_customers})
    for record in of_customers:
        record.customer = found[record.customer_id]


def promises_about(records: Sequence[models.Model]) -> dict[int, list[Promise]]:
    rows = Promise.objects.filter(
        subject_type=records[0]._meta.label_lower, subject_id__in=[record.pk for record in records]
    )
    found: dict[int, list[Promise]] = defaultdict(list)
    calendars: dict[int | None, Any] = {}
    rows = rows.select_related("calendar_version").defer("candidates")
    for promise in rows.soonest():
        shared = calendars.setdefault(promise.calendar_version_id, promise.calendar_version)
        promise.calendar_version = shared  # many rest on one, which is made ready once
        found[promise.subject_id].append(promise)
    return found


def most_pressing(promises: Sequence[Promise]) -> Promise | None:
    """The one to show where there is room for one: what lists sort by, then paused, then ended last."""
    rank = {"running": 0, "broken": 0, "paused": 1, "kept": 2}
    unmet = sorted(
        promises, key=lambda p: (p.met_at is not None or p.is_past, rank.get(p.state, 3), p.due_at)
    )
    return unmet[0] if unmet else None
