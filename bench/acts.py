"""The acts of a working day, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count, islice

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.desk.actions.answering import answer_case
from kept.desk.actions.opening import open_case
from kept.desk.actions.solving import solve_case
from kept.orders.actions.drafting import draft_order
from kept.orders.actions.placing import place_order
from kept.orders.models import Order
from kept.parties.actions.customers import create_customer
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment

from . import plans
from .measured import Measured, over, repeat
from .seeding import HOUSE, Ground

CODES = ("picked_up", "departed_hub", "arrived_hub", "in_transit", "out_for_delivery")
Acts = Iterator[Callable[[], object]]


def measure(ground: Ground, times: int) -> list[Measured]:
    return [
        over("create a customer", islice(_customers(), times)),
        over("place an order of 3 lines", _placings(ground, times)),
        over("five tracking events, one call each", _events(times, together=False)),
        over("five tracking events in one call", _events(times, together=True)),
        over("complaint opened, answered and solved", (partial(_complaint, ground) for _ in range(times))),
        *_pages(ground, times),
    ]


def explain(ground: Ground) -> None:
    """Which list, record and search pages read a growing table from end to end that has grown."""
    client = Client()
    client.force_login(ground.person)
    scans = [scan for scan in plans.sequential_scans(client) if plans.is_large(scan[1])]
    print(f"{'pages that read a growing table whole':<44} {len(scans):>10}  {scans or ''}")


def _customers() -> Acts:
    for n in count():
        yield partial(create_customer, name=f"新客户{n}", phone=f"139{n:08}", by=HOUSE, at=now())


def _placings(ground: Ground, times: int) -> Acts:
    for _ in range(times):
        draft = ground.draft(now())
        order = draft_order(customer=draft.customer, data=draft.data, lines=draft.lines, by=HOUSE, at=now())
        yield partial(place_order, order=order, by=HOUSE, at=now())


def _events(times: int, *, together: bool) -> Acts:
    planned = Shipment.objects.filter(state="planned").order_by("-id" if together else "id")[:times]
    for number in list(planned.values_list("number", flat=True)):
        start = now() - timedelta(hours=2)
        news = [
            TrackingInput(number=number, code=code, occurred_at=start + timedelta(minutes=10 * n))
            for n, code in enumerate(CODES)
        ]
        if together:
            yield partial(record_events, inputs=news, by=HOUSE, at=now())
        else:
            yield lambda news=news: [record_events(inputs=[one], by=HOUSE, at=now()) for one in news]


def _complaint(ground: Ground) -> None:
    customer = ground.dice.choice(ground.customers)
    case = open_case(kind="complaint", customer=customer, title="晚到", reason="晚到一天", by=HOUSE, at=now())
    answer_case(case=case, channel="phone", text="已致歉并说明", to="客户", by=HOUSE, at=now())
    solve_case(case=case, result="补偿运费", by=HOUSE, at=now())


def _pages(ground: Ground, times: int) -> list[Measured]:
    client = Client()
    client.force_login(ground.person)
    order = Order.objects.order_by("-id").first()
    shipment = Shipment.objects.order_by("-id").first()
    assert order is not None
    assert shipment is not None
    customer = ground.customers[0]
    addresses = {
        "customer page": customer.get_absolute_url(),
        "order page": order.get_absolute_url(),
        "list of orders": reverse("orders:orders"),
        "list of shipments": reverse("transport:shipments"),
        "due now": reverse("promises:due_now"),
        "quick find: a name": f"{reverse('kernel:find')}?q=客户9",
        "quick find: a waybill": f"{reverse('kernel:find')}?q={shipment.number}",
    }
    for address in addresses.values():
        answer = client.get(address)
        assert answer.status_code in (200, 302), (address, answer.status_code)
    return [repeat(name, partial(client.get, address), times) for name, address in addresses.items()]
