"""A rate card with published numbers, and shipments that are delivered through the verbs of the doors."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from kept.catalog.models import Service
from kept.contracts.actions.rate_cards import make_rate_card
from kept.contracts.models import RateCard
from kept.contracts.rules import SurchargeTerms, ZoneTerms
from kept.kernel.outbox import deliver_due
from kept.transport.actions.delivering import deliver, return_shipment
from kept.transport.actions.shipping import ShipmentDraft, plan_shipment
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer

TACT = tuple((Decimal(kg), Decimal(rate)) for kg, rate in ((0, "5"), (45, "4.2"), (100, "3.6"), (300, "3.1")))
SIX, NINE = Decimal("0.06"), Decimal("0.09")
INSURANCE = SurchargeTerms("insurance", "share_of_declared", Decimal("0.003"), tax_rate=SIX)
COD_FEE = SurchargeTerms("cod_fee", "share_of_cod", Decimal("0.01"), tax_rate=SIX)
REDELIVERY = SurchargeTerms("redelivery", "per_shipment", Decimal(30), on_demand=True)


def a_service() -> Service:
    return Service.objects.get(code="transport")


def a_rate_card(**details: Any) -> RateCard:
    """Breaks 0 at 5.00, 45 at 4.20, 100 at 3.60, 300 at 3.10; minimum 50; fuel 12 %."""
    given: dict[str, Any] = {
        "service": a_service(),
        "name": "General 2026",
        "zones": [ZoneTerms("上海", "武汉", TACT)],
        "valid_from": date(2026, 1, 1),
        "surcharges": [INSURANCE, COD_FEE, REDELIVERY],
        "minimum": Decimal(50),
        "fuel_share": Decimal("0.12"),
        "tax_rate": NINE,
        **details,
    }
    return make_rate_card(**given, by=HOUSE, at=NOON)


def a_shipment(**details: Any) -> Shipment:
    given: dict[str, Any] = {
        "origin_city": "上海",
        "destination_city": "武汉",
        "consignee_name": "张三",
        "consignee_phone": "13812345678",
        "pieces": 10,
        "weight_kg": Decimal(90),
        "payment": "monthly",
        "promised_at": NOON + timedelta(days=2),
        **details,
    }
    given.setdefault("service", a_service())
    given["customer"] = given.get("customer") or a_customer()
    given.setdefault("branch", a_branch())
    return plan_shipment(draft=ShipmentDraft(**given), by=HOUSE, at=NOON)


def hand_over(shipment: Shipment, **details: Any) -> Shipment:
    """Deliver it a day later, and let the outbox do its work."""
    moment = NOON + timedelta(days=1)
    given = {"outcome": "delivered", "receiver_name": "李四", "pieces_delivered": 10, **details}
    with transaction.atomic():
        deliver(shipment=shipment, happened_at=moment, **given, by=HOUSE, at=moment)
    deliver_due()
    shipment.refresh_from_db()
    return shipment


def send_back(shipment: Shipment) -> Shipment:
    moment = NOON + timedelta(days=1)
    return_shipment(shipment=shipment, happened_at=moment, why="refused twice", by=HOUSE, at=moment)
    deliver_due()
    shipment.refresh_from_db()
    return shipment


@pytest.fixture
def card(db: None) -> RateCard:
    return a_rate_card()
