"""Who is away: told by themselves or by who keeps the roster."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.absences import end_absence, tell_absence
from ..models import Absence, Person
from .roster_forms import AbsenceFilter, AbsenceForm
from .roster_tables import AbsenceTable, AwayTable


@needs("people.duties")
def absences(request: HttpRequest) -> HttpResponseBase:
    """Why somebody is away is shown to who keeps their roster alone."""
    actor = Actor.of(request)
    keeps = actor.may("people.roster")
    reach = Absence.objects.permitted(actor, "people.roster" if keeps else "people.duties")
    rows = Absence.objects.filter(pk__in=reach.values("pk")) | Absence.objects.filter(person=actor.person_id)
    mine = Absence.objects.filter(person=actor.person_id, ends_at__gt=now())
    return list_page(
        request,
        AbsenceTable if keeps else AwayTable,
        rows.select_related("person", "deputy"),
        filters=AbsenceFilter,
        template="people/absences.html",
        running=list((mine | _kept(actor).filter(ends_at__gt=now())).select_related("person")[:50]),
    )


@needs("people.duties")
@require_http_methods(["GET", "POST"])
def new_absence(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    people = Person.objects.staff().in_reach(actor, "people.roster").order_by("name", "pk")
    form = AbsenceForm(request.POST or None, people=people if actor.may("people.roster") else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        person = said.pop("person", None) or get_object_or_404(Person, pk=actor.person_id)
        with refusals(form):
            tell_absence(person=person, **said, by=actor, at=now())
            return back(request, "people:absences", message=_("Absence told."))
    return answer(
        request,
        "people/absence_form.html",
        form=form,
        cancel=reverse("people:absences"),
        status=422 if form.errors else 200,
    )


@needs("people.duties")
@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back sooner, or not away after all."""
    actor = Actor.of(request)
    rows = Absence.objects.filter(person=actor.person_id) | _kept(actor)
    end_absence(absence=get_object_or_404(rows, pk=pk), by=actor, at=now())
    return back(request, "people:absences", message=_("Absence ended."))


def _kept(actor: Actor) -> Any:
    reach = Absence.objects.permitted(actor, "people.roster")
    return Absence.objects.filter(pk__in=reach.values("pk"))
