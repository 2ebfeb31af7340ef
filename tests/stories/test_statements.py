"""How many statements an order costs, from placing it to the planned shipment."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.catalog.models import Service
from kept.orders.actions.drafting import OrderDraft, draft_order
from kept.orders.actions.placing import place_order, place_orders
from kept.orders.actions.releasing import release_order, release_orders
from kept.promises.models import Promise
from tests.factories import HOUSE, NOON, a_branch, a_customer

pytestmark = pytest.mark.django_db


def statements(lines: int) -> int:
    """Of the second order of a company: the first also makes the number series."""
    customer = a_customer(branch=a_branch())
    data = {
        "service": Service.objects.get(code="transport"),
        "origin_city": "上海",
        "destination_city": "北京",
        "wanted_pickup_at": NOON + timedelta(hours=6),
    }
    line = {"description": "货", "pieces": 1, "weight_kg": Decimal(9)}
    for _ in range(2):
        order = draft_order(customer=customer, data=data, lines=[line] * lines, by=HOUSE, at=NOON)
        with CaptureQueriesContext(connection) as counted:
            order = place_order(order=order, by=HOUSE, at=NOON)
            release_order(order=order, by=HOUSE, at=NOON)
    assert order.shipments.count() == 1
    assert Promise.objects.about(order).count() == 2
    return sum("SAVEPOINT" not in query["sql"] for query in counted)


def test_an_order_with_promises_events_and_shipment_takes_at_most_25_statements_however_many_lines() -> None:
    few, many = statements(3), statements(30)

    assert few <= 25
    assert many <= few + 2


def test_releasing_many_orders_plans_their_shipments_in_as_many_statements_as_one() -> None:
    customer = a_customer(branch=a_branch())
    data = {
        "service": Service.objects.get(code="transport"),
        "origin_city": "上海",
        "destination_city": "北京",
    }
    line = {"description": "货", "pieces": 1, "weight_kg": Decimal(9)}
    place = partial(place_orders, by=HOUSE, at=NOON)
    release_orders(orders=place(drafts=[OrderDraft(customer, data, [line])]), by=HOUSE, at=NOON)
    counts = []
    for many in (1, 30):
        orders = place(drafts=[OrderDraft(customer, data, [line])] * many)
        with CaptureQueriesContext(connection) as counted:
            release_orders(orders=orders, by=HOUSE, at=NOON)
        counts.append(len(counted))

    assert counts[1] <= counts[0] + 2
