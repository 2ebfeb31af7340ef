"""An order that came of an accepted quote is charged as it was quoted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kept.billing.models import Charge, Unpriced
from kept.billing.queries.clauses import clause_source, clause_words
from kept.orders.actions.placing import place_order
from kept.orders.models import Order
from kept.quotes.actions.answering import send_quote
from kept.quotes.actions.deciding import accept_quote
from kept.quotes.actions.inquiring import finish_task, take_inquiry
from kept.quotes.actions.quoting import HandLine, make_quote
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

from .conftest import a_service, a_shipment, hand_over

ASKED = {
    "company": "远东电器",
    "caller_name": "王芳",
    "phone": "13900001111",
    "goods": "小家电",
    "origin": "上海",
    "destination": "武汉",
    "volume": "每次 20 箱",
}


@pytest.fixture
def quoted(db: None) -> Order:
    customer = a_customer(branch=a_branch())
    inquiry = take_inquiry(**ASKED, customer=customer, service=a_service(), by=HOUSE, at=NOON)
    for task in inquiry.tasks.all():
        finish_task(task=task, result="ok", distance_km=Decimal(840), by=HOUSE, at=NOON)
    lines = [HandLine("freight", 88_800, "包干价"), HandLine("packing", 5_000, tax_rate=Decimal("0.06"))]
    quote = make_quote(inquiry=inquiry, lines=lines, by=HOUSE, at=NOON)
    send_quote(quote=quote, channel="phone", spoken_to="王芳", by=HOUSE, at=NOON)
    accept_quote(quote=quote, service=a_service(), by=HOUSE, at=NOON)
    order = Order.objects.get(quote=quote)
    order.payment = "monthly"
    order.save()
    return place_order(order=order, by=HOUSE, at=NOON + timedelta(minutes=1))


@pytest.mark.spec("R262")
def test_the_quoted_lines_are_charged_once_for_all_shipments_of_the_order(quoted: Order) -> None:
    first, second = (
        a_shipment(customer=quoted.customer, order=quoted, branch=quoted.branch, pieces=10) for _each in "ab"
    )

    hand_over(first)
    hand_over(second)

    charges = Charge.objects.filter(order=quoted).order_by("pk")
    assert [(c.kind, c.amount, c.tax, c.shipment_id) for c in charges] == [
        ("freight", 88_800, 7_992, first.pk),
        ("packing", 5_000, 300, first.pk),
    ]
    assert not Unpriced.objects.exists()


def test_a_quoted_charge_names_its_quote(quoted: Order) -> None:
    hand_over(a_shipment(customer=quoted.customer, order=quoted, branch=quoted.branch))

    freight = Charge.objects.get(order=quoted, kind="freight")

    assert quoted.quote is not None
    assert clause_words(freight.clause) == "包干价"
    assert clause_source(freight.clause) == f"Quote {quoted.quote.number}"


def test_the_page_of_the_order_shows_its_charges(quoted: Order) -> None:
    hand_over(a_shipment(customer=quoted.customer, order=quoted, branch=quoted.branch))
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff("finance"))

    panel = client.get(reverse("kernel:panel", args=["billing.charges_of_order", "orders.order", quoted.pk]))

    assert "¥888.00" in panel.content.decode() and "¥1,020.92" in panel.content.decode()
