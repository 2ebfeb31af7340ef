"""The morning page and the desk queue."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs, signed_in
from kept.kernel.web.menu import menu_for
from kept.kernel.web.tables import chosen, list_page
from kept.people.models import Person

from ..actions.assigning import assign_case
from ..models import Case
from ..queries import queue as reading
from ..queries.morning import MOST
from ..queries.morning import morning as read_morning
from .case_forms import CaseFilter
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
    return answer(request, "desk/morning.html", morning=read_morning(actor, at), at=at, most=MOST)


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
        waiting=reading.waiting_contacts(actor),
        most_waiting=reading.MOST_WAITING,
        page_keys=[("c", _("Log a contact"))],
    )


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
