"""Pages of the contact plan, of needs and of customised service."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs as wants
from kept.kernel.web.tables import chosen, list_page
from kept.parties.models import Customer

from ..actions.caring import change_need, customise, end_customization, end_need, hear_need
from ..models import Customization, Need
from ..queries.contact_plan import silent_customers, with_care
from ..rules.numbers import COUNT_DAYS
from .care_forms import (
    ContactPlanFilter,
    CustomizationFilter,
    CustomizationForm,
    NeedChangeForm,
    NeedFilter,
    NeedForm,
)
from .care_tables import ContactPlanTable, CustomizationTable, NeedTable
from .pages import form_page


@require_GET
@wants("inspections.care")
def contact_plan(request: HttpRequest) -> HttpResponseBase:
    """Every active customer: how often spoken with, and for whom that is too seldom."""
    rows = Customer.objects.permitted(Actor.of(request), "inspections.care").active()
    return list_page(
        request,
        ContactPlanTable,
        with_care(rows, at=now()).select_related("branch", "account_manager"),
        filters=ContactPlanFilter,
        template="inspections/contact_plan.html",
        silent=silent_customers(rows, at=now()).count(),
        days=int(rule(COUNT_DAYS)),
    )


@require_GET
@wants("inspections.care")
def needs(request: HttpRequest) -> HttpResponseBase:
    rows = Need.objects.permitted(Actor.of(request), "inspections.care").shown()
    return list_page(request, NeedTable, rows, filters=NeedFilter)


@require_http_methods(["GET", "POST"])
@wants("inspections.keep_care")
def new_need(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    form = NeedForm(request.POST or None, actor=actor, initial={"customer": request.GET.get("customer")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = hear_need(**form.cleaned_data, by=actor, at=now())
            return back(request, made, message=_("Saved."))
    return form_page(request, form, title=_("Write a need down"), cancel=reverse("inspections:needs"))


@require_http_methods(["GET", "POST"])
@wants("inspections.care")
def need(request: HttpRequest, number: str) -> HttpResponse:
    """One need with what it was before; changing it sets off a review of the service level."""
    actor = Actor.of(request)
    rows = Need.objects.permitted(actor, "inspections.care").shown()
    found = get_object_or_404(rows, number=number)
    keeps = actor.may("inspections.keep_care") and found.ended_on is None
    initial = {"words": found.words, "importance": found.importance}
    form = NeedChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and keeps and form.is_valid():
        with refusals(form):
            change_need(need=found, **form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("Changed. The service level is to be reviewed."))
    return answer(
        request,
        "inspections/need.html",
        status=422 if form.errors else 200,
        need=found,
        form=form if keeps else None,
        changes=found.changes.select_related("by", "review"),
        answers=found.answers.all(),
    )


@require_POST
@wants("inspections.keep_care")
def need_end(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    found = get_object_or_404(Need.objects.permitted(actor, "inspections.keep_care"), number=number)
    end_need(need=found, on=localdate(), by=actor, at=now())
    return back(request, found, message=_("Ended."))


@require_GET
@wants("inspections.care")
def customizations(request: HttpRequest) -> HttpResponseBase:
    rows = Customization.objects.permitted(Actor.of(request), "inspections.care").shown()
    return list_page(request, CustomizationTable, rows, filters=CustomizationFilter)


@require_http_methods(["GET", "POST"])
@wants("inspections.keep_care")
def new_customization(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    form = CustomizationForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            customise(**form.cleaned_data, by=actor, at=now())
            return back(request, "inspections:customizations", message=_("Saved."))
    return form_page(
        request, form, title=_("Write down what is made"), cancel=reverse("inspections:customizations")
    )


@require_POST
@wants("inspections.keep_care")
def customization_ends(request: HttpRequest) -> HttpResponse:
    rows = Customization.objects.permitted(Actor.of(request), "inspections.keep_care")
    for row in chosen(request, rows):
        end_customization(customization=row, on=localdate())
    return back(request, "inspections:customizations", message=_("Ended."))
