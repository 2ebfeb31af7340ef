"""Pages of recharges."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals, way_back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page

from ..actions.recharging import contest_recharge, decide_contest, settle_recharges
from ..enums import RechargeState
from ..models import Recharge
from .recharge_forms import ContestDecisionForm, ContestForm, RechargeFilter
from .recharge_tables import RechargeTable


@needs("billing.recharges")
def recharges(request: HttpRequest) -> HttpResponseBase:
    rows = Recharge.objects.permitted(Actor.of(request), "billing.recharges").shown()
    return list_page(request, RechargeTable, rows, filters=RechargeFilter)


@needs("billing.recharges")
def recharge(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "billing.recharges"))


@needs("billing.settle")
@require_POST
def settlement(request: HttpRequest) -> HttpResponse:
    """Mark the chosen recharges as settled; all or none."""
    actor = Actor.of(request)
    rows = chosen(request, Recharge.objects.permitted(actor, "billing.settle").standing())
    settled = settle_recharges(recharges=rows, by=actor, at=now())
    words = ngettext("%(count)d recharge settled.", "%(count)d recharges settled.", len(settled))
    return back(request, way_back(request, "billing:recharges"), message=words % {"count": len(settled)})


@needs("billing.contest")
@require_POST
def contest(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the subcontractor does not agree."""
    found, form = _found(request, number, "billing.contest"), ContestForm(request.POST)
    if form.is_valid():
        with refusals(form):
            contest_recharge(recharge=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Contested. It waits for a decision."))
    return _page(request, found, status=422, failed=form)


@needs("billing.decide_contest")
@require_POST
def decision(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "billing.decide_contest"), ContestDecisionForm(request.POST)
    if form.is_valid():
        with refusals(form):
            decide_contest(recharge=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Decided."))
    return _page(request, found, status=422, failed=form)


def _found(request: HttpRequest, number: str, permission: str) -> Recharge:
    rows = Recharge.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.shown().select_related("contested_by"), number=number)


def _page(
    request: HttpRequest, found: Recharge, *, status: int = 200, failed: Form | None = None
) -> HttpResponse:
    kind = _next_form(Actor.of(request), found)
    form = failed if failed is not None else kind() if kind else None
    return answer(request, "billing/recharge.html", status=status, recharge=found, form=form)


def _next_form(actor: Actor, found: Recharge) -> type[Form] | None:
    """The step that is open to this actor now."""
    if found.state == RechargeState.OPEN and actor.may("billing.contest"):
        return ContestForm
    decides = actor.may("billing.decide_contest") and actor.person_id != found.contested_by_id
    return ContestDecisionForm if found.state == RechargeState.CONTESTED and decides else None
