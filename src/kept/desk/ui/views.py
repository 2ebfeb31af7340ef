"""The morning page and the desk queue."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, etag_of, polled
from kept.kernel.web.doors import needs, signed_in
from kept.kernel.web.htmx import wants_part
from kept.kernel.web.menu import menu_for
from kept.kernel.web.tables import chosen, list_page
from kept.people.models import Person

from ..actions.assigning import assign_case
from ..models import Case, Contact
from ..queries import queue as reading
from ..queries.morning import MOST
from ..queries.morning import morning as read_morning
from .case_forms import CaseFilter
from .links import matter_of
from .tables import QueueTable


@signed_in
def morning(request: HttpRequest) -> HttpResponseBase:
    """The first page of the day. Who has no part in it goes to their own first page."""
    actor = Actor.of(request)
    if not actor.may("desk.view"):
        own = next((item.address for item in menu_for(actor) if item.address != request.path), "")
        if not own:
            raise PermissionDenied("desk.view")
        return redirect(own)
    at = now()
    found = read_morning(actor, at)
    return answer(
        request,
        "desk/morning.html",
        morning=found,
        broken=[(promise, matter_of(promise)) for promise in found.broken],
        at_risk=[(promise, matter_of(promise)) for promise in found.at_risk],
        at=at,
        most=MOST,
    )


@needs("desk.view")
def queue(request: HttpRequest) -> HttpResponseBase:
    """Who waits and what breaks first."""
    actor = Actor.of(request)
    return list_page(
        request,
        QueueTable,
        reading.queue(actor),
        filters=lambda query: CaseFilter(query, actor=actor),
        template="desk/queue.html",
        **_waiting(reading.waiting_contacts(actor)),
        page_keys=[("c", _("Log a contact"))],
    )


@require_GET
@needs("desk.view")
def waiting(request: HttpRequest) -> HttpResponseBase:
    """Who waits now; nothing new is said with 304."""
    if not wants_part(request):
        return redirect("desk:queue")
    calls = reading.waiting_contacts(Actor.of(request))

    def show() -> HttpResponse:
        return answer(request, "desk/queue.html", part="above", **_waiting(calls))

    return polled(request, _fingerprint(calls), show)


@needs("desk.work")
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """The chosen cases become mine."""
    actor = Actor.of(request)
    me = Person.objects.get(pk=actor.person_id)
    cases = list(chosen(request, Case.objects.permitted(actor, "desk.work").unfinished()))
    for case in cases:
        deputy = case.deputy if case.deputy_id != me.pk else None
        assign_case(case=case, owner=me, deputy=deputy, by=actor, at=now())
    words = ngettext("%(count)d case is yours now.", "%(count)d cases are yours now.", len(cases))
    return back(request, "desk:queue", message=words % {"count": len(cases)})


def _waiting(calls: list[Contact]) -> dict[str, Any]:
    return {"waiting": calls, "most_waiting": reading.MOST_WAITING, "etag": etag_of(_fingerprint(calls))}


def _fingerprint(calls: list[Contact]) -> str:
    """Changes with who waits, and each minute, because the time left is shown."""
    minute = f"{now():%H:%M}" if calls else ""
    return f"{minute}|{','.join(str(call.pk) for call in calls)}|{get_language()}"
