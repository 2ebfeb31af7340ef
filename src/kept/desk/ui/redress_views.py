"""Deciding who is liable, and making good."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.liability import decide_liability
from ..actions.redressing import decide_compensation, make_good, note_reaction, propose_compensation
from ..enums import CompensationState, MeasureKind
from ..models import Case, Compensation, LiabilityDecision
from ..queries.authority import authority_of, may_grant
from . import redress_forms as forms
from .case_views import found_case
from .redress_tables import CompensationTable


@needs("desk.decide_liability")
@require_http_methods(["GET", "POST"])
def liability(request: HttpRequest, number: str) -> HttpResponse:
    """Decide, or revise; what was decided before stays on the page of the case."""
    found = found_case(request, number, "desk.decide_liability")
    form = forms.LiabilityForm(request.POST or None, request.FILES or None, initial={"cause": found.cause})
    shares = forms.ShareForms(request.POST or None, initial=_shares_now(found))
    if request.method == "POST" and form.is_valid() and shares.is_valid():
        drafts = [draft for share in shares if (draft := share.draft())]
        with refusals(form):
            said = form.cleaned_data
            decide_liability(case=found, shares=drafts, **said, by=Actor.of(request), at=now())
            return back(request, found, message=_("Liability decided."))
    status = 422 if request.method == "POST" else 200
    return answer(
        request,
        "desk/liability_form.html",
        status=status,
        case=found,
        form=form,
        shares=shares,
        cancel=found.get_absolute_url(),
    )


@needs("desk.compensate")
@require_http_methods(["GET", "POST"])
def new_compensation(request: HttpRequest, number: str) -> HttpResponse:
    """Offer something. What is within one's own authority is approved at once."""
    found, actor = found_case(request, number, "desk.compensate"), Actor.of(request)
    currency = found.customer.currency if found.customer else "CNY"
    form = forms.CompensationForm(request.POST or None, initial={"currency": currency})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            said = form.cleaned_data
            made = propose_compensation(
                case=found, kind=said["kind"], money=form.money(), why=said["why"], by=actor, at=now()
            )
            return back(request, made, message=_proposed_words(made))
    return answer(
        request,
        "desk/compensation_form.html",
        status=422 if form.is_bound else 200,
        case=found,
        form=form,
        limits=_limits(actor, found, currency),
        cancel=found.get_absolute_url(),
    )


@needs("desk.view")
def compensations(request: HttpRequest) -> HttpResponseBase:
    rows = Compensation.objects.permitted(Actor.of(request), "desk.view").shown()
    return list_page(request, CompensationTable, rows, filters=forms.CompensationFilter)


@needs("desk.view")
def compensation(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "desk.view"))


@needs("desk.authorise")
@require_POST
def compensation_decision(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.authorise"), forms.DecisionForm(request.POST)
    if form.is_valid():
        with refusals(form):
            decide_compensation(compensation=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Decided."))
    return _page(request, found, status=422, failed=form)


@needs("desk.compensate")
@require_POST
def compensation_reaction(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.compensate"), forms.ReactionForm(request.POST)
    if form.is_valid():
        with refusals(form):
            note_reaction(compensation=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return _page(request, found, status=422, failed=form)


@needs("desk.view")
@require_POST
def compensation_completion(request: HttpRequest, number: str) -> HttpResponse:
    """Money is paid by those who may pay, everything else is noted by those who may offer it."""
    seen = _found(request, number, "desk.view")
    found = _found(request, number, "desk.pay" if seen.is_in_money else "desk.compensate")
    form = forms.MadeGoodForm(request.POST)
    if form.is_valid():
        with refusals(form):
            make_good(compensation=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Made good."))
    return _page(request, found, status=422, failed=form)


def _found(request: HttpRequest, number: str, permission: str) -> Compensation:
    rows = Compensation.objects.permitted(Actor.of(request), permission).select_related(
        "case__customer", "case__branch", "customer", "proposed_by", "decided_by", "made_good_by", "charge"
    )
    return get_object_or_404(rows, number=number)


def _page(
    request: HttpRequest, found: Compensation, *, status: int = 200, failed: Form | None = None
) -> HttpResponse:
    kind = _next_form(Actor.of(request), found)
    form = failed if failed is not None else kind() if kind else None
    beyond = False
    if isinstance(form, forms.DecisionForm) and not form.is_bound:
        beyond = not may_grant(Actor.of(request), found, now())
        form.choose_from(may_approve=not beyond)
    return answer(
        request,
        "desk/compensation.html",
        status=status,
        compensation=found,
        case=found.case,
        form=form,
        beyond=beyond,
    )


def _next_form(actor: Actor, found: Compensation) -> type[Form] | None:
    """The one step that is open to this actor now."""
    pays = actor.may("desk.pay" if found.is_in_money else "desk.compensate")
    steps: dict[str, tuple[bool, type[Form]]] = {
        CompensationState.PROPOSED: (
            actor.may("desk.authorise") and actor.person_id != found.proposed_by_id,
            forms.DecisionForm,
        ),
        CompensationState.APPROVED: (actor.may("desk.compensate"), forms.ReactionForm),
        CompensationState.ACCEPTED: (
            pays and not (found.is_in_money and actor.person_id == found.decided_by_id),
            forms.MadeGoodForm,
        ),
    }
    may, kind = steps.get(found.state, (False, forms.MadeGoodForm))
    return kind if may else None


def _shares_now(found: Case) -> list[dict[str, Any]]:
    """What stands decided, and rows for what may be added; all of it ours to begin with."""
    decision = LiabilityDecision.objects.in_force().filter(case=found).first()
    fields = ("tier", "share", "partner", "branch", "person")
    rows: list[dict[str, Any]] = list(decision.shares.values(*fields)) if decision else []
    return [*rows, *([{}] * (forms.SHARES - len(rows)))]


def _limits(actor: Actor, found: Case, currency: str) -> list[tuple[Any, str]]:
    """What this actor decides alone, measure by measure."""
    at = now()
    own = [
        (kind, authority_of(actor, kind=kind, currency=currency, branch_id=found.branch_id, at=at))
        for kind in MeasureKind
    ]
    return [(kind.label, power.words) for kind, power in own if power.limits]


def _proposed_words(made: Compensation) -> str:
    if made.state == CompensationState.APPROVED:
        return _("Approved within your authority. Tell the customer.")
    return _("Above your authority: passed to %(level)s.") % {"level": made.get_level_display()}
