"""Shipments by what people have in hand: a waybill, the customer's reference, the tail of a phone."""

from __future__ import annotations

from django.db.models import Q

from ..models import ShipmentQuerySet

TAIL = 4


def shipments_like(rows: ShipmentQuerySet, text: str) -> ShipmentQuerySet:
    """By the beginning of the waybill or reference, or by four digits of a phone; by indexes alone."""
    wanted = text.strip()
    if not wanted:
        return rows
    found = Q(number__startswith=wanted.upper()) | Q(customer_reference__startswith=wanted)
    if len(wanted) == TAIL and wanted.isdecimal():
        found |= Q(consignee_phone_tail=wanted)
    return rows.filter(found)
