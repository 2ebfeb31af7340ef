"""How many statements an order costs, from placing it to the planned shipment."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.catalog.models import Service
from kept.orders.actions.drafting import draft_order
from kept.orders.actions.placing import place_order
from kept.orders.actions.releasing import release_order
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
