"""Inquiries and quotes for the tests of this room."""

from datetime import date
from decimal import Decimal
from typing import Any

from kept.catalog.models import Service
from kept.contracts.actions.rate_cards import make_rate_card
from kept.contracts.models import RateCard
from kept.contracts.rules import ZoneTerms
from kept.kernel.actor import Actor
from kept.quotes.actions.answering import send_quote
from kept.quotes.actions.inquiring import take_inquiry
from kept.quotes.models import Inquiry, Quote
from tests.factories import HOUSE, NOON

ASKED: dict[str, Any] = {
    "company": "远东电器",
    "caller_name": "王芳",
    "phone": "13900001111",
    "goods": "小家电",
    "origin": "上海",
    "destination": "北京",
    "volume": "每次 20 箱",
}


def a_card(**more: Any) -> RateCard:
    given = {
        "service": Service.objects.get(code="transport"),
        "name": "通用运价",
        "zones": [ZoneTerms("上海", "北京", ((Decimal(0), Decimal(4)),))],
        "valid_from": date(2026, 1, 1),
        **more,
    }
    return make_rate_card(**given, by=HOUSE, at=NOON)


def an_inquiry(by: Actor = HOUSE, **more: Any) -> Inquiry:
    return take_inquiry(**{**ASKED, **more}, by=by, at=NOON)


def priced(**more: Any) -> Quote:
    """A quote made at once by the rate card."""
    a_card()
    service = Service.objects.get(code="transport")
    inquiry = an_inquiry(**{"service": service, "weight_kg": Decimal(100), **more})
    return inquiry.quotes.get()


def sent(quote: Quote) -> Quote:
    return send_quote(quote=quote, channel="phone", spoken_to="王芳", by=HOUSE, at=NOON)
