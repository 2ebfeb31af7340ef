"""Running a macro: several acts on a case in one go, all or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.people.models import Person, Team

from ..enums import Channel
from ..events import CaseChanged
from ..models import CannedReply, Case, Macro
from ..queries.replies import canned_text
from .answering import answer_case
from .assigning import assign_case
from .colliding import refuse_unread
from .relating import change_kind
from .resting import snooze_case
from .tending import note_case, pause_case

ME = "me"


class StepGone(Refused):
    default = _("A step of this macro points to something that is no longer there: %(step)s.")


@transaction.atomic
def run_macro(*, macro: Macro, case: Case, seen: int | None = None, by: Actor, at: datetime) -> Case:
    """Do the steps in their order. What one step refuses undoes them all.

    A macro that answers asks, with `seen`, whether somebody else has answered since.
    """
    if macro.answers:
        refuse_unread(case, seen=seen, by=by)
    for name, value in macro.steps:
        try:
            STEPS[name](case, value, by, at)
        except (Person.DoesNotExist, Team.DoesNotExist, CannedReply.DoesNotExist) as gone:
            raise StepGone(StepGone.default % {"step": name}) from gone
    case.refresh_from_db()
    return case


def _kind(case: Case, value: Any, by: Actor, at: datetime) -> None:
    change_kind(case=case, kind=value, by=by, at=at)


def _team(case: Case, value: Any, by: Actor, at: datetime) -> None:
    case.refresh_from_db()
    case.team = Team.objects.get(pk=value)
    case.save(update_fields=["team"])
    emit(CaseChanged.of(case, at=at, fields=("team",)), by=by)


def _owner(case: Case, value: Any, by: Actor, at: datetime) -> None:
    person = Person.objects.get(pk=by.person_id if value == ME else value)
    assign_case(case=case, owner=person, by=by, at=at)


def _note(case: Case, value: Any, by: Actor, at: datetime) -> None:
    note_case(case=case, text=value, by=by, at=at)


def _reply(case: Case, value: Any, by: Actor, at: datetime) -> None:
    case.refresh_from_db()
    reply = CannedReply.objects.get(pk=value)
    text = canned_text(reply, case, clerk=by.name, language=settings.LANGUAGE_CODE)
    channel = Channel.EMAIL if case.email or (case.customer and case.customer.email) else Channel.WECHAT
    answer_case(case=case, channel=channel, text=text, to=case.caller_name, by=by, at=at)


def _pause(case: Case, value: Any, by: Actor, at: datetime) -> None:
    pause_case(case=case, reason=value, by=by, at=at)


def _snooze(case: Case, value: Any, by: Actor, at: datetime) -> None:
    snooze_case(case=case, until=at + timedelta(hours=int(value)), by=by, at=at)


STEPS: dict[str, Callable[[Case, Any, Actor, datetime], None]] = {
    "kind": _kind,
    "team": _team,
    "owner": _owner,
    "note": _note,
    "reply": _reply,
    "pause": _pause,
    "snooze": _snooze,
}
