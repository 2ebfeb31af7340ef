"""Who is at work, what they can do, and what is in their hands: a picture of one moment."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from kept.kernel.numbers import rule
from kept.people.models import Absence, Duty, Grant, Person, Role

from ..models import Case, Contact, Queue
from ..rules import CAPACITY, LOAD_DUE_FACTOR, LOAD_DUE_MINUTES, LOAD_SEVERITY, Clerk, Need, load_of

WORK = "desk.work"


def clerks_at(at: datetime, *, only: int | None = None) -> list[Clerk]:
    """All who may work at the desk; a fixed number of statements."""
    places = _places(at)
    people = Person.objects.staff().filter(pk__in=places).prefetch_related("skills", "teams").order_by("pk")
    if only is not None:
        people = people.filter(pk=only)
    working, away = working_at(at), set(Absence.objects.at(at).values_list("person_id", flat=True))
    usual = int(rule(CAPACITY, at=at))
    clerks = [
        Clerk(
            person_id=person.pk,
            name=person.name,
            is_new=person.is_new,
            is_working=person.pk in working,
            is_absent=person.pk in away,
            capacity=usual if person.capacity is None else person.capacity,
            skills={held.skill_id: held.level for held in person.skills.all()},
            teams=frozenset(team.pk for team in person.teams.all()),
            branches=places[person.pk],
            home=person.branch_id,
        )
        for person in people
    ]
    _put_loads(clerks, at)
    return clerks


def working_at(at: datetime) -> set[int]:
    """Who is on duty at a moment and not at a break."""
    return {duty.person_id for duty in Duty.objects.at(at) if duty.is_working(at)}


def need_of(queue: Queue, *, is_business: bool, branch_id: int | None) -> Need:
    return Need(
        is_business=is_business,
        branch_id=branch_id,
        team_id=queue.team_id,
        skills={wanted.skill_id: wanted.level for wanted in queue.skills.all()},
    )


def deputies_at(at: datetime) -> dict[int, int]:
    """Who stands in for whom."""
    rows = Absence.objects.at(at).filter(deputy__isnull=False).order_by("pk")
    return dict(rows.values_list("person_id", "deputy_id"))


def _places(at: datetime) -> dict[int, frozenset[int] | None]:
    """Where each person may work at the desk: branches, or None for everywhere."""
    roles = [role.pk for role in Role.objects.all() if WORK in role.permissions]
    found: dict[int, frozenset[int] | None] = {}
    grants = Grant.objects.in_force(at).filter(role__in=roles, scope_kind__in=("company", "branch"))
    for person_id, kind, scope_id in grants.values_list("person_id", "scope_kind", "scope_id"):
        before = found.get(person_id, frozenset())
        found[person_id] = None if kind == "company" or before is None else before | {scope_id or 0}
    return found


def _put_loads(clerks: list[Clerk], at: datetime) -> None:
    weights = [float(rule(key, at=at)) for key in LOAD_SEVERITY]
    factor = float(rule(LOAD_DUE_FACTOR, at=at))
    soon = at + timedelta(minutes=float(rule(LOAD_DUE_MINUTES, at=at)))
    hands: dict[int, list[tuple[int, datetime | None]]] = defaultdict(list)
    ids = [clerk.person_id for clerk in clerks]
    cases: Any = Case.objects.unfinished().filter(owner__in=ids).by_due()
    for owner, severity, due in cases.values_list("owner", "severity", "next_due_at"):
        hands[owner].append((severity, due))
    calls: Any = Contact.objects.waiting().filter(person__in=ids).by_due()
    for person, due in calls.values_list("person", "next_due_at"):
        hands[person].append((len(weights), due))
    for clerk in clerks:
        held = hands[clerk.person_id]
        clerk.open = len(held)
        clerk.load = sum(load_of(rank, due, soon=soon, weights=weights, factor=factor) for rank, due in held)
