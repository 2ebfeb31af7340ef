"""Handing over a shift, for programs: offer, take over what is accepted, withdraw."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from kept.kernel.actor import Actor
from kept.people.models import Person

from ..actions.handing_over import Hands, offer_shift, take_shift, withdraw_shift
from ..models import Case, Contact, FollowUp, HandOver
from .cases import allowed

router = Router(tags=["desk"])
MOST = 100


class HandsIn(Schema):
    """By their numbers."""

    cases: list[str] = Field([], max_length=500)
    contacts: list[str] = Field([], max_length=500)
    follow_ups: list[str] = Field([], max_length=500)


class OfferIn(HandsIn):
    """`taker` by login."""

    taker: str
    note: str = Field("", max_length=4000)


class TakingIn(HandsIn):
    """What is accepted; the rest stays with the giver."""

    reply: str = Field("", max_length=4000)


class HandOverOut(Schema):
    """While `settled_at` is empty it names what is offered, afterwards what was taken over."""

    id: int
    giver: str
    taker: str
    at: datetime
    settled_at: datetime | None
    offered: int
    taken: int
    note: str
    reply: str
    cases: list[str]
    contacts: list[str]
    follow_ups: list[str]


@router.get("hand-overs", response=list[HandOverOut])
def list_hand_overs(request: HttpRequest, open: bool = False, limit: int = MOST) -> list[dict[str, Any]]:
    """Hand-overs to and from this person, newest first."""
    rows = _mine(allowed(request, "desk.hand_over")).shown()
    rows = rows.open() if open else rows
    return [_out(row) for row in rows[: max(1, min(limit, MOST))]]


@router.post("hand-overs", response={201: HandOverOut})
def offer(request: HttpRequest, data: OfferIn) -> Status[dict[str, Any]]:
    """Offer what is in this person's hands to a colleague. It stays theirs until it is taken over."""
    actor = allowed(request, "desk.hand_over")
    offered = offer_shift(
        giver=get_object_or_404(Person, pk=actor.person_id),
        taker=get_object_or_404(Person.objects.staff(), login=data.taker),
        hands=_hands(actor, data),
        note=data.note,
        by=actor,
        at=now(),
    )
    return Status(201, _out(offered))


@router.post("hand-overs/{number}/taking", response=HandOverOut)
def take(request: HttpRequest, number: int, data: TakingIn) -> dict[str, Any]:
    """Take over what is named."""
    actor = allowed(request, "desk.hand_over")
    offered = get_object_or_404(_mine(actor), pk=number)
    hands = Hands(
        cases=_all(offered.cases.filter(number__in=data.cases), data.cases),
        contacts=_all(offered.contacts.filter(number__in=data.contacts), data.contacts),
        follow_ups=_all(offered.follow_ups.filter(number__in=data.follow_ups), data.follow_ups),
    )
    return _out(take_shift(offered=offered, hands=hands, reply=data.reply, by=actor, at=now()))


@router.post("hand-overs/{number}/withdrawal", response=HandOverOut)
def withdraw(request: HttpRequest, number: int) -> dict[str, Any]:
    actor = allowed(request, "desk.hand_over")
    return _out(withdraw_shift(offered=get_object_or_404(_mine(actor), pk=number), by=actor, at=now()))


def _mine(actor: Actor) -> Any:
    return HandOver.objects.permitted(actor, "desk.hand_over").between(actor.person_id)


def _hands(actor: Actor, data: HandsIn) -> Hands:
    def found(kind: Any, numbers: list[str]) -> list[Any]:
        return _all(kind.objects.permitted(actor, "desk.hand_over").filter(number__in=numbers), numbers)

    return Hands(
        cases=found(Case, data.cases),
        contacts=found(Contact, data.contacts),
        follow_ups=found(FollowUp, data.follow_ups),
    )


def _all(rows: Any, numbers: list[str]) -> list[Any]:
    records = list(rows)
    if len(records) != len(set(numbers)):
        raise HttpError(404, "number")
    return records


def _out(offered: HandOver) -> dict[str, Any]:
    plain = ("at", "settled_at", "offered", "taken", "note", "reply")
    return {
        "id": offered.pk,
        "giver": offered.giver.login,
        "taker": offered.taker.login,
        **{name: getattr(offered, name) for name in plain},
        **{
            name: [record.number for record in getattr(offered, name).all()]
            for name in ("cases", "contacts", "follow_ups")
        },
    }
