"""The second line supports the first: a request inside the house, beside the case of the customer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.people.models import Person, Team

from ..enums import CaseKind, LinkSort
from ..models import Case, CaseIsClosed
from .opening import open_case
from .relating import relate_cases
from .resting import watch_case


class AskMissing(Refused):
    default = _("Write what the second line is asked.")


class AskedAlready(Refused):
    default = _("This team has been asked about the case and has not finished yet.")


class InsideAlready(Refused):
    default = _("This is a request inside the house. Give it to a colleague instead.")


@transaction.atomic
def ask_second_line(*, case: Case, team: Team, ask: str, by: Actor, at: datetime) -> Case:
    """Ask a team about the case of a customer: an internal request with its own clock, linked to the case.

    The clocks of the customer run on. Who asks watches the request and is told how it goes on.
    """
    if not ask.strip():
        raise AskMissing(field="ask")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    if case.kind == CaseKind.INTERNAL:
        raise InsideAlready
    asked = Case.objects.unfinished().of_kind(CaseKind.INTERNAL).filter(team=team, linked_from__case=case)
    if asked.exists():
        raise AskedAlready(field="team")
    request = open_case(
        kind=CaseKind.INTERNAL,
        title=f"{case.number} {case.heading}"[:160],
        reason=ask.strip(),
        team=team,
        branch=team.branch,
        caller_name=by.name[:80],
        is_nobodys=True,
        details={"unit": _unit_of(by), "department": team.name},
        by=by,
        at=at,
    )
    relate_cases(case=case, other=request, sort=LinkSort.RELATED, by=by, at=at)
    if by.person_id:
        watch_case(case=request, by=by, at=at)
    return request


def _unit_of(by: Actor) -> str:
    """The team of the one who asks, else the branch."""
    person = Person.objects.select_related("branch").filter(pk=by.person_id or 0).first()
    team = person.teams.first() if person else None
    return str(team or (person.branch if person and person.branch else ""))
