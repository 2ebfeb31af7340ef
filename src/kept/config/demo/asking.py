"""Inquiries of the demo company: priced within hours, some too late, some lost to a cheaper one."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kept.catalog.models import Service
from kept.orders.models import Order
from kept.quotes.actions.answering import send_quote
from kept.quotes.actions.deciding import accept_quote, expire_quotes, lose_inquiry, reject_quote
from kept.quotes.actions.inquiring import take_inquiry
from kept.quotes.models import Inquiry, Quote

from .company import PROFILES, Firm, Profile
from .people import HOUSE

CHANCE = 0.45
"""Of an inquiry on a working day."""

LATE, TAKEN, LOST = 0.12, 0.5, 0.7
"""Shares: priced a day later; then, of what was priced, taken and, above that, refused."""

STRANGERS = (
    ("苏州启明医疗器械有限公司", "孙工", "医疗器械", "苏州"),
    ("上海新谷食品有限公司", "陆经理", "烘焙原料", "上海"),
    ("宁波海丰文具有限公司", "丁小姐", "文具", "宁波"),
    ("无锡精工模具厂", "许厂长", "模具", "无锡"),
)
CITIES = "成都", "武汉", "广州", "北京"
REASONS = "报价高于同行", "时限不符合要求", "客户改用自有车辆"


def one_day(firm: Firm, day: date, at: datetime, dice: random.Random) -> None:
    """What was priced before is decided, and something new may be asked; `at` is when the desk opens."""
    expire_quotes(by=HOUSE, at=at)
    for quote in (
        Quote.objects.sent().filter(inquiry__taken_at__lt=at).select_related("inquiry").order_by("pk")
    ):
        _decide(firm, quote, at + timedelta(minutes=20), dice)
    if day.weekday() < 5 and dice.random() < CHANCE:
        taken = at + timedelta(minutes=dice.randrange(30, 300))
        inquiry = _ask(firm, taken, dice)
        late = dice.random() < LATE
        _price(firm, inquiry, taken + timedelta(hours=25 if late else 0, minutes=dice.randrange(25, 200)))


def this_morning(firm: Firm, now: datetime) -> None:
    """One waits for its price, one for the customer's word."""
    dice = random.Random(2)
    _ask(firm, now - timedelta(minutes=50), dice, stranger=STRANGERS[0], is_important=True)
    _price(firm, _ask(firm, now - timedelta(hours=4), dice), now - timedelta(hours=3))


def drafted() -> list[Order]:
    """What accepted quotes left to be filled in and placed."""
    return list(Order.objects.filter(state="draft", source="quote").select_related("customer").order_by("pk"))


def _ask(
    firm: Firm,
    at: datetime,
    dice: random.Random,
    *,
    stranger: tuple[str, str, str, str] | None = None,
    is_important: bool = False,
) -> Inquiry:
    stranger = stranger or (dice.choice(STRANGERS) if dice.random() < 0.3 else None)
    weight = Decimal(dice.randrange(30, 800))
    told: dict[str, Any] = {
        "service": Service.objects.get(code="transport"),
        "volume": f"{dice.randrange(5, 40)} 箱，每周一次",
        "planned_on": (at + timedelta(days=3)).date(),
        "by": firm.crew.actor("clerk", at),
        "at": at,
    }  # fmt: skip
    if stranger:
        company, caller, goods, origin = stranger
        more: dict[str, Any] = {"destination": dice.choice(CITIES), "is_important": is_important}
        more |= {} if is_important else {"weight_kg": weight}
        phone = f"1370000{len(company):02}{len(goods):02}"
        return take_inquiry(
            company=company, caller_name=caller, phone=phone, goods=goods, origin=origin, **told, **more
        )
    profile = dice.choice([each for each in PROFILES if not each.drifts])
    return take_inquiry(
        company=profile.name,
        caller_name=profile.contact,
        phone=firm.contacts[profile.short].phone,
        goods=profile.goods,
        origin=profile.city,
        destination=dice.choice(firm.consignees[profile.short]).city,
        customer=firm.customers[profile.short],
        weight_kg=weight,
        **told,
    )


def _price(firm: Firm, inquiry: Inquiry, at: datetime) -> None:
    """The rate card named a price when it was asked; somebody calls back and says it."""
    send_quote(
        quote=inquiry.quotes.get(),
        channel="phone",
        spoken_to=inquiry.caller_name,
        words="已报价格、时限和赔付规则",
        by=firm.crew.actor("clerk", at),
        at=at,
    )


def _decide(firm: Firm, quote: Quote, at: datetime, dice: random.Random) -> None:
    """The customer says yes, no, or nothing yet; a stranger always found another."""
    clerk, luck = firm.crew.actor("clerk", at), dice.random()
    if quote.inquiry.customer_id and luck < TAKEN:
        accept_quote(quote=quote, by=clerk, at=at)
    elif luck < LOST:
        reason = dice.choice(REASONS)
        reject_quote(quote=quote, reason=reason, by=clerk, at=at)
        lose_inquiry(inquiry=quote.inquiry, reason=reason, by=clerk, at=at)


def profile_of(firm: Firm, order: Order) -> Profile:
    return next(each for each in PROFILES if firm.customers[each.short].pk == order.customer_id)
