"""Teams: who they are, what they can do, who is on duty now."""

from __future__ import annotations

from django.db.models import Count, Q
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
from kept.kernel.web.panels import record_type
from kept.kernel.web.tables import list_page

from ..actions.branches import keep_team
from ..models import Team
from ..queries.rosters import members_at
from .roster_forms import TeamForm
from .roster_tables import TeamTable

record_type("people.team", model=Team, permission="people.duties")


@needs("people.duties")
def teams(request: HttpRequest) -> HttpResponseBase:
    active = Q(members__is_active=True)
    rows = Team.objects.permitted(Actor.of(request), "people.duties").select_related("branch")
    counted = rows.annotate(
        size=Count("members", filter=active), new=Count("members", filter=active & Q(members__is_new=True))
    )
    return list_page(request, TeamTable, counted)


@needs("people.duties")
def team(request: HttpRequest, pk: int) -> HttpResponse:
    actor = Actor.of(request)
    rows = Team.objects.permitted(actor, "people.duties").select_related("branch")
    found = get_object_or_404(rows, pk=pk)
    members = members_at(found, now())
    return answer(
        request,
        "people/team.html",
        team=found,
        members=members,
        working=sum(each.is_working for each in members),
        away=sum(each.absence is not None for each in members),
        new=sum(each.person.is_new for each in members),
        keeps=Team.objects.permitted(actor, "people.roster").filter(pk=pk).exists(),
        opens=actor.may("people.view"),
    )


@needs("people.roster")
def new_team(request: HttpRequest) -> HttpResponse:
    return _edit(request, Team(), _("Form a team"))


@needs("people.roster")
def team_form(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Team.objects.permitted(Actor.of(request), "people.roster")
    found = get_object_or_404(rows, pk=pk)
    return _edit(request, found, str(found))


@require_http_methods(["GET", "POST"])
def _edit(request: HttpRequest, team: Team, title: str) -> HttpResponse:
    actor = Actor.of(request)
    form = TeamForm(request.POST or None, instance=team, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            read = form.save(commit=False)
            kept = keep_team(team=read, members=form.cleaned_data["members"], by=actor, at=now())
            return back(request, kept, message=_("Team saved."))
    status = 422 if form.errors else 200
    cancel = reverse("people:team", args=[team.pk]) if team.pk else reverse("people:teams")
    named = "people/named_form.html"
    return answer(request, named, form=form, form_title=title, cancel=cancel, status=status)
