"""A file is kept as it was read until its orders are placed; then they hold the data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.sheets import UnreadableFile, rows_of
from kept.parties.models import Customer

from ...models import Intake
from ...rules import INTAKE_ROWS, TooManyRows

LARGEST = 10 * 1024 * 1024
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def keep_intake(*, upload: Any, customer: Customer | None = None, by: Actor, at: datetime) -> Intake:
    """Read an uploaded file. Raises UnreadableFile, or TooManyRows, which names the command."""
    if (upload.size or 0) > LARGEST:
        raise too_many(None, at)
    rows = rows_of(upload.read())
    if len(rows) < 2:
        raise UnreadableFile(_("The file has no rows below its headings."), field="file")
    if len(rows) - 1 > int(rule(INTAKE_ROWS, at=at)):
        raise too_many(len(rows) - 1, at)
    return Intake.objects.create(
        person_id=by.person_id,
        customer=customer,
        file_name=str(upload.name or "")[:120],
        rows=rows,
        row_count=len(rows) - 1,
        made_at=at,
    )


def too_many(rows: int | None, at: datetime) -> TooManyRows:
    most = int(rule(INTAKE_ROWS, at=at))
    words = _(
        "The browser takes files of at most %(most)d rows."
        " For larger ones use the command: kept import orders FILE"
    )
    return TooManyRows(words % {"most": most}, field="file")


@transaction.atomic
def forget_intakes(*, at: datetime) -> int:
    """Forget files that nobody placed within a week. Returns how many."""
    return Intake.objects.filter(placed_at=None, made_at__lt=at - KEPT_FOR).delete()[0]
