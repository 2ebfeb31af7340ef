"""Lists of what is to be followed: signed receipts and exceptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page

from ..actions.receipts import archive_receipts, check_receipts, receive_receipts, return_receipts
from ..actions.watching import end_exception
from ..models import ReceiptReturn, ShipmentException
from . import filters, tables


@needs("transport.receipts")
def receipts(request: HttpRequest) -> HttpResponseBase:
    rows = ReceiptReturn.objects.permitted(Actor.of(request), "transport.receipts")
    shown = rows.select_related("shipment__customer", "shipment__carrier")
    return list_page(request, tables.ReceiptTable, shown, filters=filters.ReceiptFilter)


@needs("transport.receipts")
@require_POST
def receipts_received(request: HttpRequest) -> HttpResponse:
    return _step(request, receive_receipts)


@needs("transport.receipts")
@require_POST
def receipts_checked(request: HttpRequest) -> HttpResponse:
    return _step(request, check_receipts)


@needs("transport.receipts")
@require_POST
def receipts_returned(request: HttpRequest) -> HttpResponse:
    return _step(request, return_receipts)


@needs("transport.receipts")
@require_POST
def receipts_archived(request: HttpRequest) -> HttpResponse:
    return _step(request, archive_receipts)


@needs("transport.view")
def exceptions(request: HttpRequest) -> HttpResponseBase:
    rows = ShipmentException.objects.permitted(Actor.of(request), "transport.view").select_related(
        "shipment__customer",
        "shipment__carrier",
        "shipment__delivery_promise__calendar_version",
        "shipment__delivery_promise__policy_version",
    )
    return list_page(request, tables.ExceptionTable, rows, filters=filters.ExceptionFilter)


@needs("transport.track")
@require_POST
def exceptions_over(request: HttpRequest) -> HttpResponse:
    rows = chosen(request, ShipmentException.objects.permitted(Actor.of(request), "transport.track"))
    ended = [end_exception(exception=seen, by=Actor.of(request), at=now()) for seen in rows]
    said = ngettext("%(n)d exception is over.", "%(n)d exceptions are over.", len(ended))
    return back(request, "transport:exceptions", message=said % {"n": len(ended)})


def _step(request: HttpRequest, step: Callable[..., list[Any]]) -> HttpResponse:
    rows = chosen(request, ReceiptReturn.objects.permitted(Actor.of(request), "transport.receipts"))
    moved = step(receipts=rows, by=Actor.of(request), at=now())
    said = ngettext("%(n)d receipt moved on.", "%(n)d receipts moved on.", len(moved)) % {"n": len(moved)}
    return back(request, "transport:receipts", message=said)
