"""The tracking table of the day, for the client it is made for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from kept.fulfillment.models import TrackingTable
from kept.fulfillment.queries.tables import DayTable, published_table, table_of, today
from kept.fulfillment.ui.files import file_of
from kept.kernel.actor import Actor
from kept.kernel.web.doors import needs
from kept.parties.models import Customer

from ..permissions import CLIENT
from ..queries.own import own_customers
from .shell import page

FILES = ("csv", "xlsx")
EARLIER = 20


@needs(CLIENT)
def tracking_table(request: HttpRequest) -> HttpResponse:
    """As it stands now, in the columns that were agreed; `customer` chooses where there are several."""
    customers = own_customers(Actor.of(request))
    asked = request.GET.get("customer", "")
    customer = get_object_or_404(customers, number=asked) if asked else customers.first()
    day = today(now())
    shown = table_of(customer, day) if customer else None
    if customer and shown and (format := request.GET.get("export", "")) in FILES:
        return _file(format, customer, f"{day}", shown)
    published = TrackingTable.objects.permitted(Actor.of(request), CLIENT)
    return page(
        request,
        "portal/tracking_table.html",
        customer=customer,
        customers=customers,
        day=day,
        table=shown,
        earlier=published.filter(customer=customer).order_by("-pk")[:EARLIER],
    )


@needs(CLIENT)
def published(request: HttpRequest, pk: int) -> HttpResponse:
    """A table as it was sent, as a file."""
    rows = TrackingTable.objects.permitted(Actor.of(request), CLIENT).select_related("customer")
    sent = get_object_or_404(rows, pk=pk)
    format = "csv" if request.GET.get("export") == "csv" else "xlsx"
    return _file(format, sent.customer, f"{sent.day}-{sent.number}", published_table(sent))


def _file(format: str, customer: Customer, name: str, shown: DayTable) -> HttpResponse:
    heads = [f"{c.title} ({c.unit})" if c.unit else str(c.title) for c in shown.columns]
    lines = ([value for _column, value, _changed in cells] for _number, _is_new, cells in shown.lines())
    return file_of(format, f"{customer.number}-{name}", f"{customer} {name}", heads, lines)
