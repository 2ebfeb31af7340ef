"""Follow-ups, and the page on which a customer chooses a way out of an exception."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs, public
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..actions.following import finish_follow_up, plan_follow_up
from ..actions.offering import choose_offer, goods_of
from ..models import Case, Contact, FollowUp, Offer
from .care_forms import ChoiceForm, FinishForm, FollowUpFilter, FollowUpForm, FollowUpTable

ABOUT: dict[str, tuple[Any, str]] = {
    "case": (Case, "desk.work"),
    "contact": (Contact, "desk.work"),
    "shipment": (Shipment, "transport.view"),
    "customer": (Customer, "parties.view"),
}
"""Records that a follow-up may be planned from."""


@needs("desk.view")
def follow_ups(request: HttpRequest) -> HttpResponseBase:
    """What is to be done later, first in one's own hands, soonest on top."""
    actor = Actor.of(request)
    rows = FollowUp.objects.permitted(actor, "desk.view").shown().by_due()
    return list_page(request, FollowUpTable, rows, filters=lambda query: FollowUpFilter(query, actor=actor))


@needs("desk.work")
@require_http_methods(["GET", "POST"])
def new_follow_up(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    about = _about(request, actor)
    form = FollowUpForm(request.POST or None, actor=actor, with_customer=about is None)
    if form.is_valid():
        given = form.cleaned_data
        if isinstance(about, Customer):
            given = {**given, "customer": about}
        with refusals(form):
            made = plan_follow_up(**given, about=about, by=actor, at=now())
            return back(request, about or made, message=_("Planned."))
    status = 422 if form.errors else 200
    return answer(request, "desk/follow_up_form.html", status=status, form=form, about=about)


@needs("desk.view")
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, number: str) -> HttpResponse:
    """What is to be done and for whom; finishing it stands below."""
    actor = Actor.of(request)
    permission = "desk.work" if request.method == "POST" else "desk.view"
    rows: Permitted[FollowUp] = FollowUp.objects.permitted(actor, permission)
    found = get_object_or_404(rows.select_related("customer", "owner", "contact"), number=number)
    form = FinishForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            finish_follow_up(follow_up=found, **form.cleaned_data, by=actor, at=now())
            return back(request, "desk:follow_ups", message=_("Done."))
    status = 422 if form.errors else 200
    return answer(
        request,
        "desk/follow_up.html",
        status=status,
        form=form,
        follow_up=found,
        works=actor.may("desk.work") and found.done_at is None,
    )


@public
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Chosen once, by the customer behind the link; afterwards the page says what was chosen."""
    rows = Offer.objects.select_related("case", "customer")
    found = get_object_or_404(rows, token=token)
    with override(found.customer.language or None):
        form = ChoiceForm(request.POST or None, offer=found)
        if form.is_valid():
            with refusals(form):
                found = choose_offer(offer=found, **form.cleaned_data, by=Actor.link("offer"), at=now())
        status = 422 if form.errors and not found.choice else 200
        return answer(
            request,
            "desk/offer.html",
            status=status,
            offer=found,
            case=found.case,
            form=form,
            goods=goods_of(found),
        )


@needs("desk.work")
@require_http_methods(["GET", "POST"])
def offer_choice(request: HttpRequest, number: str, customer: str) -> HttpResponse:
    """What a customer chose on the telephone."""
    actor = Actor.of(request)
    cases: Permitted[Case] = Case.objects.permitted(actor, "desk.work")
    case = get_object_or_404(cases, number=number)
    found = get_object_or_404(case.offers.select_related("customer"), customer__number=customer)
    form = ChoiceForm(request.POST or None, offer=found)
    if form.is_valid():
        with refusals(form):
            choose_offer(offer=found, **form.cleaned_data, by=actor, at=now())
            return back(request, "desk:notices", case.number, message=_("Choice recorded."))
    status = 422 if form.errors else 200
    return answer(request, "desk/offer_choice.html", status=status, form=form, case=case, offer=found)


def _about(request: HttpRequest, actor: Actor) -> Any:
    """The record that the follow-up is planned from, if the address names one."""
    for name, (model, permission) in ABOUT.items():
        if number := request.GET.get(name):
            return get_object_or_404(model.objects.permitted(actor, permission), number=number)
    return None
