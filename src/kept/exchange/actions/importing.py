"""Taking a file in, batch by batch. What a batch has acknowledged is in, whatever happens next."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.bulk import insert_many, uncollected
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.parties.actions.customers import create_customers
from kept.parties.actions.partners import create_partners

from ..enums import RunState
from ..events import ImportDone, ImportFailed, ImportStarted
from ..models import ImportBatch, ImportRun, RejectedRow
from ..queries.mappings import Chosen
from ..queries.parties import Directory
from ..reading.cells import Problem
from ..reading.files import BadFile, Cell, Source, open_source
from ..reading.kinds import Told
from ..reading.rows import RowRead, RowReader
from ..rules import BATCH_ROWS
from .taking import TAKERS

Clock = Callable[[], datetime]
Tell = Callable[[int, int], None]
"""Called after each batch with the rows done and the rows there are, roughly."""


class AlreadyRunning(Refused):
    default = _("This file is being imported by somebody else right now.")


def import_file(
    *, path: Path, chosen: Chosen, by: Actor, clock: Clock, name: str = "", tell: Tell | None = None
) -> ImportRun:
    """Import a file, or go on where a broken-off import of it stopped. A finished one stays as it is."""
    source = open_source(path, chosen.mapping)
    run = open_run(source=source, chosen=chosen, name=name or path.name, by=by, at=clock())
    if run.state != RunState.DONE:
        carry_on(run=run, source=source, chosen=chosen, by=by, clock=clock, tell=tell)
    return run


@transaction.atomic
def open_run(*, source: Source, chosen: Chosen, name: str, by: Actor, at: datetime) -> ImportRun:
    """The run of this file with this mapping: a new one, or the one there is."""
    found = ImportRun.objects.filter(digest=source.digest, mapping_digest=chosen.digest).first()
    if found is not None:
        if found.state in (RunState.FAILED, RunState.DROPPED, RunState.UPLOADED, RunState.CHECKED):
            begin(run=found, by=by, at=at)
        return found
    run = ImportRun.objects.create(
        number=next_number("import", at=at),
        file_name=name[:200],
        digest=source.digest,
        kind=chosen.mapping.kind.name,
        mapping_name=chosen.name,
        mapping_text=chosen.text,
        mapping_digest=chosen.digest,
        columns=list(source.columns),
        rows_total=source.about,
        started_by_id=by.person_id,
        started_at=at,
    )
    emit(ImportStarted(subject=Subject.of(run), occurred_at=at), by=by)
    return run


def begin(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Let a checked or broken-off run take rows in; what a check had found is forgotten."""
    if not run.batches.exists():
        run.rejected.all().delete()
        run.rows_done = run.rows_rejected = 0
        run.marked = {}
    run.state, run.ended_at, run.problem = RunState.RUNNING, None, ""
    run.save()
    emit(ImportStarted(subject=Subject.of(run), occurred_at=at), by=by)
    return run


def carry_on(
    *,
    run: ImportRun,
    source: Source,
    chosen: Chosen,
    by: Actor,
    clock: Clock,
    tell: Tell | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> ImportRun:
    """Take in the batches that are not acknowledged yet; stops between two when it is `enough`."""
    reader, directory = RowReader(chosen.mapping, source), Directory(chosen.mapping)
    last = run.batches.order_by("-number").first()
    number, after = (last.number, last.to_row) if last else (0, 0)
    rows = (read for row in source.rows() if (read := reader.after(row, after)) is not None)
    size = int(rule(BATCH_ROWS))
    try:
        with _seldom_collecting():
            while batch := list(islice(rows, size)):
                number += 1
                take_batch(run=run, number=number, rows=batch, directory=directory, by=by, at=clock())
                if tell is not None:
                    tell(run.rows_done, max(run.rows_total or 0, run.rows_done))
                if enough():
                    return run
    except BadFile as wrong:
        fail_run(run=run, problem=str(wrong.message), by=by, at=clock())
        raise
    return end_run(run=run, by=by, at=clock())


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A batch makes very many objects and no cycles: looking for cycles takes a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@uncollected()
@transaction.atomic
def take_batch(
    *, run: ImportRun, number: int, rows: Sequence[RowRead], directory: Directory, by: Actor, at: datetime
) -> ImportBatch:
    """One act: parties, records, promises, rejected rows, and the note that all of them are in."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.batches.count() != number - 1 or locked.state != RunState.RUNNING:
        raise AlreadyRunning
    good, bad = sift(rows, directory)
    new_customers, new_partners = _add_parties(good, directory, by, at)
    told = TAKERS[directory.mapping.kind.name].take(good, directory, run.pk, by, at)
    keep_rejected(run, bad)
    batch = ImportBatch.objects.create(
        run=run,
        number=number,
        from_row=rows[0].number,
        to_row=rows[-1].number,
        taken=told.taken,
        known=told.known,
        rejected=len(bad),
        acknowledged_at=at,
    )
    run.rows_done += len(rows)
    run.rows_taken += batch.taken
    run.rows_known += batch.known
    run.rows_rejected += batch.rejected
    run.promises += told.promises
    run.new_customers += new_customers
    run.new_partners += new_partners
    run.marked = count_marked(run.marked, rows)
    run.save()
    return batch


@transaction.atomic
def end_run(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    run.rows_total = run.rows_done
    run.end(RunState.DONE, at=at)
    run.save()
    done = ImportDone(
        subject=Subject.of(run),
        occurred_at=at,
        taken=run.rows_taken,
        known=run.rows_known,
        rejected=run.rows_rejected,
    )
    emit(done, by=by)
    return run


@transaction.atomic
def fail_run(*, run: ImportRun, problem: str, by: Actor, at: datetime) -> ImportRun:
    run.end(RunState.FAILED, at=at, problem=problem)
    run.save(update_fields=["state", "ended_at", "problem"])
    emit(ImportFailed(subject=Subject.of(run), occurred_at=at), by=by)
    return run


def sift(rows: Iterable[RowRead], directory: Directory) -> tuple[list[Told], list[RowRead]]:
    """What can come in, and rows that cannot, each with its problem."""
    good, bad = [], []
    for row in rows:
        problem = row.problem or (directory.unknown(row.told) if row.told else None)
        if problem is not None or row.told is None:
            bad.append(RowRead(row.number, row.cells, row.key, problem=problem))
        else:
            good.append(row.told)
    return good, bad


def keep_rejected(run: ImportRun, bad: Iterable[RowRead]) -> None:
    insert_many([rejected_of(run, row, row.problem) for row in bad if row.problem])


def count_marked(marked: dict[str, int], rows: Iterable[RowRead]) -> dict[str, int]:
    """How many values were left out, by column, reason and limit."""
    counts = Counter(marked)
    for row in rows:
        counts.update(f"{each.column}\x1f{each.reason.value}\x1f{each.limit}" for each in row.marked)
    return dict(counts)


def rejected_of(run: ImportRun, row: RowRead, problem: Problem) -> RejectedRow:
    return RejectedRow(
        run=run,
        row=row.number,
        column=problem.column[:120],
        reason=problem.reason,
        value=problem.value[:120],
        limit=problem.limit[:120],
        key=row.key[:160],
        cells=[_plain(cell) for cell in row.cells],
    )


def _add_parties(good: Sequence[Told], directory: Directory, by: Actor, at: datetime) -> tuple[int, int]:
    customers, carriers = directory.new_customers(good), directory.new_carriers(good)
    if customers:
        rows = _named(customers, directory.customers.prefix)
        directory.customers.learn(create_customers(rows=rows, by=by, at=at))
    if carriers:
        rows = _named(carriers, directory.carriers.prefix)
        directory.carriers.learn(create_partners(rows=rows, by=by, at=at))
    return len(customers), len(carriers)


def _named(parties: dict[str, str], prefix: str) -> list[dict[str, Any]]:
    return [{"name": name, "external_key": f"{prefix}:{key}"} for key, name in parties.items()]


def _plain(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)
