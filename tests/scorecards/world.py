"""A small world whose figures can be worked out by hand: the published ten orders, and more around them.

Faults are set so that figures which could be mistaken for one another differ.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kept.billing.models import Charge
from kept.catalog.models import Service
from kept.desk.actions.taking_in import take_in_call_counts
from kept.desk.models import CallCount, Case, Contact, Opinion
from kept.orders.models import Order, OrderLine
from kept.parties.models import Customer
from kept.people.models import Branch
from kept.promises.kinds import KINDS
from kept.promises.models import Promise
from kept.quotes.models import Inquiry
from kept.surveys.actions.surveying import start_survey
from kept.surveys.models import Answer, Questionnaire, Response
from kept.transport.models import Delivery, TrackingEvent
from tests.factories import HOUSE, NOON, a_branch, a_customer, a_partner

from .conftest import TakeIn, a_row

LATER = NOON + timedelta(days=5)
A_YEAR = timedelta(days=365)
FEBRUARY = NOON - timedelta(days=20)
HOUR = timedelta(hours=1)


def surround(customer: Customer, take_in: TakeIn) -> Branch:
    """Put everything around the ten orders of this customer, in their month, the one and the year before."""
    branch = a_branch()
    Customer.objects.filter(pk=customer.pk).update(since=NOON.date() - timedelta(days=731), branch=branch)
    _deliveries(customer, take_in)
    _delivery_promises()
    _promises()
    _orders(customer, branch)
    _inquiries(branch)
    _cases(customer, branch)
    _contacts(customer, branch)
    _calls(branch)
    _answers(customer)
    _charges(customer, branch)
    _news()
    return branch


def _deliveries(customer: Customer, take_in: TakeIn) -> None:
    """Of the ten, one was short and two were wrong; nobody was there for an eleventh.

    Two customers were served a month before, and two deliveries made a year before.
    """
    ten = list(Delivery.objects.order_by("pk"))
    Delivery.objects.filter(pk=ten[2].pk).update(condition="short")
    Delivery.objects.filter(pk__in=[ten[8].pk, ten[9].pk]).update(condition="wrong")
    Delivery.objects.filter(pk=ten[0].pk).update(pieces_damaged=6)
    first = ten[0].shipment
    first.weight_kg, first.freight_cost = Decimal(20), 5000
    first.save()
    nothing: dict[str, Any] = {"pieces": None, "promised_at": None}
    take_in(
        a_row("nobody", customer, outcome="absent", **nothing),
        a_row("feb:1", customer, happened_at=FEBRUARY, **nothing),
        a_row("feb:2", a_customer(), happened_at=FEBRUARY, **nothing),
        a_row("year:1", customer, happened_at=NOON - A_YEAR, **nothing),
        a_row("year:2", customer, happened_at=NOON - A_YEAR, **nothing),
    )


def _delivery_promises() -> None:
    """Broken in time: the 2nd and 7th; quantity: 2nd, 3rd, 7th; quality: 2nd, 4th, 5th, 7th; papers: 5th.

    The 2nd is excused, the 1st came later than promised first, the 3rd before its window. A subcontractor
    carried the first four.
    """
    ten = list(Promise.objects.filter(kind="delivery").order_by("pk"))
    ten[1].quantity_state = "broken"
    for n in (1, 4, 6):
        ten[n].quality_state = "broken"
    ten[1].is_excused = True
    assert ten[0].met_at and ten[2].met_at
    ten[0].original_due_at = ten[0].met_at - HOUR
    ten[2].due_from = ten[2].met_at + HOUR / 2
    carrier = a_partner()
    for each in ten[:4]:
        each.provider = carrier
    for each in ten:
        each.save()


def _promises() -> None:
    """Of every kind but deliveries one that is kept and one that is broken."""
    pattern = Promise.objects.filter(kind="delivery").order_by("pk").first()
    assert pattern is not None
    for kind in KINDS:
        for state in ("kept", "broken") if kind != "delivery" else ():
            pattern.pk, pattern.kind, pattern.state, pattern.time_state = None, kind, state, state
            pattern.quantity_state = pattern.quality_state = pattern.documents_state = ""
            pattern.met_at = pattern.due_at if state == "kept" else None
            pattern.broken_at = None if state == "kept" else pattern.due_at
            pattern._state.adding = True
            pattern.save()


def _orders(customer: Customer, branch: Branch) -> None:
    """Four orders released after one, two, three and six hours; two a year before.

    The first one is what the eighth delivery carried, placed ten hours before its goods were picked up.
    """
    eighth = Delivery.objects.order_by("pk")[7].shipment
    assert eighth.picked_up_at is not None
    placed = eighth.picked_up_at - 10 * HOUR
    for n, (at, hours) in enumerate(
        [(placed, 1), (NOON, 2), (NOON, 3), (NOON, 6), (NOON - A_YEAR, 1), (NOON - A_YEAR, 1)]
    ):
        order = Order.objects.create(
            number=f"W-{n}",
            state="released",
            customer=customer,
            branch=branch,
            service=Service.objects.get(code="transport"),
            origin_city="上海",
            destination_city="武汉",
            received_at=at,
            placed_at=at,
            released_at=at + hours * HOUR,
        )
        OrderLine.objects.create(order=order, description="箱")
        if n == 0:
            eighth.order = order
            eighth.save()


def _inquiries(branch: Branch) -> None:
    for n, state in enumerate(("accepted", "lost", "lost", "lost", "open")):
        Inquiry.objects.create(
            number=f"I-{n}",
            state=state,
            branch=branch,
            company="远东",
            caller_name="王",
            phone="139",
            goods="家电",
            origin="上海",
            destination="北京",
            volume="20",
            taken_at=NOON,
            closed_at=None if state == "open" else NOON + HOUR,
        )


def _cases(customer: Customer, branch: Branch) -> None:
    """Solved in hours: a complaint 10, an exception 6, a claim 48; found 5, 2 and 4. And an open question."""
    told: list[tuple[str, datetime, float | None, dict[str, Any]]] = [
        ("complaint", NOON, 10, {"chasers": 1}),
        ("exception", NOON, 6, {"trouble": "damage"}),
        ("claim", NOON, 48, {"reopenings": 1}),
        ("question", NOON, None, {"passed_on": 2}),
        ("complaint", NOON - A_YEAR, 5, {}),
    ]
    for n, (kind, at, hours, more) in enumerate(told):
        case = Case.objects.create(
            number=f"C-{n}",
            kind=kind,
            state="open" if hours is None else "solved",
            title="t",
            customer=customer,
            branch=branch,
            opened_at=at,
            solved_at=None if hours is None else at + hours * HOUR,
            **more,
        )
        if n < 3:
            Opinion.objects.create(case=case, rating=(5, 2, 4)[n], asked_at=at, answered_at=at)
        for minutes in {0: (4,), 1: (None, None)}.get(n, ()):
            _contact(customer, branch, case=case, minutes=minutes)


def _contacts(customer: Customer, branch: Branch) -> None:
    for minutes in (2, 9, None):
        _contact(customer, branch, minutes=minutes)


def _contact(customer: Customer, branch: Branch, *, minutes: int | None, case: Case | None = None) -> None:
    Contact.objects.create(
        number=f"K-{Contact.objects.count()}",
        channel="phone",
        direction="in",
        customer=customer,
        branch=branch,
        case=case,
        summary="问",
        at=NOON,
        logged_at=NOON,
        answered_at=None if minutes is None else NOON + timedelta(minutes=minutes),
    )


def _calls(branch: Branch) -> None:
    """The published twenty calls: 18 answered, 2 given up, 15 in time, 4,500 seconds of work."""
    count = CallCount(
        external_key="twenty",
        starts_at=NOON,
        minutes=30,
        offered=20,
        answered=18,
        abandoned=2,
        in_time=15,
        handle_seconds=4500,
        branch=branch,
    )
    take_in_call_counts(rows=[count], run_id=1, by=HOUSE, at=NOON)


def _answers(customer: Customer) -> None:
    """On 1 to 7: the client 7, importance 3; a receiver 4, importance 1; recommended with 10, 9 and 2."""
    questionnaire = Questionnaire.objects.current().get(code="eight_items")
    survey = start_survey(questionnaire=questionnaire, title="回访", trigger="delivery", by=HOUSE, at=NOON)
    items = list(questionnaire.items.order_by("position")[:5])
    told = {"survey": survey, "customer": customer, "answered_at": NOON}
    response = Response.objects.create(**told)
    client, receiver = (Response.objects.create(**told, channel=channel) for channel in ("portal", "qr"))
    Answer.objects.create(response=client, item=items[0], performance=7, importance=3)
    Answer.objects.create(response=receiver, item=items[1], performance=4, importance=1)
    for item, nps in zip(items[2:], (10, 9, 2), strict=True):
        Answer.objects.create(response=response, item=item, nps=nps)


def _charges(customer: Customer, branch: Branch) -> None:
    for n, (of, at, amount) in enumerate(
        [(customer, NOON, 30000), (a_customer(), NOON, 10000), (customer, NOON - A_YEAR, 25000)]
    ):
        Charge.objects.create(
            number=f"CH-{n}",
            kind="freight",
            customer=of,
            branch=branch,
            currency="CNY",
            amount=amount,
            event_uid=f"00000000-0000-0000-0000-00000000000{n}",
            event_name="transport.shipment_delivered",
            happened_at=at,
            period=at.date().replace(day=1),
            charged_at=at,
        )


def _news() -> None:
    """Four messages: known after 60, 60, 120 and 3,600 seconds."""
    TrackingEvent.objects.all().delete()
    delivery = Delivery.objects.order_by("pk").first()
    assert delivery is not None
    for n, seconds in enumerate((60, 60, 120, 3600)):
        at = NOON + n * HOUR
        TrackingEvent.objects.create(
            shipment=delivery.shipment,
            code="in_transit",
            occurred_at=at,
            recorded_at=at + timedelta(seconds=seconds),
        )
