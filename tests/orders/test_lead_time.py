"""How long an order took from hand to hand."""

from datetime import timedelta

import pytest

from kept.orders.actions.placing import place_order
from kept.orders.actions.progressing import start_orders
from kept.orders.actions.releasing import release_order
from kept.orders.models import Order
from kept.orders.queries.cards import lead_time, order_card
from tests.factories import HOUSE, NOON
from tests.orders.orders import drafted

pytestmark = pytest.mark.django_db


@pytest.mark.spec("R120", "R121", "R122")
def test_the_lead_time_is_the_sum_of_its_steps() -> None:
    order = place_order(order=drafted(), by=HOUSE, at=NOON + timedelta(minutes=10))
    release_order(order=order, by=HOUSE, at=NOON + timedelta(minutes=40))
    start_orders(moments={order.pk: NOON + timedelta(hours=3)}, by=HOUSE)

    order = Order.objects.get()
    steps = [(str(step.words), step.took) for step in lead_time(order)]

    assert steps == [
        ("Processing", timedelta(minutes=10)),
        ("Preparation", timedelta(minutes=30)),
        ("Dispatch", timedelta(hours=2, minutes=20)),
    ]
    assert sum((step.took for step in order_card(order).lead if step.took), timedelta()) == timedelta(hours=3)


def test_a_step_that_is_not_over_has_no_time() -> None:
    order = drafted()

    assert [step.took for step in lead_time(order)] == [None, None, None]
