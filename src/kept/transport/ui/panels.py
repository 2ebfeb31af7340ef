from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.kernel.web.stories import strand
from kept.orders.models import Order
from kept.parties.models import Customer, Partner

from ..events import ExceptionSeen, ShipmentLost, ShipmentRefused, ShipmentReturned
from ..models import Shipment
from ..queries.concerned import parties_of_order

record_type("transport.shipment", model=Shipment, permission="transport.view")
MOST = 6


def _shipments(request: HttpRequest, **of: Any) -> tuple[str, dict[str, Any]]:
    rows = Shipment.objects.permitted(Actor.of(request), "transport.view").filter(**of).for_list()
    found = list(rows.order_by("-id")[: MOST + 1])
    return "transport/parts/shipments.html", {"shipments": found[:MOST], "has_more": len(found) > MOST}


@panel("orders.order", title=_("Shipments"), order=10, permission="transport.view")
def shipments_of_order(request: HttpRequest, record: Order) -> tuple[str, dict[str, Any]]:
    return _shipments(request, order=record)


@panel("orders.order", title=_("Parties concerned"), order=5, permission="orders.view")
def concerned_by_order(request: HttpRequest, record: Order) -> tuple[str, dict[str, Any]]:
    return "transport/parts/concerned.html", {"parties": parties_of_order(Actor.of(request), record)}


@panel("parties.customer", title=_("Shipments"), order=25, permission="transport.view")
def shipments_of_customer(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    template, context = _shipments(request, customer=record)
    return template, {**context, "customer": record}


@panel("parties.partner", title=_("Shipments"), order=10, permission="transport.view")
def shipments_of_carrier(request: HttpRequest, record: Partner) -> tuple[str, dict[str, Any]]:
    template, context = _shipments(request, carrier=record)
    return template, {**context, "carrier": record}


@strand(
    "parties.customer",
    *(ExceptionSeen, ShipmentRefused, ShipmentReturned, ShipmentLost),
    permission="transport.view",
)
def mishaps_told(actor: Actor, customer: Customer) -> QuerySet[Shipment]:
    return Shipment.objects.permitted(actor, "transport.view").filter(customer=customer).order_by("-id")
