"""Whom an order concerns, for programs."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from kept.kernel.web.doors import allowed
from kept.orders.models import Order

from ..queries.concerned import Party, parties_of_order

router = Router(tags=["transport"])


class PartyOut(Schema):
    """`tier` is subcontractor, us, client or clients_customer."""

    tier: str
    name: str
    number: str


@router.get("orders/{number}/parties", response=list[PartyOut])
def order_parties(request: HttpRequest, number: str) -> list[Party]:
    """Subcontractors, we, the client and the client's customers that an order concerns."""
    actor = allowed(request, "orders.view")
    rows = Order.objects.permitted(actor, "orders.view").select_related("customer", "branch")
    return parties_of_order(actor, get_object_or_404(rows, number=number))
