"""The scripts that a new house begins with; what a company changed stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.db import transaction
from django.utils.timezone import now

from kept.kernel.actor import Actor

from ..models import Script
from .scripting import write_script

DELIVERED = Path(__file__).resolve().parents[1] / "data" / "scripts.toml"


@transaction.atomic
def stock_scripts() -> None:
    """Add delivered scripts that are not there yet."""
    known = set(Script.objects.exclude(code=None).values_list("code", flat=True))
    told = tomllib.loads(DELIVERED.read_text("utf-8"))["script"]
    for row in (row for row in told if row["code"] not in known):
        write_script(
            titles=row["title"],
            texts=row["text"],
            code=row["code"],
            stage=row["stage"],
            channel=row.get("channel", ""),
            kind=row.get("kind", ""),
            place=row["place"],
            by=Actor.system("delivered"),
            at=now(),
        )
