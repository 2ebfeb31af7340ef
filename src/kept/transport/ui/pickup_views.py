"""Pick-up notices: who is to be told, the card to read out, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.pickup_notices import note_attempt, send_notice, set_pickup
from ..models import PickupNotice
from ..queries.pickup_words import points_of, text_of
from .pickup_forms import AttemptForm, MessageForm, PickupForm, PickupNoticeFilter, PickupNoticeTable


@needs("transport.notify")
def pickup_notices(request: HttpRequest) -> HttpResponseBase:
    rows = PickupNotice.objects.permitted(Actor.of(request), "transport.notify").shown()
    return list_page(request, PickupNoticeTable, rows, filters=PickupNoticeFilter)


@needs("transport.notify")
@require_http_methods(["GET", "POST"])
def pickup_notice(request: HttpRequest, number: str) -> HttpResponse:
    """The card to read out; below it what came of the call is written down."""
    notice = _found(request, number)
    form = AttemptForm(request.POST or None, notice=notice)
    if form.is_valid():
        with refusals(form):
            note_attempt(notice=notice, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, notice, message=_("Recorded."))
    language = _language(request)
    return answer(
        request,
        "transport/pickup_notice.html",
        status=422 if form.errors else 200,
        notice=notice,
        shipment=notice.shipment,
        form=form,
        language=language,
        languages=settings.LANGUAGES,
        points=points_of(notice, language=language, at=now()),
        attempts=notice.attempts.select_related("by", "message"),
    )


@needs("transport.notify")
@require_http_methods(["GET", "POST"])
def pickup_details(request: HttpRequest, number: str) -> HttpResponse:
    """Place, hours, freight."""
    notice = _found(request, number)
    form = PickupForm(request.POST or None, notice=notice)
    if form.is_valid():
        with refusals(form):
            set_pickup(notice=notice, **form.told())
            return back(request, notice, message=_("Saved."))
    return _form(request, "transport/pickup_details.html", form, notice)


@needs("transport.notify")
@require_http_methods(["GET", "POST"])
def pickup_message(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as an SMS or a mail, in a language to choose."""
    notice = _found(request, number)
    language = _language(request)
    ready = {"text": text_of(notice, language=language, at=now()), "to": notice.shipment.consignee_phone}
    form = MessageForm(request.POST or None, initial=ready)
    if form.is_valid():
        with refusals(form):
            send_notice(notice=notice, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, notice, message=_("It is on its way. A call is still to be made."))
    return _form(request, "transport/pickup_message.html", form, notice)


def _found(request: HttpRequest, number: str) -> PickupNotice:
    rows = PickupNotice.objects.permitted(Actor.of(request), "transport.notify").shown()
    return get_object_or_404(rows, shipment__number=number)


def _language(request: HttpRequest) -> str:
    """The listener's, when it is one that we speak; else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def _form(request: HttpRequest, template: str, form: Any, notice: PickupNotice) -> HttpResponse:
    return answer(
        request,
        template,
        status=422 if form.errors else 200,
        form=form,
        notice=notice,
        shipment=notice.shipment,
        cancel=notice.get_absolute_url(),
    )
