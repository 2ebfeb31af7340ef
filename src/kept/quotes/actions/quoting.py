"""A price is named: by rate card, or by hand once the analysis is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kept.contracts.queries.pricing import Goods, NoRateCard, price, rate_card_for
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule

from ..events import QuoteMade
from ..models import Inquiry, Quote, QuoteLine
from ..rules import (
    VALID_DAYS,
    AnalysisOpen,
    NothingPriced,
    ServiceMissing,
    ValidInThePast,
    WeightMissing,
)


@dataclass(frozen=True)
class HandLine:
    """A line named by hand: amount before tax in minor units."""

    kind: str
    amount: int
    note: str = ""
    tax_rate: Decimal = Decimal("0.09")


@transaction.atomic
def make_quote(
    *,
    inquiry: Inquiry,
    lines: Sequence[HandLine] | None = None,
    valid_until: date | None = None,
    currency: str = "CNY",
    terms: str = "",
    asked: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Quote:
    """A draft quote. Without `lines` it is priced by the rate card that applies; `asked` names extras.

    Raises NoRateCard or NoRate where no price is known, AnalysisOpen while the analysis is not done.
    """
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    until = valid_until or today + timedelta(days=int(rule(VALID_DAYS, at=at)))
    if until < today:
        raise ValidInThePast(field="valid_until")
    quote = Quote(
        inquiry=inquiry,
        branch_id=inquiry.branch_id,
        customer_id=inquiry.customer_id,
        service_id=inquiry.service_id,
        weight_kg=inquiry.weight_kg,
        volume_m3=inquiry.volume_m3,
        declared_value=inquiry.declared_value,
        currency=currency,
        valid_until=until,
        terms=terms,
        made_at=at,
    )
    rows = _by_card(quote, inquiry, asked, at) if lines is None else _by_hand(quote, inquiry, lines)
    quote.amount = sum(row.amount for row in rows)
    quote.tax = sum(row.tax for row in rows)
    quote.number = next_number("quote", at=at)
    quote.save()
    QuoteLine.objects.bulk_create(rows)
    told = {"inquiry_id": inquiry.pk, "amount": quote.amount, "currency": quote.currency}
    emit(QuoteMade.of(quote, at=at, **told), by=by)
    return quote


def _by_card(quote: Quote, inquiry: Inquiry, asked: Sequence[str], at: datetime) -> list[QuoteLine]:
    if inquiry.service is None:
        raise ServiceMissing(field="service")
    if not inquiry.weight_kg:
        raise WeightMissing(field="weight_kg")
    card = rate_card_for(inquiry.customer, inquiry.service, at)
    if card is None:
        raise NoRateCard
    goods = Goods(
        origin=inquiry.origin,
        destination=inquiry.destination,
        weight_kg=inquiry.weight_kg,
        volume_m3=inquiry.volume_m3 or Decimal(0),
        declared_value=inquiry.declared_value,
        asked=asked,
    )
    priced = price(card=card, goods=goods)
    quote.rate_card, quote.currency = card, card.currency
    return [_line(quote, line) for line in priced.lines]


def _line(quote: Quote, line: Any) -> QuoteLine:
    """`line` is a PricedLine of the freight method."""
    return QuoteLine(
        quote=quote,
        kind=line.kind,
        amount=line.amount_minor,
        basis=line.basis,
        rate=line.rate,
        tax_rate=line.tax_rate,
        tax=line.tax_minor,
        clause=dict(line.clause),
    )


def _by_hand(quote: Quote, inquiry: Inquiry, lines: Sequence[HandLine]) -> list[QuoteLine]:
    if inquiry.tasks.filter(done_at=None).exists():
        raise AnalysisOpen
    if not lines or any(line.amount <= 0 for line in lines):
        raise NothingPriced
    return [
        QuoteLine(
            quote=quote,
            kind=line.kind,
            amount=line.amount,
            rate=line.amount,
            tax_rate=line.tax_rate,
            tax=int((line.amount * line.tax_rate).quantize(Decimal(1), "ROUND_HALF_UP")),
            clause={"rule": "by_hand", "note": line.note},
        )
        for line in lines
    ]
