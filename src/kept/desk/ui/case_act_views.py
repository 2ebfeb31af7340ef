"""What may be done to a case: each act is a small page, shown inside the case when a script asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals, way_back
from kept.kernel.web.doors import needs

from ..actions import resting, tending
from ..actions.answering import answer_case, chase_case
from ..actions.assigning import assign_case
from ..actions.escalating import escalate_case
from ..actions.relating import change_kind
from ..actions.solving import close_case, reopen_case, solve_case
from ..kinds import fields_of
from ..models import CannedReply, Case
from ..queries.replies import canned_text, has_unknown
from ..queries.staff import mentioned_in
from . import case_forms as forms
from .answer_forms import reading_first
from .case_views import answer_form_for, case_page, found_case, languages, ready_reply
from .kind_forms import with_kind

Made = Callable[..., Form]
Done = Callable[[dict[str, Any]], Case | None]


@require_GET
@needs("desk.work")
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """The prepared answer in another language."""
    found = found_case(request, number, "desk.work")
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else (get_language() or settings.LANGUAGE_CODE)
    link = found.shipments.select_related("shipment").first() if found.shipment is None else None
    shipment = link.shipment if link else found.shipment
    actor = Actor.of(request)
    offered = CannedReply.objects.permitted(actor, "desk.work").offered_to(actor.person_id)
    wanted = request.GET.get("canned", "")
    chosen = offered.filter(pk=wanted).first() if wanted.isdecimal() else None
    text = (
        canned_text(chosen, found, shipment=shipment, clerk=actor.name, language=language)
        if chosen
        else ready_reply(found, shipment, language)
    )
    return answer(
        request,
        "desk/reply.html",
        part="reply",
        case=found,
        answer_form=answer_form_for(found, text),
        languages=languages(),
        language=language,
        canned=list(offered),
        chosen=chosen,
        is_open=bool(chosen) and has_unknown(text, language),
    )


@needs("desk.work")
@require_http_methods(["GET", "POST"])
def answer_act(request: HttpRequest, number: str) -> HttpResponse:
    """The recorded outgoing contact that keeps the answer promise."""
    found = found_case(request, number, "desk.work")
    if request.method == "GET":  # a refused answer was loaded again
        return redirect(found)
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        with refusals(form), reading_first(form):
            answer_case(case=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, way_back(request, found), message=_("Answer recorded."))
    return case_page(request, found_case(request, number, "desk.work"), status=422, answer_form=form)


@needs("desk.work")
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")
    if request.method == "GET":  # a refused note was loaded again
        return redirect(found)
    form = forms.NoteForm(request.POST, prefix="note")
    if form.is_valid():
        with refusals(form):
            actor, text = Actor.of(request), form.cleaned_data["text"]
            tending.note_case(case=found, text=text, by=actor, at=now())
            return back(request, way_back(request, found), message=_noted(actor, text))
    return case_page(request, found, status=422, note_form=form)


@needs("desk.work")
def chaser(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")

    def done(said: dict[str, Any]) -> None:
        chase_case(case=found, **said, by=Actor.of(request), at=now())

    return case_act(
        request, found, forms.ChaserForm, done, _("Customer asked again"), _("Count it"), _("Counted.")
    )


@needs("desk.work")
def details(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")
    initial = {name: getattr(found, name) for name in forms.DetailsForm.base_fields} | found.details
    asked = {field.code for field in fields_of(found.kind)}

    def made(*args: Any, **kwargs: Any) -> Form:
        return with_kind(forms.DetailsForm(*args, **kwargs), found.kind)

    def done(said: dict[str, Any]) -> None:
        changes = {name: value for name, value in said.items() if name not in asked}
        changes["details"] = {name: value for name, value in said.items() if name in asked}
        tending.change_case(case=found, changes=changes, by=Actor.of(request), at=now())

    return case_act(request, found, made, done, _("Change details"), _("Save"), _("Saved."), initial)


@needs("desk.work")
def pause(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")

    def done(said: dict[str, Any]) -> None:
        tending.pause_case(case=found, **said, by=Actor.of(request), at=now())

    return case_act(
        request, found, forms.PauseForm, done, _("Wait"), _("Let the clock rest"), _("The clock rests.")
    )


@needs("desk.work")
@require_POST
def resumption(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")
    tending.resume_case(case=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("The clock runs again."))


@needs("desk.escalate")
def escalation(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.escalate")

    def done(said: dict[str, Any]) -> None:
        escalate_case(case=found, **said, by=Actor.of(request), at=now())

    return case_act(
        request, found, forms.EscalationForm, done, _("Pass up"), _("Pass up"), _("Passed to the next level.")
    )


@needs("desk.assign")
def owner(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.assign")
    initial = {"owner": found.owner_id, "deputy": found.deputy_id}

    def done(said: dict[str, Any]) -> None:
        assign_case(case=found, **said, by=Actor.of(request), at=now())

    return case_act(
        request, found, forms.OwnerForm, done, _("Owner and deputy"), _("Save"), _("Saved."), initial
    )


@needs("desk.work")
def kind(request: HttpRequest, number: str) -> HttpResponse:
    """It is of another kind than it seemed; its clocks follow."""
    found = found_case(request, number, "desk.work")

    def done(said: dict[str, Any]) -> None:
        change_kind(case=found, **said, by=Actor.of(request), at=now())

    initial = {"kind": found.kind}
    return case_act(
        request, found, forms.KindChangeForm, done, _("Change the kind"), _("Save"), _("Saved."), initial
    )


@needs("desk.work")
def snooze(request: HttpRequest, number: str) -> HttpResponse:
    """Out of the queue until a moment; the clock of the promise goes on, and the form says so."""
    found = found_case(request, number, "desk.work")

    def done(said: dict[str, Any]) -> None:
        resting.snooze_case(case=found, **said, by=Actor.of(request), at=now())

    message = _("Snoozed. The promise runs on.")
    return case_act(request, found, forms.SnoozeForm, done, _("Snooze"), _("Snooze"), message)


@needs("desk.work")
@require_POST
def waking(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")
    resting.wake_case(case=found, by=Actor.of(request), at=now())
    return back(request, way_back(request, found), message=_("Back in the queue."))


@needs("desk.view")
@require_POST
def watching(request: HttpRequest, number: str) -> HttpResponse:
    """Watch the case, or no longer."""
    found, actor = found_case(request, number, "desk.view"), Actor.of(request)
    if found.watchers.filter(pk=actor.person_id).exists():
        resting.unwatch_case(case=found, by=actor, at=now())
        return back(request, way_back(request, found), message=_("No longer watched."))
    resting.watch_case(case=found, by=actor, at=now())
    return back(request, way_back(request, found), message=_("Watched. You are told what changes."))


@needs("desk.close")
def solution(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.close")

    def done(said: dict[str, Any]) -> None:
        solve_case(case=found, **said, by=Actor.of(request), at=now())

    initial = {"result": found.result}
    return case_act(
        request, found, forms.SolutionForm, done, _("Solve"), _("Solve"), _("Case solved."), initial
    )


@needs("desk.close")
def closing(request: HttpRequest, number: str) -> HttpResponse:
    """Closing asks what was learned, and the customer what they thought."""
    found = found_case(request, number, "desk.close")
    kind = forms.ClosingForm if found.needs_fault else forms.PlainClosingForm
    initial = {name: getattr(found, name) for name in kind.base_fields}
    if found.needs_fault and "cause" in request.GET:  # a suggestion that was taken
        initial["cause"] = request.GET["cause"]

    def done(said: dict[str, Any]) -> None:
        site = request.build_absolute_uri("/")
        close_case(case=found, **said, site=site, by=Actor.of(request), at=now())

    titles = _("Close the case"), pgettext("a case", "Close"), _("Case closed.")
    return case_act(request, found, kind, done, *titles, initial)


@needs("desk.close")
def reopening(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.close")

    def done(said: dict[str, Any]) -> Case:
        return reopen_case(case=found, **said, by=Actor.of(request), at=now())

    return case_act(
        request, found, forms.ReopeningForm, done, _("Re-open"), _("Re-open"), _("Case re-opened.")
    )


def case_act(
    request: HttpRequest,
    found: Case,
    kind: Made,
    done: Done,
    title: str,
    act: str,
    message: str,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form of an act, or do it and go back to the case."""
    form = kind(request.POST) if request.method == "POST" else kind(initial=initial or {})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            went = done(form.cleaned_data)
            return back(request, went or found, message=message)
    status = 422 if form.is_bound else 200
    next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    context = {"case": found, "form": form, "act_title": title, "act": act}
    return answer(request, "desk/case_act.html", part="act_form", status=status, **context)


def _noted(actor: Actor, text: str) -> str:
    """Who was told by being named, so that a name nobody bears is noticed."""
    others = [person.name for person in mentioned_in(text) if person.pk != actor.person_id]
    if not others:
        return _("Note saved.")
    return _("Note saved. %(names)s will be told.") % {"names": _(", ").join(others)}
