"""How long people wait and how long cases take, by channel, queue, segment, branch, team or person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db.models import Model

from kept.desk.enums import Channel
from kept.desk.models import Queue
from kept.kernel.actor import Actor
from kept.kernel.facts import FACTS
from kept.parties.enums import Segment
from kept.people.models import Branch, Person, Team

from ..catalogue.measures import TOLD
from ..permissions import DESK_FIGURES
from .readers import reader

GROUPS: Final[dict[str, tuple[str, str, str, type[Model] | None]]] = {
    "channel": ("channel", "channel", "'phone'", None),
    "queue": ("queue_id", "queue_id", "queue_id", Queue),
    "segment": ("segment", "segment", "segment", None),
    "branch": ("branch_id", "branch_id", "branch_id", Branch),
    "team": ("team_id", "team_id", "team_id", Team),
    "person": ("person_id", "owner_id", "person_id", Person),
}
"""For each group its column in the facts of contacts, of cases and of calls, and the record it names."""


@dataclass(frozen=True)
class Times:
    """Figures of one group; what nothing was counted from is None. Waits in minutes, solutions in hours, the
    age of what is not solved in days, ringing in seconds; calls are those of a telephone system."""

    key: Any
    name: str
    contacts: int = 0
    answered: int = 0
    wait_mean: float | None = None
    wait_median: float | None = None
    wait_p90: float | None = None
    wait_worst: float | None = None
    cases: int = 0
    solved: int = 0
    hours_mean: float | None = None
    hours_worst: float | None = None
    reopened: int = 0
    at_once: float | None = None
    unsolved: int = 0
    age_mean: float | None = None
    calls: int = 0
    given_up: float | None = None
    ring_mean: float | None = None


def desk_times(actor: Actor, *, by: str, first: date, last: date, as_of: datetime) -> list[Times]:
    """One row per group, the longest mean wait first; `first` to `last` are days, both included."""
    whose = _whose(actor)
    if whose == "false":
        return []
    contact_column, case_column, call_column, model = GROUPS[by]
    span = {"first": first, "last": last}
    with reader() as facts:
        contacts, cases, of_calls = (facts.source(FACTS[table], as_of) for table in TABLES)
        waits = facts.read(_waits(contact_column, whose, contacts), **span).rows
        solutions = facts.read(_solutions(case_column, whose, cases, as_of), **span).rows
        calls = facts.read(_calls(call_column, whose, of_calls), **span).rows
    told: dict[Any, dict[str, Any]] = {}
    for key, *figures in waits:
        told.setdefault(key, {}).update(zip(WAITS, figures, strict=True))
    for key, *figures in solutions:
        told.setdefault(key, {}).update(zip(SOLUTIONS, figures, strict=True))
    for key, *figures in calls:
        told.setdefault(key, {}).update(zip(CALLS, figures, strict=True))
    names = _names(by, model, told)
    rows = [Times(key=key, name=names.get(key, ""), **figures) for key, figures in told.items()]
    return sorted(rows, key=lambda row: (row.wait_mean is None, -(row.wait_mean or 0), row.name))


TABLES: Final = ("contacts", "cases", "phone_calls")
WAITS: Final = ("contacts", "answered", "wait_mean", "wait_median", "wait_p90", "wait_worst")
SOLUTIONS: Final = (
    *("cases", "solved", "hours_mean", "hours_worst", "reopened", "at_once", "unsolved", "age_mean"),
)
CALLS: Final = ("calls", "given_up", "ring_mean")
UNSOLVED: Final = "solved_at IS NULL AND state <> 'merged'"


def _waits(column: str, whose: str, contacts: str) -> str:
    return (
        f"SELECT {column}, count(*), count(minutes_to_answer), avg(minutes_to_answer),"
        " median(minutes_to_answer), quantile_disc(minutes_to_answer, 0.9), max(minutes_to_answer)"
        f" FROM {contacts} WHERE direction = 'in' AND on_day BETWEEN $first AND $last AND {whose} GROUP BY 1"
    )


def _solutions(column: str, whose: str, cases: str, as_of: datetime) -> str:
    return (
        f"SELECT {column}, count(*), count(minutes_to_solution), avg(minutes_to_solution) / 60,"
        " max(minutes_to_solution) / 60, count(*) FILTER (WHERE reopenings > 0),"
        f" count(*) FILTER (WHERE {TOLD} AND contacts_in = 1 AND reopenings = 0 AND NOT came_again)"
        f" / nullif(count(*) FILTER (WHERE {TOLD}), 0), count(*) FILTER (WHERE {UNSOLVED}),"
        f" avg(date_diff('minute', opened_at, TIMESTAMP '{as_of.astimezone(UTC):%Y-%m-%d %H:%M:%S}') / 1440)"
        f" FILTER (WHERE {UNSOLVED})"
        f" FROM {cases} WHERE opened_on BETWEEN $first AND $last AND {whose} GROUP BY 1"
    )


def _calls(column: str, whose: str, calls: str) -> str:
    return (
        f"SELECT {column}, count(*), count(*) FILTER (WHERE abandoned) / count(*), avg(seconds_waited)"
        f" FROM {calls} WHERE direction = 'in' AND on_day BETWEEN $first AND $last AND {whose} GROUP BY 1"
    )


def _whose(actor: Actor) -> str:
    """Which rows this actor may count, as a condition."""
    scopes = list(actor.scopes_of(DESK_FIGURES))
    if actor.kind == "system" or any(scope.kind == "company" for scope in scopes):
        return "true"
    columns = {"branch": "branch_id", "team": "team_id"}
    parts = [f"{columns[s.kind]} = {int(s.id)}" for s in scopes if s.kind in columns and s.id is not None]
    return f"({' OR '.join(parts)})" if parts else "false"


def _names(by: str, model: type[Model] | None, keys: Iterable[Any]) -> dict[Any, str]:
    if model is not None:
        ids = [key for key in keys if key is not None]
        return {row.pk: str(row) for row in model._base_manager.filter(pk__in=ids)}
    choices = Channel if by == "channel" else Segment
    return {value: str(label) for value, label in choices.choices}
