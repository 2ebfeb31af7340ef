"""Quick find for people from outside: their own orders and shipments."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider
from kept.orders.models import Order
from kept.transport.models import Shipment


@search_provider("portal_shipments", _("Shipments"), permission="portal.client")
def find_shipments(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = Shipment.objects.permitted(actor, "portal.client").filter(_numbered(text))
    return [_hit(row, "portal:shipment") for row in rows.order_by("-id")[:limit]]


@search_provider("portal_orders", _("Orders"), permission="portal.client")
def find_orders(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = Order.objects.permitted(actor, "portal.client").filter(_numbered(text))
    return [_hit(row, "portal:order") for row in rows.order_by("-id")[:limit]]


@search_provider("carrier_shipments", _("Shipments"), permission="portal.carrier")
def find_carried(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = Shipment.objects.permitted(actor, "portal.carrier").filter(_numbered(text))
    return [_hit(row, "portal:carrier_shipment") for row in rows.order_by("-id")[:limit]]


def _numbered(text: str) -> Q:
    number = text.strip().upper()
    return Q(number__startswith=number) | Q(customer_reference__startswith=text.strip())


def _hit(row: Order | Shipment, url: str) -> Hit:
    return Hit(
        title=row.number,
        url=reverse(url, args=[row.number]),
        hint=" · ".join(filter(None, (str(row.get_state_display()), row.destination_city))),
        number=row.customer_reference,
    )
