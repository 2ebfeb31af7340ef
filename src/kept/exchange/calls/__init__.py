"""How many calls came in, by short spans of time: what a telephone system's counts may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..enums import RejectReason
from ..reading.cells import Problem
from ..reading.kinds import FileKind, Nature, Rules, Told, Values, file_kind

FIELDS: Final[Mapping[str, Nature]] = {
    "branch": "text",
    "line": "text",
    "starts_at": "moment",
    "minutes": "whole",
    "offered": "whole",
    "answered": "whole",
    "abandoned": "whole",
    "in_time": "whole",
    "handle_seconds": "whole",
}
NEEDED: Final = ("starts_at", "minutes", "offered")
LONGEST: Final[dict[str, int]] = {"branch": 20, "line": 60}


@dataclass(frozen=True, kw_only=True)
class CallsRead(Told):
    """Calls of one span of time. What the file does not count is None."""

    line: str
    starts_at: datetime
    minutes: int
    offered: int
    answered: int | None
    abandoned: int | None
    in_time: int | None
    handle_seconds: int | None


def tell(key: str, values: Values, rules: Rules) -> CallsRead | Problem:
    """What a row counts, or which count is larger than what it is a part of."""
    offered, minutes = values["offered"], values["minutes"]
    if not minutes or minutes > 24 * 60:
        return Problem(rules["minutes"].title, RejectReason.TOO_LOW, str(minutes), "1")
    for name, most in (("answered", offered), ("abandoned", offered), ("in_time", values.get("answered"))):
        count = values.get(name)
        if count is not None and most is not None and count > most:
            return Problem(rules[name].title, RejectReason.TOO_HIGH, str(count), str(most))
    return CallsRead(
        key=key,
        branch=values.get("branch"),
        line=values.get("line") or "",
        starts_at=values["starts_at"].at,
        minutes=minutes,
        offered=offered,
        answered=values.get("answered"),
        abandoned=values.get("abandoned"),
        in_time=values.get("in_time"),
        handle_seconds=values.get("handle_seconds"),
    )


CALLS: Final = file_kind(FileKind("calls", FIELDS, NEEDED, tell, longest=LONGEST))
