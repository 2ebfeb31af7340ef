"""Ways out that customers were offered, and follow-ups, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Schema, Status
from pydantic import AwareDatetime

from kept.parties.models import Customer
from kept.people.models import Person
from kept.transport.models import Shipment

from ..actions.following import finish_follow_up, plan_follow_up
from ..actions.offering import choose_offer
from ..actions.visiting import finish_return_visit
from ..enums import CaseKind, Channel, FollowUpSort, OfferChoice
from ..models import Case, FollowUp, Offer
from .cases import allowed, one, router

MOST = 500


class OfferOut(Schema):
    """`choice` is empty until the customer has chosen. The link by which customers choose is not told."""

    case: str
    customer: str
    options: list[str]
    offered_at: datetime
    choice: str
    wanted_day: date | None
    said: str
    chosen_at: datetime | None
    by_link: bool


class ChoiceIn(Schema):
    """What a customer chose on the telephone or in another system; `redeliver` needs the day."""

    choice: OfferChoice
    wanted_day: date | None = None
    said: str = Field("", max_length=200)


class FollowUpIn(Schema):
    """What is to be done by when, about one record at most. The owner by login. A return visit names or
    implies its customer.
    """

    sort: FollowUpSort = FollowUpSort.TASK
    what: str = Field(min_length=1, max_length=200)
    due_at: AwareDatetime
    case: str = ""
    shipment: str = ""
    customer: str = ""
    owner: str = ""
    needs_contact: bool = False


class FinishIn(Schema):
    """With a channel and a text the customer was told, and an outgoing contact is recorded.

    A return visit needs both: how the customer was asked and what was said; with `case_kind` a case comes
    of it.
    """

    result: str = Field("", max_length=4000)
    channel: Channel | None = None
    text: str = Field("", max_length=20_000)
    satisfied: int | None = Field(None, ge=1, le=5)
    next_step: str = Field("", max_length=200)
    case_kind: CaseKind | None = None


class FollowUpOut(Schema):
    number: str
    sort: str
    rule: str
    what: str
    about: str
    customer: str
    owner: str
    needs_contact: bool
    made_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    is_dropped: bool
    result: str
    satisfied: int | None
    next_step: str
    contact: str
    case: str


@router.get("offers", response=list[OfferOut])
def list_offers(
    request: HttpRequest,
    state: Literal["open", "chosen", "all"] = "all",
    case: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """What was offered in exceptions, newest first."""
    rows = Offer.objects.permitted(allowed(request, "desk.view"), "desk.view")
    if state != "all":
        rows = rows.filter(choice="") if state == "open" else rows.exclude(choice="")
    if case:
        rows = rows.filter(case__number=case)
    found = rows.select_related("case", "customer").order_by("-pk")
    return [_offer(row) for row in _part(found, offset, limit)]


@router.post("cases/{number}/offers/{customer}/choice", response=OfferOut)
def choose(request: HttpRequest, number: str, customer: str, data: ChoiceIn) -> dict[str, Any]:
    """The customer of this number chose; it leads on at once, and can be chosen only once."""
    actor = allowed(request, "desk.work")
    cases: Any = Case.objects.permitted(actor, "desk.work")
    case = get_object_or_404(cases, number=number)
    found = get_object_or_404(case.offers, customer__number=customer)
    return _offer(choose_offer(offer=found, **data.dict(), by=actor, at=now()))


@router.get("follow-ups", response=list[FollowUpOut])
def list_follow_ups(
    request: HttpRequest,
    state: Literal["open", "done", "all"] = "open",
    owner: str = "",
    sort: FollowUpSort | None = None,
    customer: str = "",
    limit: int = 100,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """What is to be done later, soonest first."""
    rows: Any = FollowUp.objects.permitted(allowed(request, "desk.view"), "desk.view")
    if state != "all":
        rows = rows.filter(done_at__isnull=state == "open")
    if owner:
        rows = rows.filter(owner__login=owner)
    if sort:
        rows = rows.filter(sort=sort)
    if customer:
        rows = rows.filter(customer__number=customer)
    shown = rows.shown().select_related("contact__case").soonest()
    return [_follow_up(row) for row in _part(shown, offset, limit)]


@router.post("follow-ups", response={201: FollowUpOut})
def add_follow_up(request: HttpRequest, data: FollowUpIn) -> Status[dict[str, Any]]:
    """Plan one. Without an owner it is in the hands of whoever the key belongs to."""
    actor = allowed(request, "desk.work")
    case = one(Case.objects.all(), actor, "desk.work", data.case)
    shipment = one(Shipment.objects.select_related("customer"), actor, "transport.view", data.shipment)
    customer = one(Customer.objects.all(), actor, "parties.view", data.customer)
    made = plan_follow_up(
        what=data.what,
        sort=data.sort,
        due_at=data.due_at,
        about=case or shipment or customer,
        customer=customer,
        owner=get_object_or_404(Person.objects.staff(), login=data.owner) if data.owner else None,
        needs_contact=data.needs_contact,
        by=actor,
        at=now(),
    )
    return Status(201, _follow_up(made))


@router.post("follow-ups/{number}/end", response=FollowUpOut)
def finish(request: HttpRequest, number: str, data: FinishIn) -> dict[str, Any]:
    """It is done. Where an answer was promised, say by channel and text how the customer was told; of a
    return visit a case may come in the same step.
    """
    actor = allowed(request, "desk.work")
    rows: Any = FollowUp.objects.permitted(actor, "desk.work")
    found = get_object_or_404(rows, number=number)
    told = {**data.dict(exclude={"case_kind"}), "channel": data.channel or ""}
    if not found.is_return_visit:
        return _follow_up(finish_follow_up(follow_up=found, **told, by=actor, at=now()))
    kind = data.case_kind or ""
    done, _case = finish_return_visit(follow_up=found, case_kind=kind, **told, by=actor, at=now())
    return _follow_up(done)


def _part(rows: Any, offset: int, limit: int) -> Any:
    first = max(offset, 0)
    return rows[first : first + max(1, min(limit, MOST))]


def _offer(offer: Offer) -> dict[str, Any]:
    plain = ("options", "offered_at", "choice", "wanted_day", "said", "chosen_at", "by_link")
    names = {"case": offer.case.number, "customer": offer.customer.number}
    return {**names, **{name: getattr(offer, name) for name in plain}}


def _follow_up(follow_up: FollowUp) -> dict[str, Any]:
    plain = (
        *("number", "sort", "rule", "what", "needs_contact", "made_at", "done_at", "is_dropped", "result"),
        *("satisfied", "next_step"),
    )
    contact = follow_up.contact
    promise = follow_up.promises[0] if follow_up.promises else None
    return {
        **{name: getattr(follow_up, name) for name in plain},
        "about": follow_up.subject_number,
        "customer": follow_up.customer.number if follow_up.customer else "",
        "owner": follow_up.owner.login if follow_up.owner else "",
        "due_at": promise.due_at if promise else None,
        "contact": contact.number if contact else "",
        "case": contact.case.number if contact and contact.case else "",
    }
