"""Real records for tests, made through the verbs that the doors use."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from kept.kernel.actor import Actor
from kept.parties.actions.customers import create_customer
from kept.parties.actions.partners import create_partner
from kept.parties.models import Customer, Partner
from kept.people.actions.branches import open_branch
from kept.people.actions.persons import add_person, give_grant
from kept.people.enums import GrantScope, PersonKind
from kept.people.models import Branch, Person, Role
from kept.people.queries import actor_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
"""A Monday, outside all holidays."""

HOUSE = Actor.system("test")
PASSWORD = "correct-horse-7"
_n = count(1)


def a_branch(**details: Any) -> Branch:
    n = next(_n)
    return open_branch(
        **{"code": f"B{n}", "name": f"分公司{n}", "city": "上海", **details}, by=HOUSE, at=NOON
    )


def a_customer(**details: Any) -> Customer:
    return create_customer(**{"name": f"宏达电子{next(_n)}", **details}, by=HOUSE, at=NOON)


def a_partner(**details: Any) -> Partner:
    return create_partner(**{"name": f"顺达运输{next(_n)}", **details}, by=HOUSE, at=NOON)


def staff(
    role: str = "clerk",
    *,
    branch: Branch | None = None,
    customer: Customer | None = None,
    partner: Partner | None = None,
    **details: Any,
) -> Person:
    """A person with one role: in the whole company, or in the branch, customer or partner given."""
    usual = PersonKind.CLIENT if customer else PersonKind.SUBCONTRACTOR if partner else PersonKind.STAFF
    kind = details.pop("kind", usual)
    login = f"{role}{next(_n)}"
    given = {"login": login, "name": f"员工{login}", "password": PASSWORD, **details}
    person = add_person(**given, kind=kind, branch=branch, by=HOUSE, at=NOON)
    scope, record = next(
        (
            (s, r)
            for s, r in (("customer", customer), ("partner", partner), ("branch", branch))
            if r is not None
        ),
        (GrantScope.COMPANY.value, None),
    )
    scope_id = record.pk if record else None
    give_grant(
        person=person,
        role=Role.objects.get(code=role),
        scope_kind=scope,
        scope_id=scope_id,
        by=HOUSE,
        at=NOON,
    )
    return person


def actor(role: str = "clerk", **where: Any) -> Actor:
    return actor_of(staff(role, **where), NOON)
