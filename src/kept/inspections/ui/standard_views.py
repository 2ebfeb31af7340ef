"""Pages of service standards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.standardising import end_standard, revise_standard, write_standard
from ..models import Inspection, Standard
from .pages import form_page
from .standard_forms import EndForm, ItemForms, StandardForm, initial_items, initial_of
from .tables import StandardTable, inspection_state


@require_GET
@needs("inspections.view")
def standards(request: HttpRequest) -> HttpResponseBase:
    rows = Standard.objects.permitted(Actor.of(request), "inspections.view").shown()
    return list_page(request, StandardTable, rows)


@require_GET
@needs("inspections.view")
def standard(request: HttpRequest, number: str) -> HttpResponse:
    return _shown(request, number, "inspections/standard.html")


@require_GET
@needs("inspections.view")
def print_standard(request: HttpRequest, number: str) -> HttpResponse:
    """The same on paper, with an empty checklist to tick."""
    return _shown(request, number, "inspections/standard_paper.html")


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def new_standard(request: HttpRequest) -> HttpResponse:
    return _written(request, None)


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def revision(request: HttpRequest, number: str) -> HttpResponse:
    """A new version; what was carried out keeps its own."""
    return _written(request, _found(request, number, "inspections.write"))


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def end(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.write")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            end_standard(standard=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Ended. It is no longer checked."))
    return form_page(
        request,
        form,
        title=_("End the standard"),
        cancel=found.get_absolute_url(),
        act=_("End it"),
        lead=str(found),
    )


def _written(request: HttpRequest, found: Standard | None) -> HttpResponse:
    before = found.current if found else None
    initial: Any = initial_of(before) if before else None
    items: Any = initial_items(before) if before else None
    form = StandardForm(request.POST or None, before=before, initial=initial)
    rows = ItemForms(request.POST or None, initial=items, prefix="items")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        filled = [row for row in rows if row.cleaned_data.get("question") and row not in rows.deleted_forms]
        try:
            draft = form.draft(row.item() for row in filled)
            asked: dict[str, Any] = {**form.whose(), "draft": draft, "by": Actor.of(request), "at": now()}
            kept = revise_standard(standard=found, **asked) if found else write_standard(**asked)
            return back(request, kept, message=_("Written. It counts from its day on."))
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, str(no.message))
    return form_page(
        request,
        form,
        title=_("New version of the standard") if found else _("Write a standard"),
        cancel=found.get_absolute_url() if found else reverse("inspections:standards"),
        template="inspections/standard_form.html",
        rows=rows,
        standard=found,
    )


def _found(request: HttpRequest, number: str, permission: str) -> Standard:
    rows = Standard.objects.permitted(Actor.of(request), permission).shown()
    return get_object_or_404(rows, number=number)


def _shown(request: HttpRequest, number: str, template: str) -> HttpResponse:
    found = _found(request, number, "inspections.view")
    checked = Inspection.objects.permitted(Actor.of(request), "inspections.view").shown()
    latest = checked.filter(version__standard=found).order_by("-due_on", "-id")[:12]
    assert found.current is not None
    return answer(
        request,
        template,
        standard=found,
        version=found.current,
        items=found.current.items.all(),
        versions=found.versions.select_related("made_by"),
        plans=found.plans.select_related("branch", "inspector").order_by("next_on"),
        inspections=[(each, inspection_state(each)) for each in latest],
    )
