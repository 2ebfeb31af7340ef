"""What the desk's tests begin with."""

from __future__ import annotations

from itertools import count
from typing import Any

from kept.desk.actions.contacting import log_contact
from kept.desk.actions.opening import open_case
from kept.desk.models import Case, Contact
from kept.parties.models import Customer
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_customer

_n = count(1)


def a_shipment(customer: Customer | None = None, **details: Any) -> Shipment:
    given = {
        "number": f"WB-{next(_n):06}",
        "customer": customer or a_customer(),
        "origin_city": "上海",
        "destination_city": "成都",
        "planned_at": NOON,
        "state": "in_transit",
        **details,
    }
    return Shipment.objects.create(**given)


def a_call(**details: Any) -> Contact:
    given: dict[str, Any] = {"channel": "phone", "caller_name": "王女士", "phone": "13800001111", "by": HOUSE}
    return log_contact(**{**given, "summary": "货到哪里了？", "at": NOON, **details})


def a_case(kind: str = "complaint", **details: Any) -> Case:
    given: dict[str, Any] = {"by": HOUSE, "at": NOON, "reason": "外箱破损", **details}
    if not {"customer", "shipments", "shipment"} & set(given):
        given["customer"] = a_customer()
    return open_case(kind=kind, **given)
