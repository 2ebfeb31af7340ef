"""Cases that were worked on elsewhere: what the log of another service desk may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kept.desk.enums import CaseKind, Served, Severity
from kept.promises.enums import Cause, LiableTier, Phase

from ..reading.cells import Moment, Problem, backwards
from ..reading.kinds import FileKind, Nature, Rules, Told, Values, file_kind

FIELDS: Final[Mapping[str, Nature]] = {
    "customer": "text",
    "customer_name": "text",
    "branch": "text",
    "kind": "code",
    "title": "text",
    "reason": "text",
    "result": "text",
    "caller": "text",
    "served": "code",
    "phase": "code",
    "severity": "code",
    "cause": "code",
    "liable": "code",
    "chasers": "whole",
    "passed_on": "whole",
    "opened_at": "moment",
    "answer_due_at": "moment",
    "answered_at": "moment",
    "reopened_at": "moment",
    "solution_due_at": "moment",
    "solved_at": "moment",
    "closed_at": "moment",
}
CODES: Final[dict[str, frozenset[str]]] = {
    "kind": frozenset(CaseKind.values),
    "severity": frozenset(str(severity) for severity in Severity.values),
    "cause": frozenset(Cause.values),
    "liable": frozenset(LiableTier.values),
    "served": frozenset(Served.values),
    "phase": frozenset(Phase.values),
}
NEEDED: Final = ("kind", "opened_at")
LATER: Final = (
    *("answer_due_at", "answered_at", "reopened_at", "solution_due_at", "solved_at", "closed_at"),
)
LONGEST: Final[dict[str, int]] = {"reason": 2000, "result": 2000, "branch": 20, "caller": 80, "customer": 100}


@dataclass(frozen=True, kw_only=True)
class CaseRead(Told):
    """One case as a row states it."""

    kind: str
    title: str
    reason: str
    result: str
    caller: str
    served: str
    phase: str
    severity: int
    cause: str
    liable: str
    chasers: int
    passed_on: int
    opened_at: datetime
    answer_due_at: datetime | None
    answered_at: datetime | None
    reopened_at: datetime | None
    solution_due_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None


def tell(key: str, values: Values, rules: Rules) -> CaseRead | Problem:
    """What a row says of a case, or which of its moments lies before its opening."""
    opened = values["opened_at"].start()
    moments = {name: _moment(values.get(name)) for name in LATER}
    for name, moment in moments.items():
        if moment is not None and moment < opened:
            return backwards(rules[name].title, moment, opened)
    return CaseRead(
        key=key,
        customer=values.get("customer"),
        customer_name=values.get("customer_name") or values.get("customer"),
        branch=values.get("branch"),
        kind=values["kind"],
        title=values.get("title") or "",
        reason=values.get("reason") or "",
        result=values.get("result") or "",
        caller=values.get("caller") or "",
        served=values.get("served") or "",
        phase=values.get("phase") or "",
        severity=int(values.get("severity") or Severity.S4),
        cause=values.get("cause") or "",
        liable=values.get("liable") or "",
        chasers=values.get("chasers") or 0,
        passed_on=values.get("passed_on") or 0,
        opened_at=opened,
        answer_due_at=moments["answer_due_at"],
        answered_at=moments["answered_at"],
        reopened_at=moments["reopened_at"],
        solution_due_at=moments["solution_due_at"],
        solved_at=moments["solved_at"],
        closed_at=moments["closed_at"],
    )


def _moment(value: Moment | None) -> datetime | None:
    return value.middle() if value else None


CASES: Final = file_kind(FileKind("cases", FIELDS, NEEDED, tell, CODES, LONGEST))
