"""Exceptions: the list, and telling every customer before they ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page
from kept.parties.models import Customer
from kept.promises.models import Promise
from kept.transport.models import Shipment, ShipmentException
from kept.transport.queries.maps import seen_where
from kept.transport.ui.charts import touched_map

from ..actions.exceptions import (
    NothingToTell,
    set_forecast,
    tell_customer,
    tell_customers_by_mail,
    untold,
)
from ..enums import CaseKind, Channel
from ..models import Case
from ..queries.arrivals import estimate_for
from ..queries.queue import queue
from ..queries.replies import notice_text
from .care_forms import OptionsForm
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
    """Mail the notice to all customers of the chosen exceptions who want mail and have an address."""
    actor = Actor.of(request)
    cases = chosen(
        request, Case.objects.permitted(actor, "desk.work").unfinished().of_kind(CaseKind.EXCEPTION)
    )
    told, to_call = tell_customers_by_mail(cases=cases, site=_site(request), by=actor, at=now())
    words = ngettext("%(told)d customer told.", "%(told)d customers told.", told) % {"told": told}
    if to_call:
        names = ", ".join(dict.fromkeys(str(customer) for customer in to_call))
        words += " " + _("To be told in another way: %(names)s") % {"names": names}
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
    """Each customer with the text ready to send; recording it keeps the promise to that customer.

    One button tells one customer, another all those that are to be told by mail, with the texts as edited.
    """
    found = found_case(request, number, "desk.work")
    if request.method != "POST":
        return _notices_page(request, found)
    waiting = untold(found)
    asked = request.POST.get("customer", "")
    chosen_ones = [c for c in waiting if asked == str(c.pk)]
    if not asked:
        chosen_ones = [c for c in waiting if request.POST.get(f"c{c.pk}-channel") == Channel.EMAIL]
    if asked and not chosen_ones:
        raise NothingToTell
    options = OptionsForm(request.POST, prefix="offer")
    forms = {customer.pk: NoticeForm(request.POST, prefix=f"c{customer.pk}") for customer in chosen_ones}
    if all([options.is_valid(), *(form.is_valid() for form in forms.values())]):
        told = _tell(request, found, chosen_ones, forms, options.cleaned_data["options"])
        if told == len(chosen_ones):
            said = ngettext("%(told)d customer told.", "%(told)d customers told.", told)
            return back(request, "desk:notices", found.number, message=said % {"told": told})
    return _notices_page(request, found, status=422, failed=forms, options=options)


def _tell(
    request: HttpRequest,
    found: Case,
    customers: list[Customer],
    forms: dict[int, NoticeForm],
    options: list[str],
) -> int:
    """How many were told; who was not has the reason in the form."""
    told = 0
    for customer in customers:
        form = forms[customer.pk]
        with refusals(form):
            tell_customer(
                case=found,
                customer=customer,
                **form.cleaned_data,
                options=options,
                site=_site(request),
                by=Actor.of(request),
                at=now(),
            )
            told += 1
    return told


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


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
    failed: Mapping[int, Form] | None = None,
    forecast_form: Form | None = None,
    options: Form | None = None,
) -> HttpResponse:
    moment = now()
    waiting = untold(found)
    estimate = None if found.new_eta else estimate_for(found, moment)
    initial: dict[str, Any] = {name: getattr(found, name) for name in ForecastForm.base_fields}
    if estimate is not None:
        initial["new_eta"] = localtime(estimate.eta_at)
    told = found.contacts.filter(is_answer=True).select_related("customer", "person").order_by("-at")
    seen = ShipmentException.objects.filter(
        shipment__in=found.shipments.values("shipment"), kind=found.trouble
    )
    return answer(
        request,
        "desk/notices.html",
        status=status,
        case=found,
        estimate=estimate,
        chart=touched_map(seen_where(seen)),
        forecast_form=forecast_form or ForecastForm(initial=initial),
        options_form=options or OptionsForm(prefix="offer"),
        waiting=[_notice(found, customer, goods, failed or {}) for customer, goods in waiting.items()],
        by_mail=sum(1 for customer in waiting if customer.channel == Channel.EMAIL and customer.email),
        told=list(told[:50]),
        offers=list(found.offers.select_related("customer")),
    )


def _notice(found: Case, customer: Customer, goods: list[Shipment], failed: Mapping[int, Form]) -> Notice:
    language = customer.language or get_language() or settings.LANGUAGE_CODE
    text = notice_text(found, customer, goods, language=language)
    mails = customer.channel == Channel.EMAIL and customer.email
    channel = customer.channel if mails or customer.channel != Channel.EMAIL else Channel.PHONE
    initial = {"text": text, "channel": channel}
    form = failed.get(customer.pk) or NoticeForm(initial=initial, prefix=f"c{customer.pk}")
    owed = (p for p in found.promises if p.customer_id == customer.pk and p.met_at is None)
    return Notice(customer, goods, form, next(owed, None))
