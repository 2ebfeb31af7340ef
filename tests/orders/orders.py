"""Orders for the tests of this room."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from kept.catalog.models import Service
from kept.orders.actions.drafting import OrderDraft, draft_order
from kept.orders.actions.placing import place_order
from kept.orders.models import Order
from kept.parties.models import Customer
from tests.factories import HOUSE, NOON, a_branch, a_customer

LINE: dict[str, Any] = {
    "description": "电子元件",
    "quantity": Decimal(10),
    "pieces": 2,
    "weight_kg": Decimal("12.5"),
    "volume_m3": Decimal("0.08"),
}
SOON = NOON + timedelta(days=2)


def data_of(**more: Any) -> dict[str, Any]:
    return {
        "service": Service.objects.get(code="transport"),
        "origin_city": "上海",
        "destination_city": "北京",
        "destination_name": "李明",
        "destination_phone": "13800001234",
        **more,
    }


def a_draft(
    customer: Customer | None = None, lines: Sequence[dict[str, Any]] = (LINE,), **more: Any
) -> OrderDraft:
    return OrderDraft(customer or a_customer(branch=a_branch(city="上海")), data_of(**more), lines)


def drafted(
    customer: Customer | None = None, lines: Sequence[dict[str, Any]] = (LINE,), **more: Any
) -> Order:
    draft = a_draft(customer, lines, **more)
    return draft_order(customer=draft.customer, data=draft.data, lines=draft.lines, by=HOUSE, at=NOON)


def placed(customer: Customer | None = None, lines: Sequence[dict[str, Any]] = (LINE,), **more: Any) -> Order:
    return place_order(order=drafted(customer, lines, **more), by=HOUSE, at=NOON)
