"""Pages of inspections: the plan, what is due, carrying one out on a phone, the result."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page

from ..actions.inspecting import carry_out
from ..actions.planning import drop_inspection, order_inspection, plan_inspections, stop_plan
from ..enums import InspectionState
from ..models import Finding, Inspection, InspectionPlan
from .check_forms import CarryingForm, InspectionFilter, OrderForm, PlanForm, WhyForm
from .pages import form_page
from .tables import InspectionTable, PlanTable, inspection_state


@require_GET
@needs("inspections.view")
def inspections(request: HttpRequest) -> HttpResponseBase:
    """All inspections; how many are overdue stands on top."""
    rows = Inspection.objects.permitted(Actor.of(request), "inspections.view")
    return list_page(
        request,
        InspectionTable,
        rows.shown().annotate(finding_count=Count("findings")),
        filters=InspectionFilter,
        template="inspections/inspections.html",
        overdue=rows.overdue(localdate()).count(),
        due=rows.due().count(),
    )


@require_GET
@needs("inspections.view")
def plans(request: HttpRequest) -> HttpResponseBase:
    rows = InspectionPlan.objects.permitted(Actor.of(request), "inspections.view")
    return list_page(request, PlanTable, rows.select_related("standard", "branch", "inspector"))


@require_POST
@needs("inspections.write")
def stop_plans(request: HttpRequest) -> HttpResponse:
    rows = InspectionPlan.objects.permitted(Actor.of(request), "inspections.write").filter(is_running=True)
    for plan in chosen(request, rows):
        stop_plan(plan=plan)
    return back(request, "inspections:plans", message=_("Stopped."))


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def new_plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST or None, initial={"standard": request.GET.get("standard")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            plan_inspections(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "inspections:plans", message=_("Planned."))
    return form_page(request, form, title=_("Plan inspections"), cancel=reverse("inspections:plans"))


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def new_inspection(request: HttpRequest) -> HttpResponse:
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = order_inspection(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, made, message=_("Put up."))
    return form_page(
        request, form, title=_("Order one inspection"), cancel=reverse("inspections:inspections")
    )


@require_GET
@needs("inspections.view")
def inspection(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.view")
    results = found.results.select_related("item", "photo").order_by("item__position")
    findings = Finding.objects.permitted(Actor.of(request), "inspections.view").filter(inspection=found)
    return answer(
        request,
        "inspections/inspection.html",
        inspection=found,
        state=inspection_state(found),
        is_due=found.state == InspectionState.DUE,
        items=found.version.items.all(),
        results=results,
        findings=findings.order_by("pk"),
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.inspect")
def carrying(request: HttpRequest, number: str) -> HttpResponse:
    """The checklist, item by item, for a phone in the hand."""
    found = _found(request, number, "inspections.inspect")
    form = CarryingForm(request.POST or None, request.FILES or None, inspection=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            note = form.cleaned_data["note"]
            carry_out(inspection=found, seen=form.seen(), note=note, by=Actor.of(request), at=now())
            return back(request, found, message=_("Carried out."))
    return form_page(
        request,
        form,
        title=found.version.standard.title,
        cancel=found.get_absolute_url(),
        act=_("Carried out"),
        template="inspections/carrying.html",
        inspection=found,
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def dropping(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.write")
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            drop_inspection(inspection=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Dropped."))
    return form_page(
        request,
        form,
        title=_("Drop the inspection"),
        cancel=found.get_absolute_url(),
        act=pgettext("an inspection", "Drop it"),
        lead=str(found),
    )


def _found(request: HttpRequest, number: str, permission: str) -> Inspection:
    rows = Inspection.objects.permitted(Actor.of(request), permission).shown()
    return get_object_or_404(rows.select_related("done_by"), number=number)
