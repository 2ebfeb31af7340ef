"""The roster of a team's week, and duties as a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.rosters import Copied, copy_week, plan_duties, take_off
from ..models import Duty, Person, Team
from ..queries.rosters import days_from, monday_of, week_of
from .roster_forms import DutyFilter, PutOnForm, WeekForm
from .roster_tables import DutyTable

MOST_CELLS = 1000


@needs("people.duties")
def rosters(request: HttpRequest) -> HttpResponse:
    """A team's week; one's own team first."""
    actor = Actor.of(request)
    teams = Team.objects.permitted(actor, "people.duties").order_by("name", "pk")
    form = WeekForm(request.GET or None, teams=teams)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    team = said.get("team") or teams.filter(members=actor.person_id).first() or teams.first()
    if team is None:
        return answer(request, "people/no_team.html")
    return _page(request, team, monday_of(said.get("week") or localdate()))


@needs("people.roster")
@require_POST
def duties_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the shift on all chosen people and days."""
    team, first = _team(request, pk), _week(request)
    form = PutOnForm(request.POST)
    if form.is_valid():
        pattern = form.cleaned_data["pattern"]
        with refusals(form):
            duties = [
                Duty.of(pattern, person=person, day=day, team=team)
                for person, day in _chosen(request, team, first)
            ]
            made = plan_duties(duties=duties, by=Actor.of(request), at=now())
            said = ngettext("%(count)d duty planned.", "%(count)d duties planned.", len(made))
            return back(request, _address(team, first), message=said % {"count": len(made)})
    return _page(request, team, first, put_on=form, status=422)


@needs("people.roster")
@require_POST
def duties_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the team's duties off all chosen people and days."""
    team, first = _team(request, pk), _week(request)
    cells = set(_chosen(request, team, first))
    rows = Duty.objects.in_days(first, 7).filter(team=team) | Duty.objects.in_days(first, 7).filter(
        team=None, person__teams=team
    )
    going = [duty for duty in rows.select_related("person") if (duty.person, duty.day) in cells]
    if cells and not going:
        return _page(request, team, first, problem=_("Nobody has a duty where you ticked."), status=422)
    try:
        count = take_off(duties=going, by=Actor.of(request), at=now())
    except Refused as no:
        return _page(request, team, first, problem=str(no), status=422)
    said = ngettext("%(count)d duty taken off.", "%(count)d duties taken off.", count)
    return back(request, _address(team, first), message=said % {"count": count})


@needs("people.roster")
@require_POST
def week_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The week before on the same days of this week, as far as nobody is away or planned already."""
    team, first = _team(request, pk), _week(request)
    try:
        source = first - timedelta(days=7)
        copied = copy_week(team=team, source=source, goal=first, by=Actor.of(request), at=now())
    except Refused as no:
        return _page(request, team, first, problem=str(no), status=422)
    if copied.left_out:
        return _page(request, team, first, copied=copied)
    said = ngettext("%(count)d duty planned.", "%(count)d duties planned.", len(copied.made))
    return back(request, _address(team, first), message=said % {"count": len(copied.made)})


@needs("people.duties")
def duties(request: HttpRequest) -> HttpResponseBase:
    rows = Duty.objects.permitted(Actor.of(request), "people.duties")
    return list_page(request, DutyTable, rows.select_related("person", "team", "pattern"), filters=DutyFilter)


def _page(
    request: HttpRequest,
    team: Team,
    first: date,
    *,
    put_on: PutOnForm | None = None,
    problem: str = "",
    copied: Copied | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = Actor.of(request)
    teams = Team.objects.permitted(actor, "people.duties").order_by("name", "pk")
    keeps = Team.objects.permitted(actor, "people.roster").filter(pk=team.pk).exists()
    week = timedelta(days=7)
    return answer(
        request,
        "people/roster.html",
        status=status,
        week=week_of(team, first, at=now()),
        form=WeekForm(initial={"team": team, "week": first}, teams=teams),
        put_on=(put_on or PutOnForm()) if keeps else None,
        chosen={*request.POST.getlist("cell")},
        chosen_rows={*request.POST.getlist("row")},
        chosen_columns={*request.POST.getlist("column")},
        problem=problem,
        copied=copied,
        before=_address(team, first - week),
        after=_address(team, first + week),
        today=localdate(),
    )


def _team(request: HttpRequest, pk: int) -> Team:
    return get_object_or_404(Team.objects.permitted(Actor.of(request), "people.roster"), pk=pk)


def _week(request: HttpRequest) -> date:
    try:
        return monday_of(date.fromisoformat(request.POST.get("week", "")))
    except ValueError:
        return monday_of(localdate())


def _chosen(request: HttpRequest, team: Team, first: date) -> list[tuple[Person, date]]:
    """The people and days that were ticked: single ones, whole people, whole days."""
    days = {day.isoformat(): day for day in days_from(first)}
    people = {str(person.pk): person for person in _people(team)}
    wanted = {tuple(cell.split(":", 1)) for cell in request.POST.getlist("cell")[:MOST_CELLS]}
    wanted |= {(row, day) for row in request.POST.getlist("row") for day in days}
    wanted |= {(person, column) for column in request.POST.getlist("column") for person in people}
    return [
        (person, day) for key, person in people.items() for name, day in days.items() if (key, name) in wanted
    ]


def _people(team: Team) -> Iterable[Person]:
    return team.members.order_by("name", "pk")


def _address(team: Team, first: date) -> str:
    return f"{reverse('people:rosters')}?team={team.pk}&week={first.isoformat()}"
