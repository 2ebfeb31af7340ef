"""Acts on many rows of the queue: a small form, then one line for each that tells what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, refusals, way_back
from kept.kernel.web.doors import needs

from ..actions.assigning import assign_case, give_contact
from ..actions.bulk import Result, do_each
from ..actions.merging import merge_cases
from ..actions.relating import change_kind
from ..actions.resting import snooze_case
from ..actions.solving import close_answered_case
from ..actions.tending import note_case
from ..models import Case, Contact
from . import case_forms
from .choosing import chosen_cases, chosen_contacts, left_out
from .relation_forms import BulkMergeForm

Said = dict[str, Any]
One = Callable[[Case, Said, Actor], object]


@dataclass(frozen=True)
class BulkAct:
    """What can be done to many at once, and the permission that it asks for besides `desk.bulk`."""

    words: Any
    permission: str
    form: type[forms.Form]
    one: One
    contact: Callable[[Contact, Said, Actor], object] | None = None
    """The same for somebody who waits for an answer; None where it is done to cases alone."""


class NoQuestions(forms.Form):
    """Nothing is asked."""


BULK_ACTS: dict[str, BulkAct] = {
    "assign": BulkAct(
        _("Give to a colleague"),
        "desk.assign",
        case_forms.OwnerForm,
        lambda case, said, by: assign_case(case=case, **said, by=by, at=now()),
        lambda contact, said, by: give_contact(contact=contact, person=said["owner"], by=by, at=now()),
    ),
    "snooze": BulkAct(
        _("Snooze"),
        "desk.work",
        case_forms.SnoozeForm,
        lambda case, said, by: snooze_case(case=case, **said, by=by, at=now()),
    ),
    "kind": BulkAct(
        _("Change the kind"),
        "desk.work",
        case_forms.KindChangeForm,
        lambda case, said, by: change_kind(case=case, **said, by=by, at=now()),
    ),
    "note": BulkAct(
        _("Note"),
        "desk.work",
        case_forms.NoteForm,
        lambda case, said, by: note_case(case=case, **said, by=by, at=now()),
    ),
    "closing": BulkAct(
        _("Close as answered"),
        "desk.close",
        NoQuestions,
        lambda case, said, by: close_answered_case(case=case, by=by, at=now()),
    ),
}


@needs("desk.bulk")
@require_POST
def bulk(request: HttpRequest, act: str) -> HttpResponse:
    """The form of an act for the chosen cases; sent with `go`, the act itself."""
    actor, chosen = Actor.of(request), BULK_ACTS.get(act)
    if chosen is None or not actor.may(chosen.permission):
        raise Http404
    cases = chosen_cases(request, chosen.permission)
    do_contact = chosen.contact
    contacts = chosen_contacts(request, chosen.permission) if do_contact else []
    going = "go" in request.POST or not chosen.form.base_fields
    form = chosen.form(request.POST if going else None)
    if not cases:
        form.fields.pop("deputy", None)
    if going and form.is_valid():
        results = do_each(cases, lambda case: chosen.one(case, form.cleaned_data, actor))
        if do_contact:
            results += do_each(contacts, lambda contact: do_contact(contact, form.cleaned_data, actor))
        return _told(request, chosen.words, results, has_contacts=do_contact is not None)
    return _asked(request, chosen.words, cases, form, contacts, has_contacts=do_contact is not None)


@needs("desk.merge")
@require_POST
def bulk_merge(request: HttpRequest) -> HttpResponse:
    """The chosen cases become one: all of them, or none."""
    actor, cases = Actor.of(request), chosen_cases(request, "desk.merge")
    form = BulkMergeForm(request.POST if "go" in request.POST else None, cases=cases)
    if form.is_bound and form.is_valid():
        survivor, why = form.cleaned_data["survivor"], form.cleaned_data["why"]
        others = [case for case in cases if case.pk != survivor.pk]
        with refusals(form):
            merge_cases(survivor=survivor, others=others, why=why, by=actor, at=now())
            return _told(request, _("Merge"), [Result(case) for case in cases])
    return _asked(request, _("Merge"), cases, form)


def _asked(
    request: HttpRequest,
    words: Any,
    cases: list[Case],
    form: forms.Form,
    contacts: Sequence[Contact] = (),
    *,
    has_contacts: bool = False,
) -> HttpResponse:
    status = 422 if form.errors else 200
    way = way_back(request, "/desk/")
    return answer(
        request,
        "desk/bulk.html",
        status=status,
        words=words,
        cases=cases,
        contacts=contacts,
        chosen=[*cases, *contacts],
        form=form,
        way=way,
        has_contacts=has_contacts,
        left_out=left_out(request, [*cases, *contacts]),
    )


def _told(
    request: HttpRequest, words: Any, results: list[Result], *, has_contacts: bool = False
) -> HttpResponse:
    refused = [result for result in results if not result.is_done]
    return answer(
        request,
        "desk/bulk_done.html",
        words=words,
        results=[*refused, *(result for result in results if result.is_done)],
        done=len(results) - len(refused),
        refused=len(refused),
        has_contacts=has_contacts,
        left_out=left_out(request, [result.case for result in results]),
        way=way_back(request, "/desk/"),
    )
