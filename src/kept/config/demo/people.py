"""Who works for the demo company, and who looks in from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.people.actions.branches import form_team, open_branch
from kept.people.actions.persons import add_person, give_grant
from kept.people.enums import GrantScope, PersonKind
from kept.people.models import Branch, Person, Role
from kept.people.queries import actor_of

PASSWORD = "kept-demo-2026"
HOUSE = Actor.system("demo")

LOGINS: tuple[tuple[str, str, str | Lazy], ...] = (
    ("gm", PASSWORD, _("general manager")),
    ("manager", PASSWORD, _("branch manager, Shanghai")),
    ("clerk", PASSWORD, _("customer-service clerk, Shanghai")),
    ("dispatcher", PASSWORD, _("dispatcher")),
    ("finance", PASSWORD, _("finance")),
    ("client", PASSWORD, _("client: 华东冷链食品")),
    ("carrier", PASSWORD, _("subcontractor: 远通货运")),
    ("supervisor", PASSWORD, _("social supervisor")),
    ("admin", PASSWORD, _("administrator")),
)

BRANCHES = (
    ("HQ", "总部", "上海", True),
    ("SH", "上海分公司", "上海", False),
    ("BJ", "北京分公司", "北京", False),
    ("GZ", "广州分公司", "广州", False),
    ("CD", "成都分公司", "成都", False),
)

STAFF = (
    # login, name, role, branch code (grants reach the branch; the headquarters' the whole company)
    ("gm", "陈立", "general_manager", "HQ"),
    ("admin", "何军", "admin", "HQ"),
    ("quality", "许薇", "service_manager", "HQ"),
    ("manager", "林静", "branch_manager", "SH"),
    ("clerk", "王敏", "clerk", "SH"),
    ("clerk2", "李娜", "clerk", "SH"),
    ("clerk3", "周婷", "clerk", "BJ"),
    ("clerk4", "黄晓", "clerk", "GZ"),
    ("dispatcher", "赵强", "dispatcher", "HQ"),
    ("finance", "孙丽", "finance", "HQ"),
    ("documents", "钱芳", "document_clerk", "SH"),
    ("managerbj", "郭涛", "branch_manager", "BJ"),
)


@dataclass
class Crew:
    """The people by login, and what each may do."""

    branches: dict[str, Branch] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def actor(self, login: str, at: datetime) -> Actor:
        return actor_of(self.persons[login], at)


def hire(at: datetime) -> Crew:
    crew = Crew()
    for code, name, city, is_headquarters in BRANCHES:
        crew.branches[code] = open_branch(
            code=code, name=name, city=city, is_headquarters=is_headquarters, by=HOUSE, at=at
        )
    team = form_team(branch=crew.branches["SH"], name="客服一组", by=HOUSE, at=at)
    for login, name, role, code in STAFF:
        person = _add(crew, login, name, PersonKind.STAFF, at, branch=crew.branches[code])
        whole = code == "HQ"
        scope_id = None if whole else crew.branches[code].pk
        _grant(person, role, GrantScope.COMPANY if whole else GrantScope.BRANCH, scope_id, at)
        if role == "clerk" and code == "SH":
            person.teams.add(team)
    return crew


def invite(crew: Crew, login: str, name: str, role: str, scope_id: int, at: datetime) -> Person:
    """Somebody of a client or a subcontractor gets a login that reaches their own records."""
    kind, scope = {
        "client": (PersonKind.CLIENT, GrantScope.CUSTOMER),
        "subcontractor": (PersonKind.SUBCONTRACTOR, GrantScope.PARTNER),
    }[role]
    person = _add(crew, login, name, kind, at)
    _grant(person, role, scope, scope_id, at)
    return person


def _add(crew: Crew, login: str, name: str, kind: str, at: datetime, branch: Branch | None = None) -> Person:
    person = add_person(
        login=login,
        name=name,
        password=PASSWORD,
        kind=kind,
        branch=branch,
        email=f"{login}@kept.example",
        by=HOUSE,
        at=at,
    )
    crew.persons[login] = person
    return person


def _grant(person: Person, role: str, scope: str, scope_id: int | None, at: datetime) -> None:
    give_grant(
        person=person,
        role=Role.objects.get(code=role),
        scope_kind=scope,
        scope_id=scope_id,
        by=HOUSE,
        at=at,
    )
