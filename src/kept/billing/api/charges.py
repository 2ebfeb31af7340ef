"""Charges for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from ..models import Charge
from ..queries.clauses import clause_words

router = Router(tags=["billing"])
MOST = 500


class ChargeOut(Schema):
    """Amounts in minor units of the currency; `clause` says why, in the reader's language."""

    number: str
    kind: str
    state: str
    customer: str
    shipment: str | None
    order: str | None
    payer: str
    currency: str
    amount: int
    tax_rate: str
    tax: int
    clause: str
    event: str
    happened_at: datetime
    charged_at: datetime


class ChargesOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[ChargeOut]
    next: str


class ChargesAsked(Schema):
    customer: str = ""
    period: date | None = None
    state: str = ""
    after: int = 0
    limit: int = 100


@router.get("charges", response=ChargesOut)
def charges(request: HttpRequest, asked: Query[ChargesAsked]) -> ChargesOut:
    """Charges in the order in which they were made, narrowed by customer number, month and state."""
    actor = Actor.of(request)
    if not actor.may("billing.view"):
        raise HttpError(403, "billing.view")
    rows = Charge.objects.permitted(actor, "billing.view").filter(pk__gt=asked.after)
    if asked.customer:
        rows = rows.filter(customer__number=asked.customer)
    if asked.period:
        rows = rows.filter(period=asked.period.replace(day=1))
    if asked.state:
        rows = rows.filter(state=asked.state)
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.select_related("customer", "shipment", "order").order_by("pk")[: size + 1])
    shown = found[:size]
    return ChargesOut(items=[_out(row) for row in shown], next=str(shown[-1].pk) if len(found) > size else "")


def _out(row: Charge) -> ChargeOut:
    return ChargeOut(
        number=row.number,
        kind=row.kind,
        state=row.state,
        customer=row.customer.number,
        shipment=row.shipment.number if row.shipment else None,
        order=row.order.number if row.order else None,
        payer=row.payer,
        currency=row.currency,
        amount=row.amount,
        tax_rate=str(row.tax_rate),
        tax=row.tax,
        clause=clause_words(row.clause),
        event=row.event_name,
        happened_at=row.happened_at,
        charged_at=row.charged_at,
    )
