"""What an event is worth, line by line: by the accepted quote, else by the rate card. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kept.contracts.models import RateCard
from kept.contracts.queries.pricing import Goods, NoRate, price, price_book
from kept.kernel.numbers import rule
from kept.methods.freight import PricedLine
from kept.orders.enums import DeliveryMode, ReceiptKind
from kept.orders.models import Order
from kept.quotes.models import Quote
from kept.transport.models import Shipment

from ..enums import Occasion, WhyUnpriced
from ..models import Charge
from ..rules import RETURN_SHARE

FREIGHT = "freight"
RETURN = "return"


class NoPrice(Exception):
    """Nobody can say what this costs; `why` is a WhyUnpriced."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Line:
    """One line, net of tax, in minor units."""

    kind: str
    amount: int
    basis: Decimal
    rate: Decimal
    tax_rate: Decimal
    tax: int
    clause: Mapping[str, str]


@dataclass(frozen=True)
class Bill:
    """What an event is worth."""

    currency: str
    card: RateCard | None
    lines: tuple[Line, ...]


def bill_for(shipment: Shipment, occasion: str, happened_at: datetime, *, attempts: int = 1) -> Bill:
    """Raises NoPrice. An order from an accepted quote is charged as quoted, once for all its shipments."""
    quote = shipment.order.quote if shipment.order else None
    if quote is not None and occasion == Occasion.DELIVERED:
        return _as_quoted(quote, shipment)
    card = _card(shipment, happened_at)
    lines = _priced(shipment, card, _asked(shipment.order, occasion, attempts), occasion)
    if occasion == Occasion.RETURNED:
        lines += _way_back(lines, rule(RETURN_SHARE, at=happened_at))
    return Bill(card.currency, card, tuple(lines))


def _as_quoted(quote: Quote, shipment: Shipment) -> Bill:
    if Charge.objects.standing().filter(order=shipment.order_id, clause__quote=quote.number).exists():
        return Bill(quote.currency, quote.rate_card, ())
    lines = [
        Line(
            kind=line.kind,
            amount=line.amount,
            basis=line.basis,
            rate=line.rate,
            tax_rate=line.tax_rate,
            tax=line.tax,
            clause={**line.clause, "quote": quote.number},
        )
        for line in quote.lines.all()
    ]
    return Bill(quote.currency, quote.rate_card, tuple(_together(lines)))


def _card(shipment: Shipment, happened_at: datetime) -> RateCard:
    """The card of the day on which the goods were picked up, or of the event when nobody knows that day."""
    if shipment.service_id is None:
        raise NoPrice(WhyUnpriced.NO_SERVICE)
    if not shipment.weight_kg:
        raise NoPrice(WhyUnpriced.NO_WEIGHT)
    at = shipment.picked_up_at or happened_at
    book = price_book([shipment.customer], [shipment.service_id], at, at)
    card = book.card(shipment.customer, shipment.service_id, at)
    if card is None:
        raise NoPrice(WhyUnpriced.NO_CARD)
    if card.currency != shipment.currency and (shipment.declared_value or shipment.cod_amount):
        raise NoPrice(WhyUnpriced.CURRENCY)
    return card


def _priced(shipment: Shipment, card: RateCard, asked: set[str], occasion: str) -> list[Line]:
    assert shipment.weight_kg  # _card
    collected = shipment.cod_amount if occasion == Occasion.DELIVERED else None
    goods = Goods(
        origin=shipment.origin_city,
        destination=shipment.destination_city,
        weight_kg=shipment.weight_kg,
        volume_m3=shipment.volume_m3 or Decimal(0),
        declared_value=shipment.declared_value,
        cod_amount=collected,
        asked=asked,
    )
    try:
        return [_line(line) for line in price(card=card, goods=goods).lines]
    except NoRate as unknown:
        raise NoPrice(WhyUnpriced.NO_RATE) from unknown


def _asked(order: Order | None, occasion: str, attempts: int) -> set[str]:
    """Extras that are charged only when asked for, read from the order and from what happened."""
    asked = {"redelivery"} if attempts > 1 else set()
    if order is None:
        return asked
    if order.wanted_pickup_at is not None:
        asked.add("pickup")
    if occasion == Occasion.DELIVERED:
        if order.delivery_mode != DeliveryMode.SELF_PICKUP:
            asked.add("delivery")
        if order.delivery_mode == DeliveryMode.UPSTAIRS:
            asked.add("upstairs")
        if order.receipt_kind != ReceiptKind.NONE:
            asked.add("receipt")
    return asked


def _line(line: PricedLine) -> Line:
    return Line(
        kind=line.kind,
        amount=line.amount_minor,
        basis=line.basis,
        rate=line.rate,
        tax_rate=line.tax_rate,
        tax=line.tax_minor,
        clause=line.clause,
    )


def _way_back(lines: Iterable[Line], share: Decimal) -> list[Line]:
    """Freight to the shipper: a share of the freight out, with its tax."""
    out = next(line for line in lines if line.kind == FREIGHT)
    amount = _half_up(out.amount * share)
    if not amount:
        return []
    kept: dict[str, Any] = {
        name: out.clause[name] for name in ("card", "zone", "currency") if name in out.clause
    }
    clause = {**kept, "rule": "return_share", "share": f"{share.normalize():f}", "freight": str(out.amount)}
    tax = _half_up(amount * out.tax_rate)
    return [Line(RETURN, amount, Decimal(1), share, out.tax_rate, tax, clause)]


def _together(lines: Iterable[Line]) -> list[Line]:
    """Lines of one kind become one: an event is charged once per kind."""
    found: dict[str, Line] = {}
    for line in lines:
        if known := found.get(line.kind):
            line = Line(
                kind=line.kind,
                amount=known.amount + line.amount,
                basis=known.basis,
                rate=known.rate,
                tax_rate=known.tax_rate,
                tax=known.tax + line.tax,
                clause=known.clause,
            )
        found[line.kind] = line
    return list(found.values())


def _half_up(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))
