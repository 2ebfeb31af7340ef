"""Lists that can be written to a file: their columns and their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from kept.parties.models import Customer, Partner
from kept.promises.models import Promise
from kept.transport.models import Delivery


@dataclass(frozen=True)
class Exported:
    """A list: its columns with the paths of their values, and the field that a span of time narrows."""

    columns: dict[str, str]
    rows: Callable[[], QuerySet[Any]]
    moment: str = ""

    def lines(self, start: datetime | None, end: datetime | None) -> Iterator[list[Any]]:
        found = self.rows().order_by("pk")
        if start is not None:
            found = found.filter(**{f"{self.moment}__gte": start})
        if end is not None:
            found = found.filter(**{f"{self.moment}__lt": end})
        for row in found.values_list(*self.columns.values()).iterator(chunk_size=2000):
            yield [_plain(cell) for cell in row]

    def count(self) -> int:
        return self.rows().count()


LISTS: dict[str, Exported] = {
    "deliveries": Exported(
        {
            "waybill": "shipment__number",
            "key": "shipment__external_key",
            "customer": "shipment__customer__name",
            "carrier": "shipment__carrier__name",
            "branch": "shipment__branch__code",
            "service": "shipment__service__code",
            "reference": "shipment__customer_reference",
            "origin": "shipment__origin_city",
            "destination": "shipment__destination_city",
            "promised_from": "shipment__promised_from",
            "promised_at": "shipment__promised_at",
            "picked_up_at": "shipment__picked_up_at",
            "happened_at": "happened_at",
            "attempt_no": "attempt_no",
            "outcome": "outcome",
            "condition": "condition",
            "papers_ok": "papers_ok",
            "pieces": "shipment__pieces",
            "pieces_delivered": "pieces_delivered",
            "weight_kg": "shipment__weight_kg",
            "volume_m3": "shipment__volume_m3",
        },
        lambda: Delivery.objects.all(),
        "happened_at",
    ),
    "promises": Exported(
        {
            "kind": "kind",
            "about": "subject_number",
            "customer": "customer__name",
            "subcontractor": "provider__name",
            "branch": "branch__code",
            "state": "state",
            "started_at": "started_at",
            "due_at": "due_at",
            "original_due_at": "original_due_at",
            "met_at": "met_at",
            "time": "time_state",
            "quantity": "quantity_state",
            "quality": "quality_state",
            "documents": "documents_state",
            "cause": "cause",
            "liable": "liable_tier",
        },
        lambda: Promise.objects.all(),
        "due_at",
    ),
    "customers": Exported(
        {
            "number": "number",
            "name": "name",
            "kind": "kind",
            "segment": "segment",
            "city": "city",
            "phone": "phone",
            "email": "email",
            "key": "external_key",
        },
        lambda: Customer.objects.all(),
    ),
    "partners": Exported(
        {"number": "number", "name": "name", "kind": "kind", "city": "city", "key": "external_key"},
        lambda: Partner.objects.all(),
    ),
}


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return localtime(cell).replace(tzinfo=None, microsecond=0).isoformat(" ")
    return cell
