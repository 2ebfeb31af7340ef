"""Signed receipts for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from kept.kernel.web.doors import allowed

from ..actions.receipts import hand_over_month
from ..enums import ReceiptState
from ..models import ReceiptReturn
from ..queries.papers import receipts_of, span_of
from .doors import part

router = Router(tags=["transport"])
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class ReceiptOut(Schema):
    shipment: str
    customer: str
    kind: str
    copies: int
    state: str
    shipped_at: datetime | None
    signed_at: datetime | None
    due_at: datetime | None
    returned_at: datetime | None
    note: str

    @staticmethod
    def resolve_shipment(receipt: ReceiptReturn) -> str:
        return receipt.shipment.number

    @staticmethod
    def resolve_customer(receipt: ReceiptReturn) -> str:
        return receipt.shipment.customer.number

    @staticmethod
    def resolve_shipped_at(receipt: ReceiptReturn) -> datetime | None:
        return receipt.shipment.picked_up_at


class MonthIn(Schema):
    """All checked receipts of a customer that were signed in a month, with who took them."""

    customer: str = Field(max_length=20)
    month: str = Field(pattern=MONTH)
    taken_by: str = Field(max_length=200)


@router.get("receipts", response=list[ReceiptOut])
def receipts(
    request: HttpRequest,
    customer: str = "",
    month: str = "",
    state: ReceiptState | None = None,
    limit: int = 100,
    offset: int = 0,
) -> Any:
    """Receipts that customers want back, by the day of shipping."""
    rows = ReceiptReturn.objects.permitted(allowed(request, "transport.receipts"), "transport.receipts")
    if customer:
        rows = rows.filter(shipment__customer__number=customer)
    if month:
        begin, end = span_of(_month(month))
        rows = rows.filter(signed_at__gte=begin, signed_at__lt=end)
    if state:
        rows = rows.filter(state=state)
    rows = rows.select_related("shipment__customer").order_by("shipment__picked_up_at", "pk")
    return part(rows, offset, limit)


@router.post("receipts/handover", response=list[ReceiptOut])
def handover(request: HttpRequest, given: MonthIn) -> Any:
    """Hand the checked ones over; those that are not here yet stay."""
    actor = allowed(request, "transport.receipts")
    rows = ReceiptReturn.objects.permitted(actor, "transport.receipts")
    found = list(receipts_of(rows, given.customer, _month(given.month)))
    handed = hand_over_month(receipts=found, taken_by=given.taken_by, by=actor, at=now())
    kept = ReceiptReturn.objects.filter(pk__in=[receipt.pk for receipt in handed])
    return list(kept.select_related("shipment__customer").order_by("shipment__picked_up_at", "pk"))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as wrong:
        raise HttpError(422, "month: write it as 2026-11") from wrong
