"""The morning's look: what broke yesterday, what may break today, in whose hands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.timezone import localtime

from kept.kernel.actor import Actor
from kept.people.models import Person
from kept.promises.models import Promise
from kept.promises.queries.due import at_risk, broken_between, due_now

from ..models import Case, Contact

MOST = 12


@dataclass
class InHands:
    """One person's morning."""

    person: Person | None
    broken: int = 0
    at_risk: int = 0
    cases: int = 0


@dataclass(frozen=True)
class Morning:
    """What the first page of the day shows. Lists hold one row more than is shown."""

    yesterday: datetime
    broken: list[Promise]
    broken_count: int
    overdue_count: int
    at_risk: list[Promise]
    at_risk_count: int
    waiting: int
    open_cases: int
    hands: list[InHands] = field(default_factory=list)


def morning(actor: Actor, now: datetime) -> Morning:
    """A fixed number of statements, however much is promised."""
    today = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    broken = broken_between(actor, yesterday, today, now=now).order_by("-broken_at", "pk")
    soon = at_risk(actor, now, within=tomorrow - now)
    cases = Case.objects.permitted(actor, "desk.view").unfinished()
    hands = _hands(broken, soon, cases)
    return Morning(
        yesterday=yesterday,
        broken=list(broken[: MOST + 1]),
        broken_count=sum(hand.broken for hand in hands),
        overdue_count=due_now(actor, at=now).broken(now).count(),
        at_risk=list(soon[: MOST + 1]),
        at_risk_count=sum(hand.at_risk for hand in hands),
        waiting=Contact.objects.permitted(actor, "desk.view").waiting().count(),
        open_cases=sum(hand.cases for hand in hands),
        hands=hands,
    )


def _hands(broken: Any, soon: Any, cases: Any) -> list[InHands]:
    counts: dict[int | None, dict[str, int]] = defaultdict(dict)
    for name, rows, key in (
        ("broken", broken, "person"),
        ("at_risk", soon, "person"),
        ("cases", cases, "owner"),
    ):
        for person_id, count in rows.order_by().values_list(key).annotate(Count("pk")):
            counts[person_id][name] = count
    people = Person.objects.in_bulk([pk for pk in counts if pk])
    found = [InHands(people.get(pk or 0), **numbers) for pk, numbers in counts.items()]
    return sorted(found, key=lambda hand: (-hand.broken, -hand.at_risk, -hand.cases, str(hand.person or "")))
