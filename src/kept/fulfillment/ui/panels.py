from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..queries.instructions import instructions_of
from ..queries.judgements import judgement_of
from ..queries.tables import last_published
from .instruction_tables import state_shown

MOST = 8


@panel("transport.shipment", title=_("Judged on four terms"), order=5, permission="transport.view")
def judgement(request: HttpRequest, record: Shipment) -> tuple[str, dict[str, Any]]:
    promise = record.delivery_promise
    lines = judgement_of(record, promise, list(record.deliveries.all()))
    return "fulfillment/parts/judgement.html", {"lines": lines, "promise": promise, "shipment": record}


@panel("parties.customer", title=_("Tracking table of the day"), order=26, permission="fulfillment.table")
def tracking_table(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    return "fulfillment/parts/last_table.html", {"customer": record, "last": last_published(record)}


@panel("orders.order", title=_("Customer instructions"), order=8, permission="fulfillment.instructions")
def instructions_of_order(request: HttpRequest, record: Order) -> tuple[str, dict[str, Any]]:
    return _instructions(request, instructions_of(record), number=record.number)


@panel("transport.shipment", title=_("Customer instructions"), order=4, permission="fulfillment.instructions")
def instructions_of_shipment(request: HttpRequest, record: Shipment) -> tuple[str, dict[str, Any]]:
    return _instructions(request, instructions_of(record), number=record.number)


@panel("parties.customer", title=_("Customer instructions"), order=27, permission="fulfillment.instructions")
def instructions_of_customer(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    return _instructions(request, record.instructions.all(), number=record.number, customer=record)


def _instructions(request: HttpRequest, rows: Any, **context: Any) -> tuple[str, dict[str, Any]]:
    """The open ones first, then what was settled last."""
    mine = rows.permitted(Actor.of(request), "fulfillment.instructions").for_list()
    found = list(mine.order_by(F("settled_at").desc(nulls_first=True), "-given_at", "-pk")[: MOST + 1])
    at = now()
    shown = [(each, state_shown(each, at)) for each in found[:MOST]]
    template = "fulfillment/parts/instructions.html"
    return template, {"instructions": shown, "has_more": len(found) > MOST, **context}
