"""The tree of causes, the cause of a case in detail, and preventive actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.promises.actions import PromiseRequest, keep_promises_about, start_promise

from ..events import CauseCodeKept, CauseNamed, PreventionDone, PreventionPlanned
from ..models import Case, CauseCode, PreventiveAction

PREVENTION = "prevention"


class WordsMissing(Refused):
    default = _("Give it a name in at least one language.")


class OtherRoot(Refused):
    default = _("It has to stand under the same cause as what it is part of.")


class PartOfItself(Refused):
    default = _("A cause cannot be part of itself.")


class NotInUse(Refused):
    default = _("This cause is no longer in use.")


class WhatMissing(Refused):
    default = _("Say what is to be done.")


class DayPassed(Refused):
    default = _("Choose a day from today on.")


@transaction.atomic
def keep_cause(
    *,
    found: CauseCode | None = None,
    code: str,
    words: Mapping[str, str],
    cause: str,
    parent: CauseCode | None = None,
    is_used: bool = True,
    by: Actor,
    at: datetime,
) -> CauseCode:
    """Add a cause in detail, or change one. What hangs below moves to the new root with it."""
    said = {language: text.strip() for language, text in words.items() if text.strip()}
    if not said:
        raise WordsMissing(field="words")
    kept = found or CauseCode()
    _check_place(kept, parent, cause)
    kept.code, kept.words, kept.cause, kept.parent, kept.is_used = code, said, cause, parent, is_used
    kept.save()
    _move_below(kept)
    emit(CauseCodeKept(subject=Subject.of(kept), occurred_at=at, cause=cause, is_used=is_used), by=by)
    return kept


@transaction.atomic
def name_cause(*, case: Case, code: CauseCode, by: Actor, at: datetime) -> Case:
    """Say the cause of a case in detail; the cause that promises know follows."""
    if not code.is_used:
        raise NotInUse(field="code")
    found = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    found.cause_code, found.cause = code, code.cause
    found.save(update_fields=["cause_code", "cause"])
    emit(CauseNamed.of(found, at=at, cause=code.cause, code=code.code), by=by)
    return found


@transaction.atomic
def plan_prevention(
    *,
    what: str,
    owner: Person,
    due_on: date,
    cause: str,
    cause_code: CauseCode | None = None,
    case: Case | None = None,
    branch: Branch | None = None,
    customer: Customer | None = None,
    by: Actor,
    at: datetime,
) -> PreventiveAction:
    """Somebody does something by a day: a promise that stands in what is due now."""
    if not what.strip():
        raise WhatMissing(field="what")
    if due_on < localtime(at).date():
        raise DayPassed(field="due_on")
    action = PreventiveAction.objects.create(
        number=next_number("prevention", at=at),
        what=what.strip(),
        cause=cause_code.cause if cause_code else cause,
        cause_code=cause_code,
        case=case,
        branch=branch or (case.branch if case else None) or owner.branch,
        customer=customer or (case.customer if case else None),
        owner=owner,
        due_on=due_on,
        made_at=at,
        made_by_id=by.person_id,
    )
    start_promise(request=_owed(action, at), by=by, at=at)
    emit(PreventionPlanned.of(action, at=at), by=by)
    return action


@transaction.atomic
def finish_prevention(*, action: PreventiveAction, effect: str, by: Actor, at: datetime) -> PreventiveAction:
    """It is done; what it brought is said, and counted beside it."""
    found = PreventiveAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    found.finish(effect=effect, person_id=by.person_id, at=at)
    found.save()
    keep_promises_about(record=found, kinds=(PREVENTION,), met_at=at, by=by, at=at)
    emit(PreventionDone.of(found, at=at), by=by)
    return found


def _check_place(kept: CauseCode, parent: CauseCode | None, cause: str) -> None:
    if parent is None:
        return
    if parent.cause != cause:
        raise OtherRoot(field="parent")
    above: CauseCode | None = parent
    while above is not None:
        if above.pk == kept.pk:
            raise PartOfItself(field="parent")
        above = above.parent


def _move_below(kept: CauseCode) -> None:
    for child in kept.children.exclude(cause=kept.cause):
        child.cause = kept.cause
        child.save(update_fields=["cause"])
        _move_below(child)


def _owed(action: PreventiveAction, at: datetime) -> PromiseRequest:
    return PromiseRequest(
        kind=PREVENTION,
        subject=Subject.of(action),
        started_at=at,
        customer_id=action.customer_id,
        branch_id=action.branch_id,
        person_id=action.owner_id,
        due_at=make_aware(datetime.combine(action.due_on, time(23, 59, 59))),
        is_day=True,
    )
