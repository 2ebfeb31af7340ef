"""A year of the demo company's work: seasons, a weak subcontractor, a customer that drifts away."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from kept.catalog.models import Service
from kept.kernel.money import Money, to_minor
from kept.kernel.outbox import deliver_due
from kept.orders.actions.amending import amend_order
from kept.orders.actions.drafting import OrderDraft
from kept.orders.actions.placing import place_order, place_orders
from kept.orders.actions.releasing import release_orders
from kept.orders.models import Order
from kept.parties.models import Consignee
from kept.promises.actions import explain_promise
from kept.promises.actions.clocking import record_breaches
from kept.promises.models import Promise
from kept.transport.actions.assigning import assign_carrier
from kept.transport.actions.costing import state_freight_costs
from kept.transport.actions.delivering import deliver
from kept.transport.actions.receipts import check_receipts, receive_receipts, return_receipts
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import ReceiptReturn, Shipment

from . import asking, desk, improving, redress, strategies
from .company import HAULERS, PROFILES, Firm, Hauler, Profile
from .people import HOUSE

SEASON = {
    1: 1.1,
    2: 0.5,
    3: 0.9,
    4: 0.95,
    5: 1.0,
    6: 1.1,
    7: 0.9,
    8: 0.95,
    9: 1.1,
    10: 1.15,
    11: 1.3,
    12: 1.1,
}
PAYMENTS = {True: ("monthly",), False: ("prepaid", "freight_collect", "monthly")}
FAR = frozenset({"成都", "重庆", "西安", "广州", "深圳", "北京"})
SEED_OF_QUOTES = 82
IMPROVED_AFTER_DAYS = 275
"""From this day on the weak subcontractor hands over half-way and is late less often."""

WEAK = "远通货运有限公司"
LATE_CAUSES = (
    ("capacity", "subcontractor", 5),
    ("vehicle", "subcontractor", 4),
    ("sorting", "subcontractor", 3),
    ("traffic", "external", 2),
    ("weather", "external", 2),
    ("absent", "clients_customer", 1),
)


@dataclass
class Journey:
    """How a shipment will go, decided when it is planned."""

    shipment: Shipment
    hauler: Hauler
    picked_up_at: datetime
    arrives_at: datetime
    dice: random.Random
    news: list[tuple[datetime, str, str]] = field(default_factory=list)


News = tuple[Journey, datetime, str, str]


@dataclass
class Road:
    """Journeys under way, by the day on which something happens to them."""

    news: dict[date, list[tuple[Journey, datetime, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    arrivals: dict[date, list[Journey]] = field(default_factory=lambda: defaultdict(list))


def live(
    firm: Firm, start: datetime, today: datetime, dice: random.Random, tell: Callable[[], object]
) -> None:
    road, asked = Road(), random.Random(SEED_OF_QUOTES)
    for day in _days(start, today):
        with transaction.atomic():
            _work(firm, road, day, start, today, dice, asked)
        tell()
    _name_causes(today, dice)


def _work(
    firm: Firm,
    road: Road,
    day: date,
    start: datetime,
    today: datetime,
    dice: random.Random,
    asked: random.Random,
) -> None:
    """One day, written at once: nobody waits for an acknowledgement here."""
    _take_orders(firm, road, day, start, today, dice)
    _take_up_quotes(firm, road, day, start, today, asked)
    _tell_news(road, day, today)
    _hand_over(road, day, today)
    evening = min(_at(day, 23, 30), today)
    record_breaches(by=HOUSE, at=evening)
    if day.day in (13, 28):
        _return_papers(evening)
    while deliver_due():
        pass
    if evening < today:
        number = (day - start.date()).days
        desk.one_day(firm, day, _at(day, 9, 0), improved=number > IMPROVED_AFTER_DAYS, dice=dice)
        improving.one_day(firm, number, _at(day, 10, 0), dice)
        strategies.one_day(firm, number, _at(day, 15, 0))
        asking.one_day(firm, day, _at(day, 9, 0), asked)
        redress.insure(firm, _at(day, 9, 40))


def _take_orders(
    firm: Firm, road: Road, day: date, start: datetime, today: datetime, dice: random.Random
) -> None:
    """The day's orders are placed, released, planned and given to subcontractors in one go."""
    at = _at(day, 9, dice.randrange(5, 55))
    service = Service.objects.get(code="transport")
    drafts = [_draft(firm, profile, service, day, dice) for profile in _who_ships(day, start, dice)]
    if not drafts or at > today:
        return
    clerk = firm.crew.actor("dispatcher", at)
    orders = place_orders(drafts=drafts, by=clerk, at=at)
    _send_out(firm, road, orders, day, start, at, dice)


def _take_up_quotes(
    firm: Firm, road: Road, day: date, start: datetime, today: datetime, dice: random.Random
) -> None:
    """Orders that accepted quotes drafted are filled in, placed and sent out."""
    at = _at(day, 10, 30)
    orders = asking.drafted()
    if not orders or at > today:
        return
    clerk = firm.crew.actor("dispatcher", at)
    for order in orders:
        profile = asking.profile_of(firm, order)
        consignee = next(c for c in firm.consignees[profile.short] if c.city == order.destination_city)
        draft = _draft(firm, profile, Service.objects.get(code="transport"), day, dice, consignee)
        filled = amend_order(order=order, changes=draft.data, lines=draft.lines, by=clerk, at=at)
        place_order(order=filled, by=clerk, at=at)
    _send_out(firm, road, orders, day, start, at, dice)


def _send_out(
    firm: Firm,
    road: Road,
    orders: list[Order],
    day: date,
    start: datetime,
    at: datetime,
    dice: random.Random,
) -> None:
    """Placed orders are released, planned and given to subcontractors."""
    clerk = firm.crew.actor("dispatcher", at)
    release_orders(orders=orders, by=clerk, at=at + timedelta(minutes=20))
    shipments = Shipment.objects.filter(order__in=orders).select_related("order").order_by("pk")
    by_hauler: dict[str, list[Shipment]] = defaultdict(list)
    for shipment in shipments:
        hauler = _choose_hauler(shipment, day, start, dice)
        by_hauler[hauler.name].append(shipment)
        _plan_journey(road, shipment, hauler, day, start, dice)
    for name, given in by_hauler.items():
        assign_carrier(shipments=given, carrier=firm.partners[name], by=clerk, at=at + timedelta(minutes=40))
    costs = {each.pk: _cost_of(each, day, start) for each in shipments}
    state_freight_costs(costs=costs, by=clerk, at=at + timedelta(minutes=45))


def _cost_of(shipment: Shipment, day: date, start: datetime) -> Money:
    """What the subcontractor takes: by weight, a little more each month, less since loads are combined."""
    months = (day - start.date()).days // 30
    saved = 1500 if months > 9 else 0
    return Money(int(4800 + 60 * months - saved + 42 * (shipment.weight_kg or 0)))


def _who_ships(day: date, start: datetime, dice: random.Random) -> Iterator[Profile]:
    """Each customer's chance to ship today, by season, weekday and whether it drifts away; busy at the end."""
    elapsed = (day - start.date()).days
    rush = (localtime() - timedelta(days=4)).date()
    weekday = (1.25, 1.15, 1.1, 1.1, 1.2, 0.7, 0.3)[day.weekday()]
    for profile in PROFILES:
        expected = profile.monthly / 30 * SEASON[day.month] * weekday * (2.5 if day > rush else 0.8)
        if profile.drifts and elapsed > 200:
            expected *= max(0.04, 1 - (elapsed - 200) / 110)
        while expected > 0:
            if dice.random() < expected:
                yield profile
            expected -= 1


def _draft(
    firm: Firm,
    profile: Profile,
    service: Service,
    day: date,
    dice: random.Random,
    consignee: Consignee | None = None,
) -> OrderDraft:
    consignee = consignee or dice.choice(firm.consignees[profile.short])
    weight = Decimal(dice.randrange(20, 900))
    pieces = max(1, int(weight) // dice.randrange(12, 40))
    promised = day + timedelta(days=3 if consignee.city in FAR else 2)
    collects = dice.random() < 0.08
    data = {
        "service": service,
        "payment": "cod" if collects else dice.choice(PAYMENTS[profile.agreed]),
        "cod_amount": to_minor(Decimal(dice.randrange(300, 5000))) if collects else None,
        "declared_value": to_minor(Decimal(dice.randrange(1000, 50000))) if dice.random() < 0.3 else None,
        "customer_reference": f"{profile.short[:2]}-{day:%y%m%d}-{dice.randrange(100, 999)}",
        "origin_city": profile.city,
        "origin_address": f"{profile.city}工业园区{len(profile.name)}号",
        "origin_name": profile.contact,
        "destination_city": consignee.city,
        "destination_address": consignee.address,
        "destination_name": consignee.name,
        "destination_phone": consignee.phone,
        "wanted_pickup_at": _at(day, 18, 0),
        "wanted_delivery_at": promised,
        "receipt_kind": "original" if profile.segment == "core" else "photo",
        "receipt_copies": 2 if profile.segment == "core" else 1,
        "further_services": ["storage", "packaging"] if profile.agreed and not pieces % 5 else [],
        "handling_marks": ["care"] if profile.industry in ("仪器", "建材", "酒类") else [],
        "receiving_hours": consignee.receiving_hours,
    }  # fmt: skip
    line = {"description": profile.goods, "quantity": pieces, "pieces": pieces, "weight_kg": weight}
    line["volume_m3"] = (weight / Decimal(220)).quantize(Decimal("0.001"))
    return OrderDraft(firm.customers[profile.short], data, [line])


def _choose_hauler(shipment: Shipment, day: date, start: datetime, dice: random.Random) -> Hauler:
    """The weak one drives the west; after the improvement its work is as good as the others'."""
    if shipment.destination_city in ("成都", "重庆", "西安", "武汉"):
        chosen = HAULERS[1]
    else:
        others = [hauler for hauler in HAULERS if hauler.name != WEAK]
        chosen = dice.choices(others, weights=[hauler.share for hauler in others])[0]
    if chosen.name == WEAK and (day - start.date()).days > IMPROVED_AFTER_DAYS:
        return Hauler(chosen.name, chosen.city, chosen.share, 0.07, 0.012, 0.010, 0.012)
    return chosen


def _plan_journey(
    road: Road, shipment: Shipment, hauler: Hauler, day: date, start: datetime, dice: random.Random
) -> None:
    picked_up = _at(day, dice.choice((15, 16, 16, 17)), dice.randrange(0, 59))
    promised = shipment.promised_at or picked_up + timedelta(days=3)
    last_day = promised.astimezone(ZONE).date()
    late = dice.random() < hauler.late * (1.4 if SEASON[day.month] > 1.1 else 1.0)
    days = dice.choice((1, 1, 2, 3)) if late else -dice.choice((0, 0, 0, 1))
    arrives = _at(
        max(last_day + timedelta(days=days), day + timedelta(days=1)),
        dice.randrange(9, 17),
        dice.randrange(0, 59),
    )
    journey = Journey(shipment, hauler, picked_up, arrives, dice)
    half = picked_up + (arrives - picked_up) / 2
    journey.news = [
        (picked_up, "picked_up", shipment.origin_city),
        (picked_up + timedelta(hours=4), "departed_hub", shipment.origin_city),
        (half, "in_transit", ""),
        (arrives - timedelta(hours=2, minutes=10), "out_for_delivery", shipment.destination_city),
    ]  # fmt: skip
    if late and dice.random() < 0.6:
        journey.news.append((half + timedelta(hours=1), "delayed", ""))
    for moment, code, place in journey.news:
        road.news[moment.astimezone(ZONE).date()].append((journey, moment, code, place))
    road.arrivals[arrives.astimezone(ZONE).date()].append(journey)


def _tell_news(road: Road, day: date, today: datetime) -> None:
    due = [row for row in road.news.pop(day, []) if row[1] <= today]
    inputs = [
        TrackingInput(
            number=journey.shipment.number, code=code, occurred_at=moment, place=place, source="api"
        )
        for journey, moment, code, place in sorted(due, key=lambda row: row[1])
    ]
    if inputs:
        record_events(inputs=inputs, by=HOUSE, at=max(news.occurred_at for news in inputs))


def _hand_over(road: Road, day: date, today: datetime) -> None:
    for journey in road.arrivals.pop(day, []):
        if journey.arrives_at > today:
            continue
        hauler, dice, pieces = journey.hauler, journey.dice, journey.shipment.pieces or 1
        damaged = dice.randrange(1, max(2, pieces // 4)) if dice.random() < hauler.damaged else 0
        short = 1 if pieces > 1 and dice.random() < hauler.short else 0
        deliver(
            shipment=journey.shipment,
            happened_at=journey.arrives_at,
            outcome="partial" if short else "delivered",
            receiver_name=journey.shipment.consignee_name[:2] + dice.choice(("李", "张", "刘", "杨")),
            pieces_delivered=pieces - short,
            pieces_damaged=min(damaged, pieces - short),
            pieces_short=short,
            condition="damaged" if damaged else "short" if short else "good",
            papers_ok=dice.random() >= hauler.papers,
            source="portal",
            by=HOUSE,
            at=journey.arrives_at + timedelta(minutes=12),
        )


def _return_papers(at: datetime) -> None:
    """Twice a month the signed receipts go back to the customers."""
    signed = ReceiptReturn.objects.filter(state="signed", signed_at__lt=at - timedelta(days=4))
    ids = list(signed.values_list("pk", flat=True))
    for verb in (receive_receipts, check_receipts, return_receipts):
        verb(receipts=list(ReceiptReturn.objects.filter(pk__in=ids)), by=HOUSE, at=at)


def _name_causes(today: datetime, dice: random.Random) -> None:
    """Somebody looked at each broken delivery within days; the newest are still unexplained."""
    seen = Promise.objects.filter(kind="delivery", state="broken", broken_at__lt=today - timedelta(days=3))
    for promise in seen.order_by("pk"):
        cause, tier = _cause_of(promise, dice)
        at = min((promise.broken_at or today) + timedelta(days=1), today)
        excused = cause == "weather" and dice.random() < 0.5
        explain_promise(promise=promise, cause=cause, liable_tier=tier, excused=excused, by=HOUSE, at=at)


def _cause_of(promise: Promise, dice: random.Random) -> tuple[str, str]:
    if promise.time_state == "broken":
        weights = [weight for *_rest, weight in LATE_CAUSES]
        cause, tier, _weight = dice.choices(LATE_CAUSES, weights=weights)[0]
        return cause, tier
    return ("documents", "us") if promise.documents_state == "broken" else ("handling", "subcontractor")


def _days(start: datetime, today: datetime) -> Iterator[date]:
    day, last = start.astimezone(ZONE).date(), today.astimezone(ZONE).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


ZONE = ZoneInfo(settings.TIME_ZONE)
