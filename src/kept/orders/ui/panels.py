from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.kernel.web.stories import strand
from kept.parties.models import Customer
from kept.quotes.models import Quote

from ..events import OrderCancelled, OrderHeld, OrderPlaced
from ..models import Order

record_type("orders.order", model=Order, permission="orders.view")
SHOWN = ("delivery_promise__calendar_version", "delivery_promise__policy_version")


@panel("parties.customer", title=_("Orders"), order=20, permission="orders.view")
def orders(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    rows = Order.objects.permitted(Actor.of(request), "orders.view").of(record).select_related(*SHOWN)
    return "orders/parts/orders.html", {"orders": rows.order_by("-id")[:6], "customer": record}


@panel("quotes.quote", title=_("Order"), order=10, permission="orders.view")
def order_of_quote(request: HttpRequest, record: Quote) -> tuple[str, dict[str, Any]]:
    rows = Order.objects.permitted(Actor.of(request), "orders.view").filter(quote=record)
    return "orders/parts/orders.html", {"orders": rows.select_related(*SHOWN).order_by("-id")[:6]}


@strand("parties.customer", OrderPlaced, OrderHeld, OrderCancelled, permission="orders.view")
def orders_told(actor: Actor, customer: Customer) -> QuerySet[Order]:
    return Order.objects.permitted(actor, "orders.view").of(customer).order_by("-id")
