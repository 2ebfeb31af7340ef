"""Exceptions: the list, and telling every customer before they ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page
from kept.parties.models import Customer
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..actions.exceptions import set_forecast, tell_customer, tell_customers_by_mail, untold
from ..enums import CaseKind, Channel
from ..models import Case
from ..queries.queue import queue
from ..queries.replies import notice_text
from .case_forms import CaseFilter, ForecastForm, NoticeForm
from .case_views import found_case
from .tables import ExceptionTable


@needs("desk.view")
def exceptions(request: HttpRequest) -> HttpResponseBase:
    """Open exceptions, those first whose customers must hear of them first."""
    actor = Actor.of(request)
    rows = queue(actor).of_kind(CaseKind.EXCEPTION)
    counted = rows.annotate(
        shipment_count=Count("shipments", distinct=True),
        untold_count=Count("shipments", filter=Q(shipments__told_at=None), distinct=True),
    )
    return list_page(request, ExceptionTable, counted, filters=lambda query: CaseFilter(query, actor=actor))


@needs("desk.work")
@require_POST
def mail_notices(request: HttpRequest) -> HttpResponse:
    """Mail the notice to all customers of the chosen exceptions who have an address."""
    actor = Actor.of(request)
    cases = chosen(
        request, Case.objects.permitted(actor, "desk.work").unfinished().of_kind(CaseKind.EXCEPTION)
    )
    told, to_call = tell_customers_by_mail(cases=cases, by=actor, at=now())
    words = ngettext("%(told)d customer told.", "%(told)d customers told.", told) % {"told": told}
    if to_call:
        names = ", ".join(dict.fromkeys(str(customer) for customer in to_call))
        words += " " + _("To be called, no mail address: %(names)s") % {"names": names}
    return back(request, "desk:exceptions", message=words)


@needs("desk.work")
def forecast(request: HttpRequest, number: str) -> HttpResponse:
    """When it will arrive now, why, and what we propose."""
    found = found_case(request, number, "desk.work")
    if request.method != "POST":
        return _notices_page(request, found)
    form = ForecastForm(request.POST)
    if form.is_valid():
        with refusals(form):
            set_forecast(case=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "desk:notices", found.number, message=_("Saved."))
    return _notices_page(request, found, status=422, forecast_form=form)


@needs("desk.work")
def notices(request: HttpRequest, number: str) -> HttpResponse:
    """Each customer with the text ready to send; recording it keeps the promise to that customer."""
    found = found_case(request, number, "desk.work")
    if request.method != "POST":
        return _notices_page(request, found)
    rows = Customer.objects.permitted(Actor.of(request), "parties.view")
    customer = get_object_or_404(rows, pk=_whole(request.POST.get("customer", "")))
    form = NoticeForm(request.POST, prefix=f"c{customer.pk}")
    if form.is_valid():
        with refusals(form):
            tell_customer(case=found, customer=customer, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "desk:notices", found.number, message=_("Customer told."))
    return _notices_page(request, found, status=422, failed={customer.pk: form})


@dataclass(frozen=True)
class Notice:
    """One customer still to be told."""

    customer: Customer
    shipments: list[Shipment]
    form: Form
    promise: Promise | None


def _notices_page(
    request: HttpRequest,
    found: Case,
    *,
    status: int = 200,
    failed: dict[int, Form] | None = None,
    forecast_form: Form | None = None,
) -> HttpResponse:
    initial: dict[str, Any] = {name: getattr(found, name) for name in ForecastForm.base_fields}
    told = found.contacts.filter(is_answer=True).select_related("customer", "person").order_by("-at")
    return answer(
        request,
        "desk/notices.html",
        status=status,
        case=found,
        forecast_form=forecast_form or ForecastForm(initial=initial),
        waiting=[_notice(found, customer, goods, failed or {}) for customer, goods in untold(found).items()],
        told=list(told[:50]),
    )


def _notice(found: Case, customer: Customer, goods: list[Shipment], failed: dict[int, Form]) -> Notice:
    text = notice_text(found, customer, goods, language=get_language() or settings.LANGUAGE_CODE)
    channel = Channel.EMAIL if customer.email else Channel.PHONE
    initial = {"text": text, "channel": channel}
    form = failed.get(customer.pk) or NoticeForm(initial=initial, prefix=f"c{customer.pk}")
    owed = (p for p in found.promises if p.customer_id == customer.pk and p.met_at is None)
    return Notice(customer, goods, form, next(owed, None))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0
