"""Handing service texts over, and what was handed over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.handing import hand_over_text
from ..models import Handover
from ..queries.statements import version_for
from .handing_forms import HandoverFilter, HandoverForm
from .statement_tables import HandoverTable


@require_GET
@needs("contracts.view")
def handovers(request: HttpRequest) -> HttpResponseBase:
    actor = Actor.of(request)
    rows = Handover.objects.permitted(actor, "contracts.view").shown()
    return list_page(request, HandoverTable, rows, filters=lambda query: HandoverFilter(query, actor=actor))


@require_GET
@needs("contracts.view")
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Handover.objects.permitted(Actor.of(request), "contracts.view").shown()
    return answer(request, "contracts/handover.html", handover=get_object_or_404(rows, pk=pk))


@require_http_methods(["GET", "POST"])
@needs("contracts.inform")
def new_handover(request: HttpRequest, number: str) -> HttpResponse:
    """Give the customer the version that applies: the file is made and kept."""
    actor = Actor.of(request)
    customer = get_object_or_404(Customer.objects.permitted(actor, "contracts.inform"), number=number)
    form = HandoverForm(request.POST or None, customer=customer)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given = hand_over_text(customer=customer, **form.cleaned_data, by=actor, at=now())
            return back(request, given, message=_("Handed over. It stays as it is from now on."))
    version = version_for(customer, localdate())
    lead = _("Applies today: %(version)s.") % {"version": version} if version else _("No statement applies.")
    return answer(
        request,
        "contracts/form.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        title=_("Hand the service text over"),
        act=pgettext("service text", "Hand over"),
        lead=f"{customer.name} · {lead}",
        cancel=reverse("contracts:service_text", args=[number]),
    )
