"""What the carriage of shipments costs us."""

import pytest
from django.test import Client
from django.urls import reverse

from kept.kernel.models import EventRecord
from kept.kernel.money import Money
from kept.transport.actions.costing import CostBelowNothing, state_freight_costs
from tests.factories import HOUSE, NOON, staff

from .shipments import a_shipment

pytestmark = pytest.mark.django_db


def test_costs_are_stated_in_one_act_and_told_where_they_change() -> None:
    one, other = a_shipment(), a_shipment()
    costs = {one.pk: Money(12_345), other.pk: Money(700, "USD")}

    state_freight_costs(costs=costs, by=HOUSE, at=NOON)
    again = state_freight_costs(costs=costs, by=HOUSE, at=NOON)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.cost, other.cost, again) == (Money(12_345), Money(700, "USD"), [])
    assert EventRecord.objects.filter(name="transport.freight_cost_stated").count() == 2
    with pytest.raises(CostBelowNothing):
        state_freight_costs(costs={one.pk: Money(-1)}, by=HOUSE, at=NOON)


def test_finance_states_the_cost_on_the_page_of_a_shipment(client: Client) -> None:
    shipment = a_shipment()
    client.force_login(staff("finance", language="en"))
    address = reverse("transport:freight_cost", args=[shipment.number])

    page = client.get(shipment.get_absolute_url()).content.decode()
    wrong = client.post(address, {"amount": "-1", "currency": "CNY"})
    sent = client.post(address, {"amount": "123.45", "currency": "CNY"})

    shipment.refresh_from_db()
    assert address in page
    assert (wrong.status_code, sent.status_code) == (422, 302)
    assert shipment.cost == Money(12_345)
    assert "¥123.45" in client.get(shipment.get_absolute_url()).content.decode()
