"""Pages of the services we offer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.offering import add_service, change_service, offer_again, retire_service
from ..models import Service
from .forms import RetirementForm, ServiceFilter, ServiceForm
from .tables import ServiceTable


@require_GET
@needs("catalog.view")
def services(request: HttpRequest) -> HttpResponseBase:
    rows = Service.objects.permitted(Actor.of(request), "catalog.view")
    return list_page(request, ServiceTable, rows, filters=ServiceFilter)


@require_GET
@needs("catalog.view")
def service(request: HttpRequest, code: str) -> HttpResponse:
    return answer(request, "catalog/service.html", service=_found(request, code, "catalog.view"))


@require_http_methods(["GET", "POST"])
@needs("catalog.keep")
def new_service(request: HttpRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = add_service(**form.said(), by=Actor.of(request), at=now())
            return back(request, made, message=_("Service added. It can be chosen from now on."))
    return _form(request, form, _("Add a service"), reverse("catalog:services"))


@require_http_methods(["GET", "POST"])
@needs("catalog.keep")
def service_details(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(request, code, "catalog.keep")
    form = ServiceForm(request.POST or None, service=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            change_service(service=found, changes=form.said(), by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return _form(request, form, _("Change the service"), found.get_absolute_url(), lead=str(found))


@require_http_methods(["GET", "POST"])
@needs("catalog.keep")
def retirement(request: HttpRequest, code: str) -> HttpResponse:
    """Asks why, and says what stays."""
    found = _found(request, code, "catalog.keep")
    form = RetirementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            retire_service(service=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Retired."))
    lead = _(
        "It is no longer offered for new orders, quotes and agreements."
        " What names it already keeps it, and it can be offered again."
    )
    return _form(request, form, _("Retire the service"), found.get_absolute_url(), lead=f"{found}. {lead}")


@require_POST
@needs("catalog.keep")
def offer(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(request, code, "catalog.keep")
    try:
        offer_again(service=found, by=Actor.of(request), at=now())
    except Refused as no:
        return answer(request, "catalog/service.html", status=409, service=found, refused=no.message)
    return back(request, found, message=_("On offer again."))


def _found(request: HttpRequest, code: str, permission: str) -> Service:
    return get_object_or_404(Service.objects.permitted(Actor.of(request), permission), code=code)


def _form(request: HttpRequest, form: Any, title: str, cancel: str, lead: str = "") -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return answer(
        request, "catalog/form.html", status=status, form=form, title=title, cancel=cancel, lead=lead
    )
