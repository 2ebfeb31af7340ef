"""The queue: all that waits in one list, and what the chosen row is about beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kept.kernel.actor import Actor
from kept.kernel.addresses import address_of
from kept.kernel.web.answers import answer, back, way_back
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part
from kept.kernel.web.tables import list_page
from kept.people.models import Person

from ..actions.assigning import assign_case, give_contact
from ..models import CannedReply, Case, Contact
from ..queries.context import about_case, about_contact
from ..queries.matters import VIEWS, counts, matters
from ..queries.story import story_of
from .bulk_views import BULK_ACTS
from .case_views import acts_of, answer_form_for, found_case, languages, ready_reply
from .choosing import chosen_cases, chosen_contacts, left_out, queue_of
from .contact_views import found_contact
from .forms import ContactAnswerForm
from .queue_forms import MatterFilter
from .tables import QueueTable

RECENT = 4


@needs("desk.view")
def queue(request: HttpRequest) -> HttpResponseBase:
    """Who waits and what breaks first, whatever it is and however it came in."""
    actor = Actor.of(request)
    views = [] if wants_part(request) or "export" in request.GET else _views(request.GET, actor)
    return list_page(
        request,
        QueueTable,
        matters(actor),
        filters=lambda query: MatterFilter(query, actor=actor),
        template="desk/queue.html",
        views=views,
        bulk_acts=_bulk_acts(actor),
        page_keys=[("c", _("Log a contact"))],
    )


@require_GET
@needs("desk.view")
def case_beside(request: HttpRequest, number: str) -> HttpResponse:
    """One case beside the queue: what it is about, what was said last, the answer ready to send."""
    if not wants_part(request):
        return redirect("desk:case", number)
    found, actor = found_case(request, number, "desk.view"), Actor.of(request)
    about = about_case(found)
    language = actor.language
    answers = actor.may("desk.work") and found.is_unfinished and found.customer_id
    text = ready_reply(found, about.shipment, language) if answers else ""
    return answer(
        request,
        "desk/beside.html",
        part="case",
        case=found,
        about=about,
        acts=acts_of(found, actor),
        story=story_of(found)[:RECENT],
        answer_form=answer_form_for(found, text) if answers else None,
        languages=languages(),
        language=language,
        canned=list(CannedReply.objects.offered_to(actor.person_id)) if answers else [],
        next=queue_of(request),
    )


@require_GET
@needs("desk.view")
def contact_beside(request: HttpRequest, number: str) -> HttpResponse:
    """One waiting contact beside the queue."""
    if not wants_part(request):
        return redirect("desk:contact", number)
    found = found_contact(request, number, "desk.view")
    answers = Actor.of(request).may("desk.work") and found.is_waiting
    return answer(
        request,
        "desk/beside.html",
        part="contact",
        contact=found,
        about=about_contact(found),
        answer_form=ContactAnswerForm(initial={"channel": found.channel}) if answers else None,
        next=queue_of(request),
    )


@needs("desk.work")
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """The chosen cases and waiting contacts become mine."""
    actor = Actor.of(request)
    me = Person.objects.get(pk=actor.person_id)
    cases, contacts = chosen_cases(request, "desk.work"), chosen_contacts(request, "desk.work")
    for contact in contacts:
        give_contact(contact=contact, person=me, by=actor, at=now())
    for case in cases:
        deputy = case.deputy if case.deputy_id != me.pk else None
        assign_case(case=case, owner=me, deputy=deputy, by=actor, at=now())
    taken: list[Case | Contact] = [*cases, *contacts]
    words = ngettext("%(count)d row is yours now.", "%(count)d rows are yours now.", len(taken))
    said = words % {"count": len(taken)}
    if others := left_out(request, taken):
        said = f"{said} {_left_out_words(others)}"
    return back(request, way_back(request, "desk:queue"), message=said)


def _left_out_words(count: int) -> str:
    words = ngettext(
        "%(count)d chosen row is neither a case nor a contact that you may change, and stays as it was.",
        "%(count)d chosen rows are neither cases nor contacts that you may change, and stay as they were.",
        count,
    )
    return words % {"count": count}


def _bulk_acts(actor: Actor) -> list[tuple[str, Any]]:
    """What this actor may do to the chosen rows, beside taking them over."""
    if not actor.may("desk.bulk"):
        return []
    acts = [
        (address_of("desk:bulk", name), act.words)
        for name, act in BULK_ACTS.items()
        if actor.may(act.permission)
    ]
    merge = [(address_of("desk:bulk_merge"), _("Merge"))] if actor.may("desk.merge") else []
    return [*acts, *merge]


def _views(query: QueryDict, actor: Actor) -> list[dict[str, Any]]:
    """The built-in views as tabs with how many stand in each."""
    told, here, queue = counts(actor, now()), query.get("view", ""), address_of("desk:queue")
    return [
        {
            "name": words,
            "address": f"{queue}?view={view}" if view else queue,
            "count": told[view],
            "is_here": view == here,
            "is_loud": view == "breached" and told[view] > 0,
        }
        for view, words in VIEWS.items()
    ]
