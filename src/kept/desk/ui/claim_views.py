"""Pages of claims, and of the charges that a dispute is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.billing.actions.holding import hold_charges
from kept.billing.models import Charge, ChargeHold
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.claiming import decide_claim, file_claim, pay_claim, withdraw_claim
from ..enums import ClaimSide, ClaimState
from ..models import Case, Claim
from ..queries.claims import claim_costs
from . import claim_forms as forms
from .case_views import found_case
from .claim_tables import ClaimTable

MOST = 200


@needs("desk.claim")
@require_http_methods(["GET", "POST"])
def new_claim(request: HttpRequest, number: str) -> HttpResponse:
    """A claim about a case, with its evidence."""
    found = found_case(request, number, "desk.claim")
    form = forms.ClaimForm(request.POST or None, request.FILES or None, initial=_told(found))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            evidence = form.cleaned_data["evidence"]
            made = file_claim(
                case=found, draft=form.draft(), evidence=evidence, by=Actor.of(request), at=now()
            )
            return back(request, made, message=_("Filed. A decision is owed."))
    return _form(request, found, form, _("File a claim"))


@needs("billing.hold")
@require_http_methods(["GET", "POST"])
def disputed_charges(request: HttpRequest, number: str) -> HttpResponse:
    """Hold the customer's open charges that a dispute is about."""
    found, actor = found_case(request, number, "billing.hold"), Actor.of(request)
    form = forms.DisputeForm(request.POST or None, charges=open_charges(actor, found))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            said = form.cleaned_data
            hold_charges(charges=said["charges"], matter=found.number, why=said["why"], by=actor, at=now())
            return back(request, found, message=_("Held until the dispute is decided."))
    return _form(request, found, form, _("Hold charges"))


@needs("desk.view")
def claims(request: HttpRequest) -> HttpResponseBase:
    rows = Claim.objects.permitted(Actor.of(request), "desk.view").shown()
    return list_page(request, ClaimTable, rows, filters=forms.ClaimFilter)


@needs("desk.view")
def costs(request: HttpRequest) -> HttpResponse:
    """What claims and guarantees cost, per product and cause."""
    rows = claim_costs(Claim.objects.permitted(Actor.of(request), "desk.view"))
    return answer(request, "desk/claim_costs.html", costs=rows)


@needs("desk.view")
def claim(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "desk.view"))


@needs("desk.view")
def claim_form(request: HttpRequest, number: str) -> HttpResponse:
    """The claim on paper."""
    found = _found(request, number, "desk.view")
    papers = Document.objects.about(found).order_by("pk")
    return answer(request, "desk/claim_form.html", claim=found, case=found.case, papers=papers)


@needs("desk.decide_claim")
@require_POST
def claim_decision(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "desk.decide_claim")
    form = forms.ClaimDecisionForm(request.POST, side=found.side, currency=found.currency)
    return _acted(request, found, form, decide_claim, lambda: form.said())


@needs("desk.decide_claim")
@require_POST
def claim_payment(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.decide_claim"), forms.PaymentForm(request.POST)
    return _acted(request, found, form, pay_claim, lambda: form.cleaned_data)


@needs("desk.claim")
@require_POST
def claim_withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.claim"), forms.WithdrawalForm(request.POST)
    return _acted(request, found, form, withdraw_claim, lambda: form.cleaned_data)


def open_charges(actor: Actor, case: Case) -> Any:
    """The customer's open charges that nobody holds, those about the case's goods first."""
    held = ChargeHold.objects.undecided().values("charge")
    rows = (
        Charge.objects.permitted(actor, "billing.hold").open().filter(customer=case.customer_id, amount__gt=0)
    )
    rows = rows.exclude(pk__in=held)
    about = rows.filter(shipment__in=case.shipments.values("shipment"))
    offered = (about if about.exists() else rows).order_by("-pk").values_list("pk", flat=True)[:MOST]
    return Charge.objects.filter(pk__in=list(offered)).select_related("shipment").order_by("-pk")


def _acted(
    request: HttpRequest,
    found: Claim,
    form: Form,
    act: Callable[..., Any],
    said: Callable[[], dict[str, Any]],
) -> HttpResponse:
    if form.is_valid():
        with refusals(form):
            act(claim=found, **said(), by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return _page(request, found, status=422, failed=form)


def _found(request: HttpRequest, number: str, permission: str) -> Claim:
    rows = Claim.objects.permitted(Actor.of(request), permission).shown().select_related("case__branch")
    return get_object_or_404(rows, number=number)


def _page(
    request: HttpRequest, found: Claim, *, status: int = 200, failed: Form | None = None
) -> HttpResponse:
    actor, act = Actor.of(request), ""
    form: Form | None = None
    if found.state == ClaimState.OPEN and actor.may("desk.decide_claim"):
        form, act = forms.ClaimDecisionForm(side=found.side, currency=found.currency), "claim_decision"
    elif found.state == ClaimState.GRANTED and found.side != ClaimSide.US and actor.may("desk.decide_claim"):
        form, act = forms.PaymentForm(), "claim_payment"
    withdraws = found.state == ClaimState.OPEN and actor.may("desk.claim")
    withdrawal = forms.WithdrawalForm(auto_id="withdraw_%s") if withdraws else None
    if isinstance(failed, forms.WithdrawalForm):
        withdrawal = failed
    elif failed is not None:
        form = failed
    return answer(
        request,
        "desk/claim.html",
        status=status,
        claim=found,
        case=found.case,
        papers=Document.objects.about(found).order_by("pk"),
        form=form,
        act=act,
        withdrawal=withdrawal,
    )


def _form(request: HttpRequest, found: Case, form: Form, title: str) -> HttpResponse:
    return answer(
        request,
        "desk/case_side_form.html",
        status=422 if form.is_bound else 200,
        case=found,
        form=form,
        title=title,
        cancel=found.get_absolute_url(),
    )


def _told(case: Case) -> dict[str, Any]:
    """What the form of the case says already."""
    said = case.details
    given = {
        "side": ClaimSide.US,
        "amount": said.get("amount"),
        "currency": said.get("currency") or (case.customer.currency if case.customer else "CNY"),
        "product": str(said.get("goods") or "")[:120],
        "grounds": said.get("proof") or case.reason,
    }
    return {name: value for name, value in given.items() if value}
