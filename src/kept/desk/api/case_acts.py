"""What programs do to a case: note, snooze, watch, re-label, merge, split and link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Schema, Status
from pydantic import AwareDatetime

from kept.kernel.actor import Actor
from kept.transport.models import Shipment

from ..actions.macros import run_macro
from ..actions.merging import merge_cases, split_case
from ..actions.relating import change_kind, relate_cases
from ..actions.resting import snooze_case, wake_case
from ..actions.tending import note_case
from ..enums import CaseKind, LinkSort
from ..models import Case, Contact, Macro
from .cases import CaseOut, allowed, case_out, router


class NoteIn(Schema):
    text: str = Field(min_length=1, max_length=20_000)


class SnoozeIn(Schema):
    """Out of the queue until a moment; without one, back into it."""

    until: AwareDatetime | None = None
    why: str = Field("", max_length=160)


class KindIn(Schema):
    kind: CaseKind


class MergeIn(Schema):
    others: list[str] = Field(min_length=1, max_length=50)
    why: str = Field("", max_length=200)


class SplitIn(Schema):
    contacts: list[str] = Field([], max_length=200)
    shipments: list[str] = Field([], max_length=200)
    kind: CaseKind | None = None
    title: str = Field("", max_length=160)


class LinkIn(Schema):
    other: str
    sort: LinkSort = LinkSort.RELATED


@router.post("cases/{number}/notes", response={201: None})
def add_note(request: HttpRequest, number: str, data: NoteIn) -> Status[None]:
    """A note for colleagues; `@name` or `@login` tells that colleague."""
    actor = allowed(request, "desk.work")
    note_case(case=_case_of(actor, "desk.work", number), text=data.text, by=actor, at=now())
    return Status(201, None)


@router.post("cases/{number}/snooze", response=CaseOut)
def snooze(request: HttpRequest, number: str, data: SnoozeIn) -> dict[str, Any]:
    """Let a case rest until a moment, or bring it back. Its promises run on."""
    actor = allowed(request, "desk.work")
    case = _case_of(actor, "desk.work", number)
    if data.until is None:
        return case_out(wake_case(case=case, by=actor, at=now()))
    return case_out(snooze_case(case=case, until=data.until, why=data.why, by=actor, at=now()))


@router.post("cases/{number}/kind", response=CaseOut)
def set_kind(request: HttpRequest, number: str, data: KindIn) -> dict[str, Any]:
    """It is of another kind than it seemed; its clocks follow."""
    actor = allowed(request, "desk.work")
    return case_out(
        change_kind(case=_case_of(actor, "desk.work", number), kind=data.kind, by=actor, at=now())
    )


@router.post("cases/{number}/merge", response=CaseOut)
def merge(request: HttpRequest, number: str, data: MergeIn) -> dict[str, Any]:
    """The others go into this one: all of them, or none."""
    actor = allowed(request, "desk.merge")
    survivor = _case_of(actor, "desk.merge", number)
    others = [_case_of(actor, "desk.merge", other) for other in dict.fromkeys(data.others)]
    return case_out(merge_cases(survivor=survivor, others=others, why=data.why, by=actor, at=now()))


@router.post("cases/{number}/split", response={201: CaseOut})
def split(request: HttpRequest, number: str, data: SplitIn) -> Status[dict[str, Any]]:
    """A part of this case becomes one of its own."""
    actor = allowed(request, "desk.merge")
    case = _case_of(actor, "desk.merge", number)
    contacts = list(Contact.objects.filter(case=case, number__in=data.contacts))
    goods = Shipment.objects.filter(case_links__case=case, number__in=data.shipments)
    fresh = split_case(
        case=case,
        contacts=contacts,
        shipments=list(goods.select_related("customer", "order")),
        kind=data.kind or "",
        title=data.title,
        by=actor,
        at=now(),
    )
    return Status(201, case_out(fresh))


@router.post("cases/{number}/links", response={201: None})
def link(request: HttpRequest, number: str, data: LinkIn) -> Status[None]:
    """Say how two cases belong together."""
    actor = allowed(request, "desk.merge")
    case, other = (_case_of(actor, "desk.merge", each) for each in (number, data.other))
    relate_cases(case=case, other=other, sort=data.sort, by=actor, at=now())
    return Status(201, None)


@router.post("cases/{number}/macros/{pk}", response=CaseOut)
def macro(request: HttpRequest, number: str, pk: int) -> dict[str, Any]:
    """Do the steps of a macro, all or none."""
    actor = allowed(request, "desk.work")
    offered = Macro.objects.permitted(actor, "desk.work").offered_to(actor.person_id)
    found = get_object_or_404(offered, pk=pk)
    return case_out(run_macro(macro=found, case=_case_of(actor, "desk.work", number), by=actor, at=now()))


def _case_of(actor: Actor, permission: str, number: str) -> Case:
    rows = Case.objects.permitted(actor, permission).select_related("customer", "owner")
    case: Case = get_object_or_404(rows, number=number)
    return case
