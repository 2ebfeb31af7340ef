"""How long people wait and how long cases take, by channel, queue, segment, branch, team or person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Model

from kept.desk.enums import Channel
from kept.desk.models import Queue
from kept.kernel.actor import Actor
from kept.kernel.facts import FACTS
from kept.parties.enums import Segment
from kept.people.models import Branch, Person, Team

from ..permissions import DESK_FIGURES
from . import parquet

GROUPS: Final[dict[str, tuple[str, str, type[Model] | None]]] = {
    "channel": ("channel", "channel", None),
    "queue": ("queue_id", "queue_id", Queue),
    "segment": ("segment", "segment", None),
    "branch": ("branch_id", "branch_id", Branch),
    "team": ("team_id", "team_id", Team),
    "person": ("person_id", "owner_id", Person),
}
"""For each group its column in the facts of contacts, in those of cases, and the record it names."""


@dataclass(frozen=True)
class Times:
    """Figures of one group; what nothing was counted from is None. Waits in minutes, solutions in hours."""

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


def desk_times(actor: Actor, *, by: str, first: date, last: date, as_of: datetime) -> list[Times]:
    """One row per group, the longest mean wait first; `first` to `last` are days, both included."""
    whose = _whose(actor)
    if whose == "false":
        return []
    contact_column, case_column, model = GROUPS[by]
    span = {"first": first, "last": last}
    with parquet.engine() as base:
        waits = base.execute(_waits(contact_column, whose, as_of), span).fetchall()
        solutions = base.execute(_solutions(case_column, whose, as_of), span).fetchall()
    told: dict[Any, dict[str, Any]] = {}
    for key, *figures in waits:
        told.setdefault(key, {}).update(zip(WAITS, figures, strict=True))
    for key, *figures in solutions:
        told.setdefault(key, {}).update(zip(SOLUTIONS, figures, strict=True))
    names = _names(by, model, told)
    rows = [Times(key=key, name=names.get(key, ""), **figures) for key, figures in told.items()]
    return sorted(rows, key=lambda row: (row.wait_mean is None, -(row.wait_mean or 0), row.name))


WAITS: Final = ("contacts", "answered", "wait_mean", "wait_median", "wait_p90", "wait_worst")
SOLUTIONS: Final = ("cases", "solved", "hours_mean", "hours_worst", "reopened")


def _waits(column: str, whose: str, as_of: datetime) -> str:
    return (
        f"SELECT {column}, count(*), count(minutes_to_answer), avg(minutes_to_answer),"
        " median(minutes_to_answer), quantile_disc(minutes_to_answer, 0.9), max(minutes_to_answer)"
        f" FROM {parquet.source(FACTS['contacts'], as_of)}"
        f" WHERE direction = 'in' AND on_day BETWEEN $first AND $last AND {whose} GROUP BY 1"
    )


def _solutions(column: str, whose: str, as_of: datetime) -> str:
    return (
        f"SELECT {column}, count(*), count(minutes_to_solution), avg(minutes_to_solution) / 60,"
        " max(minutes_to_solution) / 60, count(*) FILTER (WHERE reopenings > 0)"
        f" FROM {parquet.source(FACTS['cases'], as_of)}"
        f" WHERE opened_on BETWEEN $first AND $last AND {whose} GROUP BY 1"
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
