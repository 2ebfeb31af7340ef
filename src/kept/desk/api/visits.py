"""Follow-ups, return visits and visitors for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import is_naive, make_aware, now
from ninja import Field, Router, Schema, Status

from kept.parties.models import Customer
from kept.people.models import Person

from ..actions.following import finish_follow_up, plan_follow_up
from ..actions.visiting import finish_return_visit
from ..actions.welcoming import receive_visitor, see_off
from ..enums import CaseKind, Channel, FollowUpSort
from ..models import FollowUp, Reception
from .cases import allowed

router = Router(tags=["desk"])
MOST = 500


class FollowUpIn(Schema):
    """A return visit names its customer by number."""

    what: str = Field(max_length=200)
    sort: FollowUpSort = FollowUpSort.TASK
    customer: str = ""
    owner: str = ""
    due_at: datetime
    needs_contact: bool = False


class FollowUpOut(Schema):
    number: str
    sort: str
    rule: str
    what: str
    customer: str
    owner: str
    about: str
    due_at: datetime | None
    done_at: datetime | None
    is_dropped: bool
    result: str
    satisfied: int | None
    next_step: str
    contact: str
    case: str


class ResultIn(Schema):
    """With a channel and a text the contact is recorded; a return visit needs both."""

    result: str = Field("", max_length=5000)
    channel: Channel | None = None
    text: str = Field("", max_length=5000)
    satisfied: int | None = Field(None, ge=1, le=5)
    next_step: str = Field("", max_length=200)
    case_kind: CaseKind | None = None


class VisitIn(Schema):
    visitor: str = Field(max_length=80)
    purpose: str = Field(max_length=200)
    company: str = Field("", max_length=120)
    customer: str = ""
    received_by: str = ""
    phone: str = Field("", max_length=40)
    people: int = Field(1, ge=1, le=500)
    arrived_at: datetime | None = None


class DepartureIn(Schema):
    agreed: str = Field("", max_length=5000)
    left_at: datetime | None = None


class VisitOut(Schema):
    number: str
    visitor: str
    company: str
    customer: str
    purpose: str
    people: int
    received_by: str
    arrived_at: datetime
    left_at: datetime | None
    agreed: str


@router.get("follow-ups", response=list[FollowUpOut])
def follow_ups(
    request: HttpRequest, sort: FollowUpSort | None = None, done: bool = False, customer: str = ""
) -> list[dict[str, Any]]:
    """What is to be done, or with `done` what was, soonest first; at most 500."""
    rows: Any = FollowUp.objects.permitted(allowed(request, "desk.view"), "desk.view").shown()
    rows = rows.filter(done_at__isnull=not done)
    if sort:
        rows = rows.filter(sort=sort)
    if customer:
        rows = rows.filter(customer__number=customer)
    return [_follow_up(row) for row in rows.select_related("contact__case").soonest()[:MOST]]


@router.post("follow-ups", response={201: FollowUpOut})
def new_follow_up(request: HttpRequest, data: FollowUpIn) -> Status[dict[str, Any]]:
    actor = allowed(request, "desk.work")
    said = data.dict(exclude={"customer", "owner", "due_at"})
    customers = Customer.objects.permitted(actor, "parties.view")
    made = plan_follow_up(
        **said,
        due_at=_aware(data.due_at),
        customer=get_object_or_404(customers, number=data.customer) if data.customer else None,
        owner=get_object_or_404(Person.objects.staff(), login=data.owner) if data.owner else None,
        by=actor,
        at=now(),
    )
    return Status(201, _follow_up(made))


@router.post("follow-ups/{number}/result", response=FollowUpOut)
def finish(request: HttpRequest, number: str, data: ResultIn) -> dict[str, Any]:
    """Done, with its result. Of a return visit a case may come in the same step."""
    actor = allowed(request, "desk.work")
    rows: Any = FollowUp.objects.permitted(actor, "desk.work")
    found = get_object_or_404(rows.shown(), number=number)
    said = {**data.dict(exclude={"case_kind"}), "channel": data.channel or ""}
    if found.is_return_visit:
        said["result"] = data.result or data.text
        done, _case = finish_return_visit(
            follow_up=found, case_kind=data.case_kind or "", **said, by=actor, at=now()
        )
    else:
        done = finish_follow_up(follow_up=found, **said, by=actor, at=now())
    return _follow_up(done)


@router.get("visits", response=list[VisitOut])
def visits(request: HttpRequest, here: bool = False) -> list[dict[str, Any]]:
    """The last 500 visits; with `here` who is in the house now."""
    rows = Reception.objects.permitted(allowed(request, "desk.view"), "desk.view").shown()
    rows = rows.in_the_house() if here else rows
    return [_visit(row) for row in rows.order_by("-arrived_at", "-pk")[:MOST]]


@router.post("visits", response={201: VisitOut})
def arrive(request: HttpRequest, data: VisitIn) -> Status[dict[str, Any]]:
    """Somebody is at the reception."""
    actor = allowed(request, "desk.work")
    customers = Customer.objects.permitted(actor, "parties.view")
    made = receive_visitor(
        **data.dict(exclude={"customer", "received_by", "arrived_at"}),
        arrived_at=_aware(data.arrived_at) if data.arrived_at else None,
        customer=get_object_or_404(customers, number=data.customer) if data.customer else None,
        received_by=get_object_or_404(Person.objects.staff(), login=data.received_by)
        if data.received_by
        else None,
        by=actor,
        at=now(),
    )
    return Status(201, _visit(made))


@router.post("visits/{number}/departure", response=VisitOut)
def leave(request: HttpRequest, number: str, data: DepartureIn) -> dict[str, Any]:
    """The visitor leaves."""
    actor = allowed(request, "desk.work")
    found = get_object_or_404(Reception.objects.permitted(actor, "desk.work"), contact__number=number)
    left_at = _aware(data.left_at) if data.left_at else None
    return _visit(see_off(reception=found, agreed=data.agreed, left_at=left_at, by=actor, at=now()))


def _aware(moment: datetime) -> datetime:
    return make_aware(moment) if is_naive(moment) else moment


def _follow_up(row: FollowUp) -> dict[str, Any]:
    plain = ("number", "sort", "rule", "what", "done_at", "is_dropped", "result", "satisfied", "next_step")
    return {
        **{name: getattr(row, name) for name in plain},
        "customer": row.customer.number if row.customer else "",
        "owner": row.owner.login if row.owner else "",
        "about": row.subject_number,
        "due_at": row.pressing.due_at if row.pressing else None,
        "contact": row.contact.number if row.contact else "",
        "case": row.contact.case.number if row.contact and row.contact.case else "",
    }


def _visit(row: Reception) -> dict[str, Any]:
    plain = ("number", "company", "purpose", "people", "arrived_at", "left_at", "agreed")
    return {
        **{name: getattr(row, name) for name in plain},
        "visitor": row.contact.caller_name,
        "customer": row.contact.customer.number if row.contact.customer else "",
        "received_by": row.received_by.login if row.received_by else "",
    }
