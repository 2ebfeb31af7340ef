"""Many numbers at once: waybills, orders, customers' numbers and tails of phones, answered in one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.orders.models import Order
from kept.transport.models import Shipment

from ..rules import MOST_NUMBERS, TAIL_DAYS, phone_tail, split_numbers

ORDER = "SO-"


@dataclass(frozen=True)
class Found:
    """The shipments that one asked number means."""

    asked: str
    shipments: tuple[Shipment, ...]


@dataclass(frozen=True)
class Answer:
    """What was found for each number, in the order asked, and the numbers that mean nothing."""

    found: list[Found]
    unknown: list[str]

    @property
    def rows(self) -> list[tuple[str, Shipment]]:
        return [(found.asked, shipment) for found in self.found for shipment in found.shipments]


def answer_numbers(text: str, actor: Actor, at: datetime) -> Answer:
    """Shipments that the actor may see. Three statements whatever the count, four where orders are meant.

    Raises TooManyNumbers or NoNumbers.
    """
    asked = split_numbers(text, int(rule(MOST_NUMBERS, at=at)))
    since = at - timedelta(days=int(rule(TAIL_DAYS, at=at)))
    shipments = _read(asked, actor, since)
    found = [Found(number, tuple(s for s in shipments if _means(number, s, since))) for number in asked]
    return Answer(
        found=[each for each in found if each.shipments],
        unknown=[each.asked for each in found if not each.shipments],
    )


def _read(asked: Sequence[str], actor: Actor, since: datetime) -> list[Shipment]:
    spelled = {*asked, *(number.upper() for number in asked)}
    tails = {tail for number in asked if (tail := phone_tail(number))}
    wanted = Q(number__in=spelled) | Q(customer_reference__in=spelled)
    if numbers := [number for number in spelled if number.startswith(ORDER)]:
        wanted |= Q(order__in=list(Order.objects.filter(number__in=numbers).values_list("pk", flat=True)))
    if tails:
        wanted |= Q(consignee_phone_tail__in=tails, planned_at__gte=since)
    rows = Shipment.objects.permitted(actor, "transport.view").filter(wanted).for_list()
    return list(rows.order_by("-planned_at", "-pk")[:2000])


def _means(number: str, shipment: Shipment, since: datetime) -> bool:
    if shipment.number == number.upper() or shipment.customer_reference in (number, number.upper()):
        return True
    if number.upper().startswith(ORDER):
        return shipment.order is not None and shipment.order.number == number.upper()
    if not phone_tail(number) or shipment.planned_at < since:
        return False
    phone = "".join(sign for sign in shipment.consignee_phone if sign.isdigit())
    return phone.endswith("".join(sign for sign in number if sign.isdigit()))
