"""Opening branches and teams."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit

from ..events import BranchOpened, TeamChanged
from ..models import Branch, Person, Team


@transaction.atomic
def open_branch(*, code: str, name: str, by: Actor, at: datetime, **details: Any) -> Branch:
    branch = Branch.objects.create(code=code, name=name, **details)
    emit(BranchOpened(subject=Subject.of(branch), occurred_at=at), by=by)
    return branch


@transaction.atomic
def form_team(*, branch: Branch, name: str, by: Actor, at: datetime) -> Team:
    return Team.objects.create(branch=branch, name=name)


@transaction.atomic
def keep_team(*, team: Team, members: Iterable[Person], by: Actor, at: datetime) -> Team:
    """A team with its name, branch and exactly these members."""
    team.save()
    team.members.set(members)
    emit(TeamChanged(subject=Subject.of(team), occurred_at=at), by=by)
    return team
