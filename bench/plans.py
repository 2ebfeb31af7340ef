"""Whether a page reads a growing table from end to end: the plans of its statements on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.desk.models import Case
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.promises.models import Promise
from kept.transport.models import Shipment

GROWING = frozenset(
    (
        "billing_charge",
        "desk_case",
        "desk_contact",
        "documents_document",
        "kernel_eventrecord",
        "kernel_searchtoken",
        "orders_order",
        "orders_orderline",
        "parties_contactperson",
        "parties_customer",
        "promises_promise",
        "transport_delivery",
        "transport_shipment",
        "transport_trackingevent",
    )
)
"""Tables that grow with the business; small ones may be read whole."""
LARGE = 10_000


def addresses() -> dict[str, str]:
    """The list, record and search pages, on records that are there."""
    order, shipment = Order.objects.latest("id"), Shipment.objects.latest("id")
    find = reverse("kernel:find")
    pages = {
        name: reverse(name)
        for name in (
            "orders:orders",
            "transport:shipments",
            "parties:customers",
            "promises:due_now",
            "promises:promises",
            "desk:queue",
            "desk:cases",
            "desk:contacts",
            "billing:charges",
            "transport:receipts",
        )
    }
    return pages | {
        "an order": order.get_absolute_url(),
        "a shipment": shipment.get_absolute_url(),
        "a customer": Customer.objects.latest("id").get_absolute_url(),
        "a case": Case.objects.latest("id").get_absolute_url(),
        "a promise": Promise.objects.latest("id").get_absolute_url(),
        "find a name": f"{find}?q={Customer.objects.latest('id').name[:4]}",
        "find a waybill": f"{find}?q={shipment.number}",
        "find a phone tail": f"{find}?q={shipment.consignee_phone_tail}",
        "customers by name": f"{reverse('parties:customers')}?q={Customer.objects.latest('id').name[:4]}",
    }


def sequential_scans(client: Client) -> list[tuple[str, str]]:
    """Pages and the growing tables that they read from end to end; empty is good."""
    found = []
    for page, address in addresses().items():
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(address)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        for query in counted.captured_queries:
            found += [(page, table) for table in _scanned(query["sql"])]
    return sorted(set(found))


def is_large(table: str) -> bool:
    """Large enough that reading it whole is not simply the cheapest way; by what ANALYZE has counted."""
    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where relname = %s", [table])
        (rows,) = cursor.fetchone()
    return bool(rows >= LARGE)


def _scanned(sql: str) -> Iterator[str]:
    if not sql.lstrip().upper().startswith("SELECT"):
        return
    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + sql.replace("%", "%%"))
        (told,) = cursor.fetchone()
    plan = json.loads(told) if isinstance(told, str) else told
    yield from _walk(plan[0]["Plan"])


def _walk(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING:
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _walk(inner)
