"""The shipments of a case: adding many by number, taking one off."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.transport.models import Shipment

from ..actions.linking import link_shipments, unlink_shipment
from .case_forms import ShipmentsForm
from .case_views import found_case

MOST = 500


@needs("desk.work")
def shipments(request: HttpRequest, number: str) -> HttpResponse:
    """All shipments of a case, with a box for more."""
    found = found_case(request, number, "desk.work")
    form = ShipmentsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = re.split(r"[\s,;，；、]+", form.cleaned_data["numbers"].strip())[:MOST]
        rows = Shipment.objects.permitted(Actor.of(request), "transport.view").filter(number__in=wanted)
        known = list(rows.select_related("customer"))
        if missing := sorted(set(wanted) - {shipment.number for shipment in known}):
            words = _("Not found: %(numbers)s") % {"numbers": ", ".join(missing[:10])}
            form.add_error("numbers", words)
        else:
            with refusals(form):
                link_shipments(case=found, shipments=known, by=Actor.of(request), at=now())
                return back(request, "desk:shipments", found.number, message=_("Shipments added."))
    links = list(found.shipments.select_related("shipment__customer", "shipment__carrier")[:MOST])
    status = 422 if form.errors else 200
    return answer(request, "desk/case_shipments.html", status=status, case=found, form=form, links=links)


@needs("desk.work")
@require_POST
def removal(request: HttpRequest, number: str, waybill: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")
    rows = Shipment.objects.permitted(Actor.of(request), "transport.view")
    shipment = get_object_or_404(rows, number=waybill)
    unlink_shipment(case=found, shipment=shipment, by=Actor.of(request), at=now())
    return back(request, "desk:shipments", found.number, message=_("Shipment taken off."))
