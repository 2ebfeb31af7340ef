"""Contacts: the fast intake while the phone is at the ear, the list, one contact."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.comms.queries.messages import exchange_about
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals, way_back
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part
from kept.kernel.web.tables import list_page

from ..actions.contacting import answer_contact, let_go_contact, note_service, promise_callback
from ..actions.intake import take_in
from ..actions.opening import open_case
from ..models import Contact
from ..queries.callers import Card, candidates, card_of
from ..queries.queue import contacts_in
from .answer_forms import reading_first, seen_of
from .assistance_views import help_of, phone_in
from .forms import ContactAnswerForm, ContactCaseForm, ContactFilter, ContactForm, DismissalForm, ServiceForm
from .tables import ContactTable

CHOSEN = ("customer", "contact_person", "shipment", "order", "case")


@needs("desk.view")
def contacts(request: HttpRequest) -> HttpResponseBase:
    """Every call, mail, chat, letter and visit."""
    actor = Actor.of(request)
    return list_page(
        request, ContactTable, contacts_in(actor), filters=lambda query: ContactFilter(query, actor=actor)
    )


@needs("desk.work")
def new_contact(request: HttpRequest) -> HttpResponse:
    """The phone rings: who it is, what it is about, what was answered."""
    actor = Actor.of(request)
    if request.method != "POST":
        initial = {**dict(_fill(card_of(actor, _chosen(request.GET)), request.GET)), **_heard(request.GET)}
        return intake_page(request, ContactForm(initial=initial, actor=actor), request.GET)
    form = ContactForm(request.POST, request.FILES, actor=actor)
    if form.is_valid():
        with refusals(form):
            contact = take_in(intake=form.intake(), by=actor, at=now())
            return back(request, contact.case or contact, message=_("Contact logged."))
    return intake_page(request, form, request.POST, status=422)


@require_GET
@needs("desk.work")
def callers(request: HttpRequest) -> HttpResponse:
    """Whom a typed number or name may mean."""
    if not wants_part(request):
        return _to_intake(request)
    who = request.GET.get("who", "")
    found = candidates(Actor.of(request), who)
    return answer(request, "desk/new_contact.html", part="callers", candidates=found, who=who)


@require_GET
@needs("desk.work")
def card(request: HttpRequest) -> HttpResponse:
    """The card of the one who was chosen, beside the form; the person's name and phone go into it."""
    if not wants_part(request):
        return _to_intake(request)
    chosen = _chosen(request.GET)
    found = card_of(Actor.of(request), chosen)
    fill = _fill(found, request.GET)
    return answer(request, "desk/new_contact.html", part="card", card=found, chosen=chosen, fill=fill)


@needs("desk.view")
def contact(request: HttpRequest, number: str) -> HttpResponse:
    return _contact_page(request, found_contact(request, number, "desk.view"))


@needs("desk.work")
@require_POST
def contact_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Only a recorded outgoing contact stops the clock."""
    found, form = found_contact(request, number, "desk.work"), ContactAnswerForm(request.POST)
    if form.is_valid():
        with refusals(form), reading_first(form):
            answer_contact(contact=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, way_back(request, found), message=_("Answer recorded."))
    return _contact_page(request, found, status=422, failed=form)


@needs("desk.work")
@require_POST
def contact_dismissal(request: HttpRequest, number: str) -> HttpResponse:
    found, form = found_contact(request, number, "desk.work"), DismissalForm(request.POST)
    if form.is_valid():
        with refusals(form):
            let_go_contact(contact=found, why=form.cleaned_data["why"], by=Actor.of(request), at=now())
            return back(request, way_back(request, found), message=_("No answer needed."))
    return _contact_page(request, found, status=422, failed=form)


@needs("desk.work")
@require_POST
def contact_service(request: HttpRequest, number: str) -> HttpResponse:
    """Whom it was for and in which phase is said afterwards too."""
    found, form = found_contact(request, number, "desk.work"), ServiceForm(request.POST)
    if form.is_valid():
        with refusals(form):
            note_service(contact=found, changes=form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, way_back(request, found), message=_("Saved."))
    return _contact_page(request, found, status=422, failed=form)


@needs("desk.work")
@require_POST
def contact_callback(request: HttpRequest, number: str) -> HttpResponse:
    found = found_contact(request, number, "desk.work")
    promise_callback(contact=found, by=Actor.of(request), at=now())
    return back(request, way_back(request, found), message=_("Call-back promised."))


@needs("desk.work")
@require_POST
def contact_case(request: HttpRequest, number: str) -> HttpResponse:
    """A contact that turns out to be more becomes a case."""
    found, form = found_contact(request, number, "desk.work"), ContactCaseForm(request.POST)
    if form.is_valid() and found.case is None:
        with refusals(form):
            case = open_case(contact=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, case, message=_("Case opened."))
    return _contact_page(request, found, status=422, failed=form)


def found_contact(request: HttpRequest, number: str, permission: str) -> Contact:
    rows = Contact.objects.permitted(Actor.of(request), permission).select_related(
        "customer",
        "contact_person",
        "person",
        "branch",
        "case",
        "order",
        "shipment",
        "answers",
        "closed_notice",
    )
    return get_object_or_404(rows, number=number)


def intake_page(
    request: HttpRequest, form: ContactForm, given: QueryDict, *, status: int = 200
) -> HttpResponse:
    actor = Actor.of(request)
    card: Card | None = card_of(actor, _chosen(given))
    return answer(
        request,
        "desk/new_contact.html",
        part="fields",
        status=status,
        form=form,
        help=help_of(request),
        card=card,
        chosen=_chosen(given),
        who=given.get("who", ""),
        candidates=[] if card else candidates(actor, given.get("who", "")),
        page_keys=_keys(),
    )


def _to_intake(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('desk:new_contact')}?{request.GET.urlencode()}")


def _fill(found: Card | None, given: QueryDict) -> list[tuple[str, str]]:
    """Fields that the choice of a person fills in."""
    person = found.contact_person if found else None
    name = person.name if person else given.get("caller_name", "")
    phone = person.phone if person else phone_in(given)
    return [(field, value) for field, value in (("caller_name", name), ("phone", phone)) if value]


def _keys() -> list[tuple[str, str]]:
    return [
        ("Alt 1–9", _("Choose what it is")),
        ("Alt W", _("Go to the caller")),
        ("Ctrl V", _("Paste a chat or a screenshot")),
        ("Ctrl Enter", _("Log it")),
    ]


def _chosen(given: QueryDict) -> dict[str, str]:
    return {name: value for name in CHOSEN if (value := given.get(name, ""))}


def _heard(given: QueryDict) -> dict[str, str]:
    """What an address may fill in: a telephone system opens this page with the caller's number."""
    names = (
        *CHOSEN,
        "channel",
        "direction",
        "caller_name",
        "phone",
        "email",
        "summary",
        "kind",
        "ring_count",
        "call",
    )
    heard = {name: value for name in names if (value := given.get(name, ""))}
    return {name: value for name, value in heard.items() if name != "phone" or phone_in(given)}


def _contact_page(
    request: HttpRequest, found: Contact, *, status: int = 200, failed: Form | None = None
) -> HttpResponse:
    actor = Actor.of(request)
    works = actor.may("desk.work")
    return answer(
        request,
        "desk/contact.html",
        status=status,
        contact=found,
        answers=list(found.answered_by.select_related("person").order_by("at")),
        documents=list(Document.objects.about(found).order_by("pk")),
        calls=list(found.calls.order_by("-began_at")[:20]) if actor.may("desk.calls") else [],
        exchange=exchange_about(found),
        answer_form=_form(ContactAnswerForm, failed, channel=found.channel, seen=seen_of(found))
        if works and (found.is_waiting or isinstance(failed, ContactAnswerForm))
        else None,
        dismissal_form=_form(DismissalForm, failed) if works and found.is_waiting else None,
        case_form=_form(ContactCaseForm, failed)
        if works and found.case is None and found.is_incoming
        else None,
        service_form=_form(ServiceForm, failed, served=found.served, phase=found.phase)
        if works and not found.is_internal
        else None,
    )


def _form(kind: type[Form], failed: Form | None, **initial: Any) -> Form:
    return failed if isinstance(failed, kind) else kind(initial=initial)
