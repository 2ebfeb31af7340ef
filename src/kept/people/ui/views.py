"""Pages of people and what they may do where."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.access import PERMISSIONS
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions import persons
from ..models import Person
from ..queries import grants_of
from . import forms, tables


@needs("people.view")
def people(request: HttpRequest) -> HttpResponseBase:
    rows = Person.objects.permitted(Actor.of(request), "people.view")
    return list_page(
        request,
        tables.PersonTable,
        rows.select_related("branch").prefetch_related("grants__role"),
        filters=forms.PersonFilter,
    )


@needs("people.grant")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    form = forms.PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            person = persons.add_person(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "people:person", person.pk, message=_("Person added. Now give a grant."))
    status = 422 if request.method == "POST" else 200
    return answer(
        request, "people/person_form.html", form=form, cancel=reverse("people:people"), status=status
    )


@needs("people.view")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk, "people.view"))


@needs("people.grant")
@require_POST
def grants(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "people.grant")
    form = forms.GrantForm(request.POST)
    if form.is_valid():
        with refusals(form):
            persons.give_grant(
                person=found,
                role=form.cleaned_data["role"],
                scope_kind=form.cleaned_data["scope_kind"],
                scope_id=form.scope_id(),
                valid_until=form.cleaned_data["valid_until"],
                by=Actor.of(request),
                at=now(),
            )
            return back(request, "people:person", pk, message=_("Grant given."))
    return _page(request, found, form=form, status=422)


@needs("people.grant")
@require_POST
def grant_removal(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    found = _found(request, pk, "people.grant")
    persons.take_grant(grant=get_object_or_404(found.grants, pk=grant), by=Actor.of(request), at=now())
    return back(request, "people:person", pk, message=_("Grant taken back."))


@needs("people.grant")
@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "people.grant")
    persons.block_person(person=found, by=Actor.of(request), at=now())
    undo = reverse("people:admission", args=[pk])
    return back(request, "people:person", pk, message=_("This person can no longer sign in."), undo=undo)


@needs("people.grant")
@require_POST
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "people.grant")
    persons.admit_person(person=found, by=Actor.of(request), at=now())
    return back(request, "people:person", pk, message=_("This person may sign in again."))


def _found(request: HttpRequest, pk: int, permission: str) -> Person:
    rows = Person.objects.permitted(Actor.of(request), permission)
    found: Person = get_object_or_404(rows.select_related("branch"), pk=pk)
    return found


def _page(
    request: HttpRequest, found: Person, *, form: forms.GrantForm | None = None, status: int = 200
) -> HttpResponse:
    actor = Actor.of(request)
    may_grant = actor.may("people.grant") and actor.person_id != found.pk
    held = grants_of(found)
    return answer(
        request,
        "people/person.html",
        status=status,
        person=found,
        grants=held,
        may_grant=may_grant,
        form=(form or forms.GrantForm()) if may_grant else None,
        skills=list(found.skills.select_related("skill")),
        keeps_skills=found.is_staff_member
        and Person.objects.in_reach(actor, "people.roster").filter(pk=found.pk).exists(),
        permissions=_permissions({code for row in held for code in row.permissions}),
    )


def _permissions(codes: set[str]) -> list[tuple[Any, list[str]]]:
    """What these permissions allow in words, room by room."""
    known = sorted(code for code in codes if code in PERMISSIONS)
    words = {
        room: sorted({str(PERMISSIONS[code].words) for code in known if code.split(".")[0] == room})
        for room in dict.fromkeys(code.split(".")[0] for code in known)
    }
    return [(room.verbose_name, words[room.label]) for room in apps.get_app_configs() if room.label in words]
