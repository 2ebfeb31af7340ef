"""Everyday care of a case: details, notes, waiting for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.parties.enums import Segment
from kept.promises.actions import pause_promise, resume_promise
from kept.promises.models import Promise

from ..events import CaseChanged, CaseMentioned, CaseNoted, CasePaused, CaseResumed
from ..kinds import fields_of, read_details
from ..models import Case, CaseIsClosed, CaseNote
from ..queries.served import is_inside
from ..queries.staff import mentioned_in
from .answered import paused_of
from .opening import index_case

CHANGEABLE = (
    "title",
    "reason",
    "demand",
    "process",
    "customer_opinion",
    "impact",
    "urgency",
    "details",
    "served",
    "phase",
)


class NoteEmpty(Refused):
    default = _("Write the note.")


class NothingToPause(Refused):
    default = _("No clock of this case can be paused now.")


class NothingPaused(Refused):
    default = _("No clock of this case is paused.")


@transaction.atomic
def change_case(*, case: Case, changes: Mapping[str, Any], by: Actor, at: datetime) -> Case:
    """Write what was learned into the case: reason, demand, handling, how severe it is."""
    case = Case.objects.select_for_update(of=("self",)).select_related("customer").get(pk=case.pk)
    wanted = {name: changes[name] for name in CHANGEABLE if name in changes}
    if "details" in wanted:
        asked = {field.code for field in fields_of(case.kind)}
        other = {code: value for code, value in case.details.items() if code not in asked}
        wanted["details"] = {**other, **read_details(case.kind, wanted["details"])}
    if is_inside(case):
        wanted = {name: value for name, value in wanted.items() if name not in ("served", "phase")}
    changed = [name for name, value in wanted.items() if getattr(case, name) != value]
    if not changed:
        return case
    for name in changed:
        setattr(case, name, wanted[name])
    case.weigh(raised=case.customer is not None and case.customer.segment == Segment.CORE)
    case.save(update_fields=[*changed, "severity"])
    if "title" in changed:
        index_case(case, [link.shipment for link in case.shipments.select_related("shipment")[:50]])
    emit(CaseChanged.of(case, at=at, fields=tuple(changed)), by=by)
    return case


@transaction.atomic
def note_case(*, case: Case, text: str, by: Actor, at: datetime) -> CaseNote:
    """A remark for colleagues; the customer never sees it. `@name` or `@login` tells that colleague."""
    if not text.strip():
        raise NoteEmpty(field="text")
    note = CaseNote.objects.create(case=case, person_id=by.person_id, text=text.strip(), at=at)
    mentioned = tuple(person.pk for person in mentioned_in(note.text))
    emit(CaseNoted.of(case, at=at, note_id=note.pk, mentioned=mentioned), by=by)
    if mentioned:
        emit(CaseMentioned.of(case, at=at, note_id=note.pk, mentioned=mentioned), by=by)
    return note


@transaction.atomic
def pause_case(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Wait for the customer or a third party: the clocks whose kind allows it rest."""
    if not case.is_unfinished:
        raise CaseIsClosed
    resting = [
        promise
        for promise in Promise.objects.about(case).running()
        if promise.declared and reason in promise.declared.pauses and not promise.is_overdue(at)
    ]
    if not resting:
        raise NothingToPause(field="reason")
    for promise in resting:
        pause_promise(promise=promise, reason=reason, by=by, at=at)
    emit(CasePaused.of(case, at=at, reason=reason), by=by)
    return case


@transaction.atomic
def resume_case(*, case: Case, by: Actor, at: datetime) -> Case:
    """The wait is over; each clock goes on with the time it had left."""
    paused = paused_of(case)
    if not paused:
        raise NothingPaused
    for promise in paused:
        resume_promise(promise=promise, by=by, at=at)
    emit(CaseResumed.of(case, at=at), by=by)
    return case
