"""Pages of subcontractors and suppliers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.partners import create_partner
from ..models import Partner
from . import forms, tables


@needs("parties.view")
def partners(request: HttpRequest) -> HttpResponseBase:
    rows = Partner.objects.permitted(Actor.of(request), "parties.view")
    return list_page(request, tables.PartnerTable, rows, filters=forms.PartnerFilter)


@needs("parties.keep")
@require_http_methods(["GET", "POST"])
def new_partner(request: HttpRequest) -> HttpResponse:
    form = forms.PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            partner = create_partner(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, partner, message=_("Subcontractor added."))
    status = 422 if request.method == "POST" else 200
    return answer(request, "parties/partner_form.html", form=form, status=status)


@needs("parties.view")
def partner(request: HttpRequest, number: str) -> HttpResponse:
    rows = Partner.objects.permitted(Actor.of(request), "parties.view")
    found = get_object_or_404(rows, number=number)
    return answer(
        request, "parties/partner.html", partner=found, people=list(found.contact_persons.all()[:20])
    )
