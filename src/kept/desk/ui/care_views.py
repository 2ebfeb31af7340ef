"""Follow-ups, and the page on which a customer chooses a way out of an exception."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back, refusals, way_back
from kept.kernel.web.doors import needs, public
from kept.kernel.web.htmx import wants_part
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..actions.following import drop_follow_up, finish_follow_up, plan_follow_up
from ..actions.offering import choose_offer, goods_of
from ..actions.visiting import finish_return_visit
from ..models import Case, Contact, FollowUp, Offer
from ..rules import LOW_SATISFACTION
from .care_forms import (
    ChoiceForm,
    DropForm,
    FinishForm,
    FollowUpFilter,
    FollowUpForm,
    FollowUpTable,
    ReturnVisitForm,
)
from .choosing import queue_of
from .links import place_of

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
    cancel = about.get_absolute_url() if about else reverse("desk:follow_ups")
    return answer(request, "desk/follow_up_form.html", status=status, form=form, about=about, cancel=cancel)


@needs("desk.view")
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, number: str) -> HttpResponse:
    """What is to be done and for whom; finishing it stands below."""
    actor = Actor.of(request)
    permission = "desk.work" if request.method == "POST" else "desk.view"
    found = _found(actor, number, permission)
    form = _finish_form(request, found)
    if form.is_valid():
        with refusals(form):
            to = _finish(found, form, actor)
            return back(request, way_back(request, to), message=_("Done."))
    status = 422 if form.errors else 200
    return answer(
        request,
        "desk/follow_up.html",
        status=status,
        form=form,
        follow_up=found,
        about=place_of(found.subject_type, found.subject_number),
        works=actor.may("desk.work") and found.done_at is None,
    )


@require_GET
@needs("desk.view")
def follow_up_beside(request: HttpRequest, number: str) -> HttpResponse:
    """One follow-up beside the queue, with the form that finishes it."""
    if not wants_part(request):
        return redirect("desk:follow_up", number)
    actor = Actor.of(request)
    found = _found(actor, number, "desk.view")
    works = actor.may("desk.work") and found.done_at is None
    return answer(
        request,
        "desk/beside.html",
        part="follow_up",
        follow_up=found,
        form=_finish_form(request, found) if works else None,
        next=queue_of(request),
    )


@needs("desk.work")
@require_http_methods(["GET", "POST"])
def follow_up_dropping(request: HttpRequest, number: str) -> HttpResponse:
    """Nothing is to be done any more, and why."""
    actor = Actor.of(request)
    found = _found(actor, number, "desk.work")
    form = DropForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            drop_follow_up(follow_up=found, **form.cleaned_data, by=actor, at=now())
            return back(request, "desk:follow_ups", message=_("Not needed any more."))
    status = 422 if form.errors else 200
    return answer(
        request,
        "desk/follow_up_dropping.html",
        status=status,
        form=form,
        follow_up=found,
        cancel=found.get_absolute_url(),
    )


@public
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Chosen once, by the customer behind the link; afterwards the page says what was chosen."""
    rows = Offer.objects.select_related("case", "customer")
    found = get_object_or_404(rows, token=token)
    with override(found.customer.language or get_language()):
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


def _found(actor: Actor, number: str, permission: str) -> FollowUp:
    rows: Permitted[FollowUp] = FollowUp.objects.permitted(actor, permission)
    return get_object_or_404(rows.select_related("customer", "owner", "contact", "branch"), number=number)


def _finish_form(request: HttpRequest, found: FollowUp) -> forms.Form:
    if found.is_return_visit:
        return ReturnVisitForm(request.POST or None, low=int(rule(LOW_SATISFACTION)))
    return FinishForm(request.POST or None)


def _finish(found: FollowUp, form: forms.Form, actor: Actor) -> Any:
    """Finish it; where to go next: the case that came of it, else the list."""
    if not found.is_return_visit:
        finish_follow_up(follow_up=found, **form.cleaned_data, by=actor, at=now())
        return "desk:follow_ups"
    said = {**form.cleaned_data, "result": form.cleaned_data["text"]}
    _done, case = finish_return_visit(follow_up=found, **said, by=actor, at=now())
    return case or "desk:follow_ups"


def _about(request: HttpRequest, actor: Actor) -> Any:
    """The record that the follow-up is planned from, if the address names one."""
    for name, (model, permission) in ABOUT.items():
        if number := request.GET.get(name):
            return get_object_or_404(model.objects.permitted(actor, permission), number=number)
    return None
