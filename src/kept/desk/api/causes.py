"""Causes in detail and preventive actions for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Schema, Status

from kept.people.models import Person
from kept.promises.enums import Cause

from ..actions.preventing import finish_prevention, name_cause, plan_prevention
from ..models import Case, CauseCode, PreventiveAction
from .cases import CaseOut, allowed, case_out, router

MOST = 500


class CauseCodeOut(Schema):
    """`cause` is the one that promises know; `parent` the code it is part of."""

    code: str
    words: dict[str, str]
    cause: str
    parent: str
    is_used: bool


class CauseIn(Schema):
    code: str


class PreventionIn(Schema):
    """The owner by login, the case by number."""

    what: str = Field(min_length=1, max_length=300)
    owner: str
    due_on: date
    cause: Cause
    cause_code: str = ""
    case: str = ""


class EffectIn(Schema):
    effect: str = Field(min_length=1, max_length=4000)


class PreventionOut(Schema):
    number: str
    what: str
    owner: str
    due_on: date
    cause: str
    cause_code: str
    case: str
    done_at: datetime | None
    effect: str


class PreventionsAsked(Schema):
    undone: bool = False
    after: int = 0
    limit: int = 100


class PreventionsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[PreventionOut]
    next: str


@router.get("causes", response=list[CauseCodeOut])
def list_causes(request: HttpRequest) -> list[CauseCodeOut]:
    """The tree of causes, those no longer in use too."""
    rows = CauseCode.objects.permitted(allowed(request, "desk.view"), "desk.view").select_related("parent")
    return [
        CauseCodeOut(
            code=row.code,
            words=row.words,
            cause=row.cause,
            parent=row.parent.code if row.parent else "",
            is_used=row.is_used,
        )
        for row in rows
    ]


@router.post("cases/{number}/cause", response=CaseOut)
def set_cause(request: HttpRequest, number: str, data: CauseIn) -> dict[str, Any]:
    """Say the cause of a case in detail."""
    actor = allowed(request, "desk.work")
    cases = Case.objects.permitted(actor, "desk.work").select_related("customer", "owner")
    case = get_object_or_404(cases, number=number)
    code = get_object_or_404(CauseCode, code=data.code)
    name_cause(case=case, code=code, by=actor, at=now())
    return case_out(get_object_or_404(cases, number=number))


@router.get("preventive-actions", response=PreventionsOut)
def list_preventions(request: HttpRequest, asked: Query[PreventionsAsked]) -> PreventionsOut:
    """Preventive actions in the order in which they were planned."""
    actor = allowed(request, "desk.view")
    rows: Any = PreventiveAction.objects.permitted(actor, "desk.view").filter(pk__gt=asked.after)
    rows = rows.open() if asked.undone else rows
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.select_related("owner", "cause_code", "case").order_by("pk")[: size + 1])
    shown = found[:size]
    last = str(shown[-1].pk) if len(found) > size else ""
    return PreventionsOut(items=[_out(row) for row in shown], next=last)


@router.post("preventive-actions", response={201: PreventionOut})
def add_prevention(request: HttpRequest, data: PreventionIn) -> Status[PreventionOut]:
    actor = allowed(request, "desk.prevent")
    cases = Case.objects.permitted(actor, "desk.prevent").select_related("branch", "customer")
    made = plan_prevention(
        what=data.what,
        owner=get_object_or_404(Person.objects.staff(), login=data.owner),
        due_on=data.due_on,
        cause=data.cause,
        cause_code=get_object_or_404(CauseCode, code=data.cause_code) if data.cause_code else None,
        case=get_object_or_404(cases, number=data.case) if data.case else None,
        by=actor,
        at=now(),
    )
    return Status(201, _out(made))


@router.post("preventive-actions/{number}/completion", response=PreventionOut)
def finish(request: HttpRequest, number: str, data: EffectIn) -> PreventionOut:
    """It is done, and what it brought."""
    actor = allowed(request, "desk.prevent")
    found = get_object_or_404(PreventiveAction.objects.permitted(actor, "desk.prevent"), number=number)
    return _out(finish_prevention(action=found, effect=data.effect, by=actor, at=now()))


def _out(row: PreventiveAction) -> PreventionOut:
    return PreventionOut(
        number=row.number,
        what=row.what,
        owner=row.owner.login,
        due_on=row.due_on,
        cause=row.cause,
        cause_code=row.cause_code.code if row.cause_code else "",
        case=row.case.number if row.case else "",
        done_at=row.done_at,
        effect=row.effect,
    )
