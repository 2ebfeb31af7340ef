"""Shifts and skills: the lists to choose from, and what each person can do."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.forms import BaseForm
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

from ..actions.rosters import keep_shift
from ..actions.skills import judge_skills, keep_skill
from ..models import Person, PersonSkill, ShiftPattern, Skill
from .roster_forms import PersonSkillsForm, ShiftForm, SkillForm
from .roster_tables import HolderTable, ShiftTable, SkillTable


@needs("people.duties")
def shifts(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, ShiftTable, ShiftPattern.objects.permitted(Actor.of(request), "people.duties"))


@needs("people.roster")
def new_shift(request: HttpRequest) -> HttpResponse:
    return _shift(request, ShiftPattern(), _("Add a shift"))


@needs("people.roster")
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ShiftPattern.objects.permitted(Actor.of(request), "people.roster")
    found = get_object_or_404(rows, pk=pk)
    return _shift(request, found, str(found))


@needs("people.duties")
def skills(request: HttpRequest) -> HttpResponseBase:
    rows = Skill.objects.permitted(Actor.of(request), "people.duties")
    return list_page(request, SkillTable, rows.annotate(size=Count("holders")))


@needs("people.duties")
def skill_holders(request: HttpRequest) -> HttpResponseBase:
    people = Person.objects.staff().in_reach(Actor.of(request), "people.duties")
    rows = PersonSkill.objects.filter(person__in=people).select_related("person__branch", "skill")
    return list_page(request, HolderTable, rows)


@needs("people.roster")
def new_skill(request: HttpRequest) -> HttpResponse:
    return _skill(request, Skill(), _("Add a skill"))


@needs("people.roster")
def skill(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Skill.objects.permitted(Actor.of(request), "people.roster")
    found = get_object_or_404(rows, pk=pk)
    return _skill(request, found, str(found))


@needs("people.roster")
@require_http_methods(["GET", "POST"])
def person_skills(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody can do, and whether they are new to the work."""
    actor = Actor.of(request)
    people = Person.objects.staff().in_reach(actor, "people.roster")
    person: Person = get_object_or_404(people.prefetch_related("skills"), pk=pk)
    form = PersonSkillsForm(request.POST or None, person=person)
    to: tuple[Any, ...] = ("people:person", pk) if actor.may("people.view") else ("people:teams",)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("is_new", "capacity")}
        judge_skills(person=person, levels=form.levels(), **said, by=actor, at=now())
        return back(request, *to, message=_("Skills saved."))
    return answer(
        request,
        "people/named_form.html",
        form=form,
        form_title=_("Skills of %(name)s") % {"name": person.name},
        cancel=reverse(to[0], args=to[1:]),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def _shift(request: HttpRequest, pattern: ShiftPattern, title: str) -> HttpResponse:
    form = ShiftForm(request.POST or None, instance=pattern)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            keep_shift(pattern=form.read(), by=Actor.of(request), at=now())
            return back(request, "people:shifts", message=_("Shift saved."))
    return _form(request, form, title, "people:shifts")


@require_http_methods(["GET", "POST"])
def _skill(request: HttpRequest, skill: Skill, title: str) -> HttpResponse:
    form = SkillForm(request.POST or None, instance=skill)
    if request.method == "POST" and form.is_valid():
        keep_skill(skill=form.read(), by=Actor.of(request), at=now())
        return back(request, "people:skills", message=_("Skill saved."))
    return _form(request, form, title, "people:skills")


def _form(request: HttpRequest, form: BaseForm, title: str, cancel: str) -> HttpResponse:
    return answer(
        request,
        "people/named_form.html",
        form=form,
        form_title=title,
        cancel=reverse(cancel),
        status=422 if form.errors else 200,
    )
