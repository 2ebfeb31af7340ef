"""Lines in a customer's favour: what people decided, not what a rate card says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.facts import month_of
from kept.kernel.money import Money
from kept.kernel.numbering import next_number
from kept.orders.enums import Payment
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..enums import Occasion
from ..events import CustomerCredited
from ..models import Charge
from ..rules import NothingToCredit

COMPENSATION = "compensation"


@dataclass(frozen=True, kw_only=True)
class Credit:
    """What a customer gets back, and the matter behind it. The same source is credited once."""

    source: Subject
    matter: str
    customer: Customer
    money: Money
    kind: str = COMPENSATION
    tax_rate: Decimal = Decimal(0)
    shipment: Shipment | None = None
    order: Order | None = None
    branch_id: int | None = None


@transaction.atomic
def credit_customer(*, credit: Credit, is_paid: bool = False, by: Actor, at: datetime) -> Charge:
    """Write the negative line. Open it waits for the next statement; paid out it is settled at once."""
    if credit.money.amount <= 0:
        raise NothingToCredit(field="amount")
    uid = uuid5(NAMESPACE_URL, f"{credit.source.type}:{credit.source.id}")
    known = Charge.objects.standing().of_event(uid).filter(kind=credit.kind).first()
    if known is not None:
        return known
    charge = Charge(
        number=next_number("charge", at=at),
        kind=credit.kind,
        customer=credit.customer,
        shipment=credit.shipment,
        order=credit.order,
        branch_id=credit.branch_id,
        payment=Payment.MONTHLY,
        currency=credit.money.currency,
        amount=-credit.money.amount,
        tax_rate=credit.tax_rate,
        tax=-int((credit.money.amount * credit.tax_rate).to_integral_value(ROUND_HALF_UP)),
        clause={"rule": credit.kind, "number": credit.source.number, "matter": credit.matter},
        event_uid=uid,
        event_name=Occasion.COMPENSATED if credit.kind == COMPENSATION else Occasion.DISPUTED,
        happened_at=at,
        period=month_of(at),
        charged_at=at,
    )
    if is_paid:
        charge.settle(at=at)
    charge.save()
    emit(_credited(charge, credit, at), by=by)
    return charge


def _credited(charge: Charge, credit: Credit, at: datetime) -> CustomerCredited:
    return CustomerCredited(
        subject=Subject.of(charge),
        occurred_at=at,
        customer_id=charge.customer_id,
        matter_number=credit.matter,
        amount=charge.amount,
        currency=charge.currency,
    )
