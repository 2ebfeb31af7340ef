"""What a client sees of their goods."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from kept.desk.enums import CaseKind, Channel, Direction
from kept.desk.models import Case, Contact, Opinion
from kept.desk.models.cases import UNFINISHED, CaseQuerySet
from kept.kernel.actor import Actor
from kept.orders.models import LIVE_STATES, Order
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..permissions import CLIENT


@dataclass(frozen=True)
class Overview:
    """The first page of a client: what is on the way, what is late, what we owe an answer for."""

    on_the_way: int
    late: int
    orders: int
    cases: int
    next: list[Shipment]
    waiting: list[Case]
    at: datetime


def overview(actor: Actor, at: datetime) -> Overview:
    """Five statements, whatever the history."""
    shipments = Shipment.objects.permitted(actor, CLIENT)
    moving = shipments.on_the_way()
    late = Q(promised_at__lt=at) | Q(eta_at__gt=F("promised_at"))
    counts = moving.aggregate(all=Count("pk"), late=Count("pk", filter=late))
    cases = own_cases(actor).filter(state__in=UNFINISHED)
    return Overview(
        on_the_way=counts["all"],
        late=counts["late"],
        orders=Order.objects.permitted(actor, CLIENT).filter(state__in=LIVE_STATES).count(),
        cases=cases.count(),
        next=list(moving.order_by(F("promised_at").asc(nulls_last=True), "pk")[:8]),
        waiting=list(cases.order_by("-opened_at", "-pk")[:5]),
        at=at,
    )


def own_cases(actor: Actor) -> CaseQuerySet:
    """All but what our people ask each other about the customer."""
    return Case.objects.permitted(actor, CLIENT).exclude(kind=CaseKind.INTERNAL)


def own_customers(actor: Actor) -> Any:
    return Customer.objects.permitted(actor, CLIENT).active().order_by("name")


@dataclass(frozen=True)
class Message:
    """What was said between the customer and us about a case."""

    at: datetime
    text: str
    is_ours: bool
    channel: str


@dataclass(frozen=True)
class Story:
    messages: list[Message] = field(default_factory=list)
    opinion: Opinion | None = None


def story_of(case: Case) -> Story:
    """Only what went between the two: what was written here, and what answered it. No note, no call with
    others about it. Two statements.
    """
    between = Q(direction=Direction.IN, channel=Channel.PORTAL) | Q(direction=Direction.OUT, is_answer=True)
    said = Contact.objects.filter(between, case=case, customer=case.customer_id, is_internal=False)
    messages = [
        Message(row.at, row.summary, not row.is_incoming, str(row.get_channel_display()))
        for row in said.order_by("at", "pk")[:100]
    ]
    return Story(messages, Opinion.objects.filter(case=case, answered_at=None).first())
