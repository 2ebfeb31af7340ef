"""Files and mappings that come in through the browser; the worker takes them from here."""

from __future__ import annotations

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number

from ..enums import RunState
from ..events import MappingAdded
from ..models import ImportRun, MappingFile
from ..queries.mappings import Chosen, mapping_of
from ..reading.files import open_source

MAPPING_LIMIT: Final = 200_000


class FileTooBig(Refused):
    """A file above the limit of the browser; the command line takes any size."""

    def __init__(self, name: str, kind: str, mapping: str) -> None:
        command = f"kept import {kind} {name} --mapping {mapping}"
        said = {"limit": settings.UPLOAD_LIMIT // 1024 // 1024, "command": command}
        text = _("The file is larger than %(limit)d MB. Import it on the server: %(command)s") % said
        super().__init__(text, field="file")


class AlreadyImported(Refused):
    default = _("This file has been imported with this mapping already.")


class NotToBeStarted(Refused):
    default = _("Only an import that was checked can be started.")


def receive_file(*, upload: UploadedFile[Any], chosen: Chosen, by: Actor, at: datetime) -> ImportRun:
    """Keep an uploaded file and let the worker look it through. Raises Refused before anything is kept."""
    name = Path(upload.name or "file").name
    if (upload.size or 0) > settings.UPLOAD_LIMIT:
        raise FileTooBig(name, chosen.mapping.kind.name, chosen.name)
    kept = _store(upload)
    try:
        source = open_source(kept, chosen.mapping)
    except Refused as no:
        kept.unlink(missing_ok=True)
        raise Refused(no.message, field="file") from None
    goal = kept.with_name(source.digest)
    os.replace(kept, goal)
    return _receive(goal, source.digest, list(source.columns), source.about, name, chosen, by, at)


@transaction.atomic
def _receive(
    goal: Path,
    digest: str,
    columns: list[str],
    about: int,
    name: str,
    chosen: Chosen,
    by: Actor,
    at: datetime,
) -> ImportRun:
    run = ImportRun.objects.select_for_update().filter(digest=digest, mapping_digest=chosen.digest).first()
    if run is not None and run.state == RunState.DONE:
        raise AlreadyImported(_("This file is in already: %s") % run.number, field="file")
    busy = (RunState.UPLOADED, RunState.CHECKED, RunState.WAITING, RunState.RUNNING)
    if run is not None and run.is_job and run.state in busy:
        return run
    if run is None:
        run = ImportRun(number=next_number("import", at=at), digest=digest, mapping_digest=chosen.digest)
    run.state = RunState.RUNNING if run.pk and run.batches.exists() else RunState.UPLOADED
    run.file_name, run.stored_as, run.is_job = name[:200], goal.name, True
    run.kind, run.mapping_name, run.mapping_text = chosen.mapping.kind.name, chosen.name, chosen.text
    run.columns, run.rows_total, run.problem, run.ended_at = columns, about, "", None
    run.started_by_id, run.started_at = by.person_id, at
    run.save()
    return run


@transaction.atomic
def start_run(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Let the worker take in what was checked."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.CHECKED:
        raise NotToBeStarted
    run.move_to(RunState.WAITING)
    run.started_by_id, run.started_at = by.person_id, at
    run.save(update_fields=["state", "started_by", "started_at"])
    return run


@transaction.atomic
def drop_run(*, run: ImportRun, by: Actor, at: datetime) -> ImportRun:
    """Put a checked file aside; nothing of it has come in."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    run.end(RunState.DROPPED, at=at)
    run.save(update_fields=["state", "ended_at", "problem"])
    transaction.on_commit(run.forget_file)
    return run


@transaction.atomic
def add_mapping(*, text: str, name: str, by: Actor, at: datetime) -> MappingFile:
    """Keep a mapping for choosing. The same text is kept once; a changed one is a new version."""
    if len(text) > MAPPING_LIMIT:
        raise Refused(_("A mapping has at most %d characters.") % MAPPING_LIMIT, field="file")
    chosen = mapping_of(text, name)
    digest = sha256(text.encode()).hexdigest()
    kept, new = MappingFile.objects.get_or_create(
        name=chosen.name[:60],
        digest=digest,
        defaults={"text": text, "added_by_id": by.person_id, "added_at": at},
    )
    if new:
        emit(MappingAdded(subject=Subject.of(kept), occurred_at=at), by=by)
    return kept


def _store(upload: UploadedFile[Any]) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return Path(file.name)
