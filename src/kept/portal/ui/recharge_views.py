"""What a subcontractor is asked to bear, and how they contest it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kept.billing.actions.recharging import contest_recharge
from kept.billing.enums import RechargeState
from kept.billing.models import Recharge
from kept.kernel.actor import Actor
from kept.kernel.web.answers import back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..permissions import CARRIER
from . import tables
from .filters import RechargeFilter
from .shell import page, shell


class ContestForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why you do not agree"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What is wrong with it, and what shows that."),
    )


@needs(CARRIER)
def recharges(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        tables.RechargeTable,
        Recharge.objects.permitted(Actor.of(request), CARRIER).select_related("shipment"),
        filters=RechargeFilter,
        template="portal/list.html",
        chrome=shell(request),
    )


@needs(CARRIER)
@require_http_methods(["GET", "POST"])
def recharge(request: HttpRequest, number: str) -> HttpResponse:
    """What is recharged and why; while it is open it can be contested here."""
    actor = Actor.of(request)
    rows = Recharge.objects.permitted(actor, CARRIER).select_related("shipment")
    found = get_object_or_404(rows, number=number)
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            contest_recharge(recharge=found, **form.cleaned_data, by=actor, at=now())
            return back(request, "portal:carrier_recharge", number, message=_("Told. We look into it."))
    return page(
        request,
        "portal/carrier_recharge.html",
        status=422 if request.method == "POST" else 200,
        recharge=found,
        form=form if found.state == RechargeState.OPEN or form.is_bound else None,
    )
