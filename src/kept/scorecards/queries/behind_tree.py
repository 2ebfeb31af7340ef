"""The records behind figures of orders, inquiries, customers, answers, charges, news and what was entered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from kept.billing.models import Charge
from kept.kernel.actor import Actor
from kept.kernel.facts import month_bounds
from kept.kernel.numbers import rule
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.quotes.models import Inquiry
from kept.surveys.enums import Channel
from kept.surveys.models import Answer
from kept.transport.models import Delivery, TrackingEvent

from ..catalogue import Indicator, Recorded
from ..catalogue.limits import HOLDING_MONTHS
from ..enums import Slice
from ..models import Judgement, NumberEntry
from ..permissions import VIEW
from .entered import current_entries
from .places import months_later
from .reading import Whose

OWN = {Slice.CUSTOMER.value: "customer", Slice.BRANCH.value: "branch", Slice.SERVICE.value: "service"}
SHIPPED = {
    Slice.CUSTOMER.value: "shipment__customer",
    Slice.BRANCH.value: "shipment__branch",
    Slice.SUBCONTRACTOR.value: "shipment__carrier",
    Slice.SERVICE.value: "shipment__service",
}
CHARGED = {
    Slice.CUSTOMER.value: "customer",
    Slice.BRANCH.value: "branch",
    Slice.SUBCONTRACTOR.value: "shipment__carrier",
    Slice.SERVICE.value: "shipment__service",
}
BY_RECEIVER = Q(response__channel=Channel.QR)
BY_CLIENT = Q(response__channel=Channel.PORTAL) | Q(response__invitation__contact_person__isnull=False)
BY_PARTY = {"behalf": BY_RECEIVER, "client": ~BY_RECEIVER & BY_CLIENT}
SAID_BY = {Slice.CUSTOMER.value: "response__customer", Slice.BRANCH.value: "response__customer__branch"}
ENTERED_FOR = {**OWN, Slice.SUBCONTRACTOR.value: "partner"}
Span = tuple[Whose, date, date]


def orders_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[Order]:
    moment = "released_at" if indicator.basis.records == "released" else "placed_at"
    rows = Order.objects.permitted(actor, "orders.view").exclude(placed_at=None)
    return rows.filter(_within(moment, first, last), _of(whose, OWN))


def inquiries_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[Inquiry]:
    rows = Inquiry.objects.permitted(actor, "quotes.view").filter(state__in=("accepted", "lost"))
    return rows.filter(_within("closed_at", first, last), _of(whose, OWN))


def customers_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[Customer]:
    """The customers to whom something was delivered, in these months or in the ones before each."""
    if indicator.basis.records == "before":
        first, last = months_later(first, -1), months_later(last, -1)
    done = Delivery.objects.filter(_within("happened_at", first, last), outcome="delivered")
    rows = Customer.objects.permitted(actor, "parties.view").filter(pk__in=done.values("shipment__customer"))
    if indicator.basis.records == "since":
        rows = rows.exclude(since=None)
    return rows.filter(_of(whose, {Slice.CUSTOMER.value: "pk", Slice.BRANCH.value: "branch"}))


def answers_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[Answer]:
    rows = Answer.objects.permitted(actor, "surveys.view")
    rows = rows.filter(_within("response__answered_at", first, last), _of(whose, SAID_BY))
    if indicator.basis.records == "nps":
        return rows.exclude(nps=None)
    rows = rows.filter(Q(performance__isnull=False) | Q(perceived__isnull=False))
    _marked, _, party = indicator.basis.records.partition(":")
    return rows.filter(BY_PARTY[party]) if party else rows


def charges_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[Charge]:
    rows = Charge.objects.permitted(actor, "billing.view").exclude(state="reversed")
    return rows.filter(_within("happened_at", first, last), _of(whose, CHARGED))


def news_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[TrackingEvent]:
    rows = TrackingEvent.objects.permitted(actor, "transport.view")
    return rows.filter(_within("occurred_at", first, last), _of(whose, SHIPPED))


def entries_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[NumberEntry]:
    """The numbers that count, those that still hold from months before among them."""
    measures = indicator.home.measures
    names = [name for name in indicator.measures if isinstance(measures[name], Recorded)]
    holds = any(measures[name].holds for name in names if isinstance(measures[name], Recorded))  # type: ignore[union-attr]
    start = months_later(first, -int(rule(HOLDING_MONTHS)) + 1) if holds else first
    newest = [row.pk for row in current_entries(names, start, months_later(last, 1))]
    rows = NumberEntry.objects.permitted(actor, VIEW).filter(pk__in=newest)
    return rows if whose.id is None else rows.filter(_of(whose, ENTERED_FOR))


def judgements_behind(
    actor: Actor, indicator: Indicator, whose: Whose, first: date, last: date
) -> QuerySet[Judgement]:
    start = months_later(first, -int(rule(HOLDING_MONTHS)) + 1)
    rows = Judgement.objects.permitted(actor, VIEW).filter(indicator=indicator.code)
    rows = rows.filter(month__gte=start, month__lte=last, slice=whose.slice)
    return rows if whose.id is None else rows.filter(_of(whose, ENTERED_FOR))


def _within(moment: str, first: date, last: date) -> Q:
    return Q(**{f"{moment}__gte": month_bounds(first)[0], f"{moment}__lt": month_bounds(last)[1]})


def _of(whose: Whose, fields: dict[str, str]) -> Q:
    if whose.id is None:
        return Q()
    return Q(**{fields[whose.slice]: whose.id}) if whose.slice in fields else Q(pk__in=[])


BEHIND: dict[str, Any] = {
    "orders": orders_behind,
    "inquiries": inquiries_behind,
    "served": customers_behind,
    "answers": answers_behind,
    "charges": charges_behind,
    "news": news_behind,
}
"""By the fact table that is counted."""
