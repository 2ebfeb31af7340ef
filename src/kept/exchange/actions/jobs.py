"""What the worker does with uploaded files: look them through, take them in, a while at a time."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.bulk import insert_many
from kept.kernel.errors import Refused
from kept.kernel.numbers import rule

from ..enums import RunState
from ..models import ImportRun
from ..queries.mappings import Chosen, mapping_of
from ..reading.files import Source, open_source
from ..reading.rows import RowRead
from ..rules import TURN_SECONDS
from .checking import Checked, check_file
from .importing import Clock, begin, carry_on, fail_run, rejected_of
from .taking import TAKERS


def work_on(*, run: ImportRun, clock: Clock) -> ImportRun:
    """One turn on a run: its check, or as many batches as fit into a turn."""
    by = _starter(run)
    try:
        chosen = mapping_of(run.mapping_text, run.mapping_name)
        source = open_source(run.path, chosen.mapping)
    except Refused as no:
        return fail_run(run=run, problem=str(no.message), by=by, at=clock())
    if run.state == RunState.UPLOADED:
        return _check(run, source, chosen, clock())
    if run.state == RunState.WAITING:
        begin(run=run, by=by, at=clock())
    deadline = time.monotonic() + float(rule(TURN_SECONDS))
    try:
        carry_on(
            run=run,
            source=source,
            chosen=chosen,
            by=by,
            clock=clock,
            enough=lambda: time.monotonic() > deadline,
        )
    except Refused:
        return run  # the run says why
    if run.state == RunState.DONE:
        run.forget_file()
    return run


def _check(run: ImportRun, source: Source, chosen: Chosen, at: datetime) -> ImportRun:
    refused: list[RowRead] = []
    try:
        found = check_file(source=source, chosen=chosen, refuse=refused.extend)
    except Refused as no:
        return fail_run(run=run, problem=str(no.message), by=_starter(run), at=at)
    return _keep_check(run, found, refused)


@transaction.atomic
def _keep_check(run: ImportRun, found: Checked, refused: list[RowRead]) -> ImportRun:
    run.rejected.all().delete()
    insert_many([rejected_of(run, row, row.problem) for row in refused if row.problem])
    run.move_to(RunState.CHECKED)
    run.rows_total, run.rows_rejected, run.marked = found.rows, found.rejected, found.marked
    shown = TAKERS[run.kind].shown
    samples = [{name: _say(getattr(told, name)) for name in shown} for told in found.samples]
    run.preview = {**found.summary(), "samples": samples}
    run.save()
    return run


def _say(value: object) -> str:
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)


def _starter(run: ImportRun) -> Actor:
    person = run.started_by
    if person is None:
        return Actor.system("import")
    return Actor(kind="person", name=person.name, person_id=person.pk, language=person.language)
