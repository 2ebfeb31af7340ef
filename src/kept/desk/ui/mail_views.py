"""Answering by mail, from a contact or a case: with its subject, its papers and what was written before."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kept.comms.models import Incoming
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.answering import answer_case
from ..actions.contacting import answer_contact
from ..actions.mailing import account_for, quotation_of, subject_for
from ..models import Case, Contact
from ..queries.threads import ABOUT, written_before
from .answer_forms import reading_first, seen_of
from .case_views import found_case
from .mail_forms import MailForm


@needs("desk.work")
def contact_mail(request: HttpRequest, number: str) -> HttpResponse:
    """The mail that answers a contact; sending it stops its clock."""
    actor = Actor.of(request)
    rows = Contact.objects.permitted(actor, "desk.work")
    known = rows.select_related("customer", "case__customer", "branch", "team")
    found = get_object_or_404(known, number=number)
    draft = Contact(
        answers=found, case=found.case, customer=found.customer, branch=found.branch, team=found.team
    )
    form = _form(request, draft, found, actor, papers_of(found, None, actor))
    if request.method == "POST" and form.is_valid():
        with refusals(form), reading_first(form):
            answer_contact(contact=found, **form.answer(), by=actor, at=now())
            return back(request, found, message=_("The mail waits to go out; its state stands here."))
    return _page(request, form, found, written_before(draft, form.first or found.email))


@needs("desk.work")
def case_mail(request: HttpRequest, number: str) -> HttpResponse:
    """The mail that answers a case."""
    actor, found = Actor.of(request), found_case(request, number, "desk.work")
    draft = Contact(case=found, customer=found.customer, branch=found.branch, team=found.team)
    form = _form(request, draft, found, actor, papers_of(None, found, actor))
    if request.method == "POST" and form.is_valid():
        with refusals(form), reading_first(form):
            answer_case(case=found, **form.answer(), by=actor, at=now())
            return back(request, found, message=_("The mail waits to go out; its state stands here."))
    return _page(request, form, found, written_before(draft, form.first or found.email))


def papers_of(contact: Contact | None, case: Case | None, actor: Actor) -> Any:
    """Papers that may go along: those of the case and of its contacts."""
    case = case or (contact.case if contact else None)
    ids = set(case.contacts.values_list("pk", flat=True)) if case else set()
    if contact is not None:
        ids.add(contact.pk)
    wanted = Q(subject_type=ABOUT, subject_id__in=ids)
    if case is not None:
        wanted |= Q(subject_type=Case._meta.label_lower, subject_id=case.pk)
    return Document.objects.permitted(actor, "documents.view").filter(wanted).order_by("-pk")[:50]


def _form(request: HttpRequest, draft: Contact, found: Contact | Case, actor: Actor, papers: Any) -> MailForm:
    to = found.email or _address(found)
    before = written_before(draft, to)
    account = account_for(draft, before)
    initial = {"to": to, "subject": subject_for(draft, before), "account": account, "seen": seen_of(found)}
    return MailForm(request.POST or None, initial=initial, actor=actor, papers=papers, ours=account)


def _address(record: Contact | Case) -> str:
    return record.customer.email if record.customer else ""


def _page(
    request: HttpRequest, form: MailForm, record: Contact | Case, before: Incoming | None
) -> HttpResponse:
    return answer(
        request,
        "desk/mail.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        record=record,
        cancel=record.get_absolute_url(),
        quotation=quotation_of(before),
    )
