"""What billing shows on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.orders.models import Order
from kept.parties.models import Customer, Partner
from kept.transport.models import Shipment

from ..models import Charge, ChargeHold, Recharge, Unpriced
from ..queries.sums import lines_of, months_of, totals

record_type("billing.charge", model=Charge, permission="billing.view")
record_type("billing.chargehold", model=ChargeHold, permission="billing.hold")
record_type("billing.recharge", model=Recharge, permission="billing.recharges")
MOST = 8


@panel("orders.order", title=_("Charges"), order=60, permission="billing.view")
def charges_of_order(request: HttpRequest, order: Order) -> tuple[str, dict[str, Any]]:
    return _charges(request, order=order)


@panel("transport.shipment", title=_("Charges"), order=60, permission="billing.view")
def charges_of_shipment(request: HttpRequest, shipment: Shipment) -> tuple[str, dict[str, Any]]:
    return _charges(request, shipment=shipment)


@panel("parties.customer", title=_("Charges"), order=60, permission="billing.view")
def charges_of_customer(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    rows = Charge.objects.permitted(Actor.of(request), "billing.view").of(customer)
    return "billing/parts/months.html", {"months": months_of(rows), "customer": customer}


@panel("billing.charge", title=_("Disputed"), order=10, permission="billing.hold")
def holds_of_charge(request: HttpRequest, charge: Charge) -> tuple[str, dict[str, Any]]:
    rows = ChargeHold.objects.permitted(Actor.of(request), "billing.hold").filter(charge=charge)
    return "billing/parts/holds.html", {"holds": list(rows.shown().order_by("-pk"))}


@panel("parties.partner", title=_("Recharges"), order=62, permission="billing.recharges")
def recharges_of_partner(request: HttpRequest, partner: Partner) -> tuple[str, dict[str, Any]]:
    rows = Recharge.objects.permitted(Actor.of(request), "billing.recharges").filter(partner=partner)
    shown = list(rows.shown().order_by("-pk")[:MOST])
    return "billing/parts/recharges.html", {"recharges": shown, "partner": partner}


@panel("transport.shipment", title=_("Recharges"), order=62, permission="billing.recharges")
def recharges_of_shipment(request: HttpRequest, shipment: Shipment) -> tuple[str, dict[str, Any]]:
    rows = Recharge.objects.permitted(Actor.of(request), "billing.recharges").filter(shipment=shipment)
    return "billing/parts/recharges.html", {"recharges": list(rows.shown().order_by("-pk")[:MOST])}


def _charges(request: HttpRequest, **of: Any) -> tuple[str, dict[str, Any]]:
    actor = Actor.of(request)
    lines = lines_of(Charge.objects.permitted(actor, "billing.view").filter(**of))
    about = {"shipment__order": of["order"]} if "order" in of else of
    waiting = Unpriced.objects.permitted(actor, "billing.view").waiting().filter(**about)
    context = {
        "lines": lines,
        "totals": totals(lines),
        "waiting": list(waiting.select_related("shipment")[:5]),
        "several": len({line.charge.shipment_id for line in lines}) > 1,
    }
    return "billing/parts/charges.html", context
