"""Shipments for tests, planned through the verb that the doors use."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from kept.transport.actions.shipping import ShipmentDraft, plan_shipment
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer

_n = count(1)


def a_draft(**details: Any) -> ShipmentDraft:
    given: dict[str, Any] = {
        "origin_city": "上海",
        "destination_city": "武汉",
        "consignee_name": "张三",
        "consignee_phone": f"1381234{next(_n):04}",
        "pieces": 10,
        "promised_at": NOON + timedelta(days=2),
        **details,
    }
    given["customer"] = given.get("customer") or a_customer()
    given["branch"] = given["branch"] if "branch" in given else a_branch()
    return ShipmentDraft(**given)


def a_shipment(**details: Any) -> Shipment:
    return plan_shipment(draft=a_draft(**details), by=HOUSE, at=NOON)
