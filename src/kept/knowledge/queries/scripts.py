"""Scripts for a talk, with their blanks filled by what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kept.kernel.actor import Actor
from kept.kernel.words import say
from kept.people.queries.company import company_name

from ..enums import Stage
from ..models import Script
from ..permissions import READ
from ..rules import filled


@dataclass(frozen=True)
class Said:
    """A script ready to be spoken."""

    script: Script
    stage: str
    title: str
    text: str

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def is_list(self) -> bool:
        return len(self.lines) > 1


def scripts_for(
    actor: Actor,
    *,
    channel: str = "",
    kind: str = "",
    known: Mapping[str, str] | None = None,
    language: str | None = None,
) -> list[Said]:
    """The scripts that fit this talk, in its order; two statements."""
    rows = Script.objects.permitted(actor, READ).fitting(channel=channel, kind=kind)
    values = {"clerk": actor.name, **(known or {}), "company": company_name(language)}
    return [
        Said(row, row.stage, say(row.titles, language), filled(say(row.texts, language), values))
        for row in _special_first(list(rows))
    ]


def _special_first(rows: list[Script]) -> list[Script]:
    """A greeting or closing for this very channel or kind takes the place of the general one."""
    ruled: set[str] = {
        row.stage
        for row in rows
        if (row.channel or row.kind) and row.stage in (Stage.GREETING, Stage.CLOSING)
    }
    return [row for row in rows if row.stage not in ruled or row.channel or row.kind]
