"""Two clients and two subcontractors, each with goods of their own, signed in through the browser's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from PIL import Image

from kept.catalog.models import Service
from kept.orders.actions.drafting import draft_order
from kept.orders.actions.placing import place_order
from kept.orders.models import Order
from kept.parties.models import Customer, Partner
from kept.people.models import Person
from kept.transport.actions.shipping import ShipmentDraft, plan_shipment
from kept.transport.models import Shipment
from tests.factories import HOUSE, a_branch, a_customer, a_partner, staff

RECEIVER = {
    "destination_city": "武汉",
    "destination_address": "珞喻路88号3单元1201室",
    "destination_name": "欧阳小明",
    "destination_phone": "13812345678",
}


@dataclass
class Scene:
    """A client, what they sent, and who carries it."""

    customer: Customer
    partner: Partner
    person: Person
    driver: Person
    order: Order
    shipment: Shipment


def a_scene(**details: Any) -> Scene:
    a_branch()
    customer, partner = a_customer(city="上海", address="外高桥1号", phone="02165432100"), a_partner()
    at = now()
    data = {"service": Service.objects.get(code="transport"), "origin_city": "上海", **RECEIVER, **details}
    lines = [{"description": "电子元件", "pieces": 10, "weight_kg": Decimal(90)}]
    draft = draft_order(customer=customer, data=data, lines=lines, by=HOUSE, at=at)
    order = place_order(order=draft, by=HOUSE, at=at)
    shipment = plan_shipment(
        draft=ShipmentDraft(
            customer=customer,
            order=order,
            carrier=partner,
            branch=order.branch,
            service=order.service,
            origin_city="上海",
            destination_city="武汉",
            consignee_name=RECEIVER["destination_name"],
            consignee_phone=RECEIVER["destination_phone"],
            consignee_address=RECEIVER["destination_address"],
            pieces=10,
            weight_kg=Decimal(90),
            declared_value=765_400,
            cod_amount=123_400,
            freight_cost=98_700,
            promised_at=at + timedelta(days=2),
        ),
        by=HOUSE,
        at=at,
    )
    return Scene(
        customer=customer,
        partner=partner,
        person=staff("client", customer=customer),
        driver=staff("subcontractor", partner=partner),
        order=order,
        shipment=shipment,
    )


def signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def a_photo(name: str = "hand-over.jpg") -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), content_type="image/jpeg")


@pytest.fixture
def ours(db: None) -> Scene:
    return a_scene()


@pytest.fixture
def theirs(db: None) -> Scene:
    return a_scene()
