"""Customer instructions for programs: the same verbs, the same rights, the same refusals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import is_naive, make_aware, now
from ninja import Field, Router, Schema, Status

from kept.kernel.actor import Actor
from kept.kernel.web.doors import allowed
from kept.orders.models import Order
from kept.parties.models import ContactPerson
from kept.transport.models import Shipment

from .actions.carrying_out import Told, add_acts, carry_out_instruction
from .actions.instructing import give_instruction, refuse_instruction, withdraw_instruction
from .enums import Area, InstructionChannel, InstructionKind, InstructionState
from .models import Instruction
from .queries.instructions import Act, acts_for

router = Router(tags=["fulfillment"])
MOST = 500
SEE, GIVE, CARRY_OUT = "fulfillment.instructions", "fulfillment.instruct", "fulfillment.carry_out"


class InstructionIn(Schema):
    """About an order, a shipment of it, or a shipment alone, by number. Moments without a zone are of the
    company's zone; `given_at` left out is now.
    """

    order: str = Field("", max_length=20)
    shipment: str = Field("", max_length=20)
    kind: InstructionKind
    words: str = Field(max_length=2000)
    channel: InstructionChannel = InstructionChannel.API
    contact: int | None = None
    given_by: str = Field("", max_length=80)
    given_at: datetime | None = None
    do_by: datetime | None = None


class ToldIn(Schema):
    words: str = Field(max_length=300)
    area: Area = Area.WAREHOUSE
    happened_at: datetime | None = None


class ExecutionIn(Schema):
    """`acts` are tokens of `GET .../acts`; `told` is an act that no other record tells."""

    acts: list[str] = Field([], max_length=60)
    told: ToldIn | None = None


class ReasonIn(Schema):
    reason: str = Field(max_length=300)


class DoneOut(Schema):
    area: Area
    title: str
    name: str
    words: str
    number: str
    happened_at: datetime


class ActOut(DoneOut):
    token: str

    @staticmethod
    def resolve_title(act: Act) -> str:
        return str(act.title)


class InstructionOut(Schema):
    number: str
    state: InstructionState
    is_overdue: bool
    kind: InstructionKind
    words: str
    customer: str
    order: str | None
    shipment: str | None
    channel: InstructionChannel
    given_by: str
    given_at: datetime
    taken_at: datetime
    do_by: datetime | None
    done_at: datetime | None
    seconds: int | None
    reason: str
    actions: list[DoneOut]

    @staticmethod
    def resolve_customer(found: Instruction) -> str:
        return found.customer.number

    @staticmethod
    def resolve_order(found: Instruction) -> str | None:
        return found.order.number if found.order else None

    @staticmethod
    def resolve_shipment(found: Instruction) -> str | None:
        return found.shipment.number if found.shipment else None

    @staticmethod
    def resolve_given_by(found: Instruction) -> str:
        return found.who

    @staticmethod
    def resolve_is_overdue(found: Instruction) -> bool:
        return found.is_overdue(now())

    @staticmethod
    def resolve_seconds(found: Instruction) -> int | None:
        return None if found.took is None else int(found.took.total_seconds())


@router.get("instructions", response=list[InstructionOut])
def instructions(
    request: HttpRequest,
    state: InstructionState | None = None,
    overdue: bool = False,
    kind: InstructionKind | None = None,
    customer: str = "",
    before: str = "",
    limit: int = 50,
) -> Any:
    """Newest first. `before` is the number of the last one of the page before."""
    rows = Instruction.objects.permitted(allowed(request, SEE), SEE).for_list().order_by("-pk")
    given = {"state": state, "kind": kind, "customer__number": customer}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if overdue:
        rows = rows.overdue(now())
    if before:
        rows = rows.filter(pk__lt=get_object_or_404(rows, number=before).pk)
    return rows[: max(1, min(limit, MOST))]


@router.get("instructions/{number}", response=InstructionOut)
def instruction(request: HttpRequest, number: str) -> Instruction:
    return _found(request, number, SEE)


@router.get("instructions/{number}/acts", response=list[ActOut])
def acts(request: HttpRequest, number: str) -> list[Act]:
    """What was recorded since it was given and may have fulfilled it."""
    return acts_for(_found(request, number, CARRY_OUT))


@router.post("instructions", response={201: InstructionOut})
def give(request: HttpRequest, given: InstructionIn) -> Status[Instruction]:
    """Give or take down an instruction about an order or a shipment."""
    actor = allowed(request, GIVE)
    said = given.dict(exclude={"order", "shipment", "contact"})
    made = give_instruction(
        **{**said, "given_at": _aware(given.given_at), "do_by": _aware(given.do_by)},
        order=_named(Order, given.order, actor),
        shipment=_named(Shipment, given.shipment, actor),
        contact=_contact(given.contact, actor),
        by=actor,
        at=now(),
    )
    return Status(201, _found(request, made.number, GIVE))


@router.post("instructions/{number}/execution", response=InstructionOut)
def carry_out(request: HttpRequest, number: str, given: ExecutionIn) -> Instruction:
    """Tick it off with the acts that fulfilled it; one that is ticked off gets further acts."""
    found, actor = _found(request, number, CARRY_OUT), Actor.of(request)
    verb = add_acts if found.state == InstructionState.CARRIED_OUT else carry_out_instruction
    verb(instruction=found, acts=given.acts, told=_told(given.told), by=actor, at=now())
    return _found(request, number, CARRY_OUT)


@router.post("instructions/{number}/refusal", response=InstructionOut)
def refuse(request: HttpRequest, number: str, given: ReasonIn) -> Instruction:
    """It cannot be done, and why."""
    found = _found(request, number, CARRY_OUT)
    refuse_instruction(instruction=found, reason=given.reason, by=Actor.of(request), at=now())
    return _found(request, number, CARRY_OUT)


@router.post("instructions/{number}/withdrawal", response=InstructionOut)
def withdraw(request: HttpRequest, number: str, given: ReasonIn) -> Instruction:
    """The customer no longer wants it, and why."""
    found = _found(request, number, GIVE)
    withdraw_instruction(instruction=found, reason=given.reason, by=Actor.of(request), at=now())
    return _found(request, number, GIVE)


def _found(request: HttpRequest, number: str, permission: str) -> Instruction:
    rows = Instruction.objects.permitted(allowed(request, permission), permission)
    return get_object_or_404(rows.for_list(), number=number)


def _named(model: Any, number: str, actor: Actor) -> Any:
    """An order or shipment that the actor may steer; none when no number is given."""
    return get_object_or_404(model.objects.permitted(actor, GIVE), number=number) if number else None


def _contact(pk: int | None, actor: Actor) -> ContactPerson | None:
    return get_object_or_404(ContactPerson.objects.permitted(actor, GIVE), pk=pk) if pk else None


def _told(given: ToldIn | None) -> Told | None:
    if given is None:
        return None
    return Told(words=given.words, area=given.area, happened_at=_aware(given.happened_at))


def _aware(moment: datetime | None) -> datetime | None:
    return make_aware(moment) if moment is not None and is_naive(moment) else moment
