"""Visitors: who is in the house, receiving and seeing off."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.welcoming import receive_visitor, see_off
from ..models import Reception
from ..models.receptions import ReceptionQuerySet
from .reception_forms import ArrivalForm, DepartureForm, VisitFilter, VisitTable


@needs("desk.view")
def visits(request: HttpRequest) -> HttpResponseBase:
    """All visits, the last on top; `here` shows who is in the house now."""
    return list_page(request, VisitTable, _rows(request, "desk.view"), filters=VisitFilter)


@needs("desk.work")
@require_http_methods(["GET", "POST"])
def new_visit(request: HttpRequest) -> HttpResponse:
    """Somebody stands at the reception."""
    actor = Actor.of(request)
    form = ArrivalForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            receive_visitor(**form.cleaned_data, by=actor, at=now())
            return back(request, _here(), message=_("Received."))
    status = 422 if form.errors else 200
    inside = list(_rows(request, "desk.work").in_the_house().order_by("arrived_at", "pk")[:50])
    return answer(request, "desk/visit_form.html", status=status, form=form, inside=inside)


@needs("desk.view")
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """One visit; seeing the visitor off stands below."""
    actor = Actor.of(request)
    permission = "desk.work" if request.method == "POST" else "desk.view"
    found = get_object_or_404(_rows(request, permission), contact__number=number)
    form = DepartureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            see_off(reception=found, **form.cleaned_data, by=actor, at=now())
            return back(request, _here(), message=_("Seen off."))
    return answer(
        request,
        "desk/visit.html",
        status=422 if form.errors else 200,
        visit=found,
        form=form if actor.may("desk.work") and found.left_at is None else None,
    )


def _rows(request: HttpRequest, permission: str) -> ReceptionQuerySet:
    rows: ReceptionQuerySet = Reception.objects.permitted(Actor.of(request), permission)
    return rows.shown()


def _here() -> str:
    return f"{reverse('desk:visits')}?here=on"
