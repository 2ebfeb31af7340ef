"""Pages of promises: what is due, the list behind every figure, and one promise with its why."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from .. import actions
from ..enums import PromiseState, Term, TermState
from ..models import Promise
from ..queries import due
from . import forms, tables


@needs("promises.view")
def due_now(request: HttpRequest) -> HttpResponseBase:
    rows = due.due_now(Actor.of(request), at=now())
    return list_page(request, tables.DueTable, rows, filters=forms.DueFilter)


@needs("promises.view")
def promises(request: HttpRequest) -> HttpResponseBase:
    rows = due.shown(Promise.objects.permitted(Actor.of(request), "promises.view").with_breaks())
    return list_page(
        request, tables.PromiseTable, rows.select_related("provider", *SHOWN), filters=forms.PromiseFilter
    )


SHOWN = ("calendar_version", "policy_version", "customer", "person", "branch")


@needs("promises.view")
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this promise: the policy that won, those considered, the calendar, pauses and every change."""
    return _page(request, _found(request, pk, "promises.view"))


@needs("promises.tend")
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "promises.tend")
    form = forms.PauseForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.pause_promise(
                promise=found, reason=form.cleaned_data["reason"], by=Actor.of(request), at=now()
            )
            return back(request, found, message=_("The clock rests."))
    return _page(request, found, status=422, failed=form)


@needs("promises.tend")
@require_POST
def resumption(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "promises.tend")
    actions.resume_promise(promise=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("The clock runs again."))


@needs("promises.tend")
@require_POST
def cause(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "promises.tend")
    form = forms.CauseForm(request.POST)
    if form.is_valid():
        actions.explain_promise(promise=found, **form.cleaned_data, by=Actor.of(request), at=now())
        return back(request, found, message=_("Cause saved."))
    return _page(request, found, status=422, failed=form)


@needs("promises.waive")
@require_POST
def waiver(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "promises.waive")
    form = forms.WaiverForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.waive_promise(promise=found, why=form.cleaned_data["why"], by=Actor.of(request), at=now())
            return back(request, found, message=_("Promise waived."))
    return _page(request, found, status=422, failed=form)


@needs("promises.waive")
@require_POST
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk, "promises.waive")
    form = forms.RevisionForm(request.POST)
    if form.is_valid():
        with refusals(form):
            actions.revise_promise(
                promise=found,
                why=form.cleaned_data["why"],
                met_at=form.cleaned_data["met_at"],
                terms=form.terms(),
                by=Actor.of(request),
                at=now(),
            )
            return back(request, found, message=_("Verdict revised."))
    return _page(request, found, status=422, failed=form)


def _found(request: HttpRequest, pk: int, permission: str) -> Promise:
    rows = Promise.objects.permitted(Actor.of(request), permission).select_related(
        "provider", "policy_version__policy", "policy_version__calendar", *SHOWN
    )
    return get_object_or_404(rows, pk=pk)


@dataclass(frozen=True)
class ActPart:
    """A form beside the record: one thing that may be done to it now."""

    title: str
    act: str
    address: str
    form: Form
    folded: bool = False


def _page(
    request: HttpRequest, found: Promise, *, status: int = 200, failed: Form | None = None
) -> HttpResponse:
    state = found.state_at(now())
    return answer(
        request,
        "promises/promise.html",
        status=status,
        promise=found,
        state=state,
        state_words=PromiseState(state).label,
        terms=[(Term(t).label, verdict, TermState(verdict).label) for t, verdict in found.terms().items()],
        considered=due.considered(found),
        subject_address=due.subject_address(found),
        may_resume=state == "paused" and Actor.of(request).may("promises.tend"),
        acts=_acts(Actor.of(request), found, state, failed),
    )


def _acts(actor: Actor, found: Promise, state: str, failed: Form | None) -> list[ActPart]:
    """What this actor may do to it in its present state; a form that failed keeps its errors."""
    tends, waives = actor.may("promises.tend"), actor.may("promises.waive")
    pausable = bool(found.declared and found.declared.pauses)
    offered = [
        (tends and state == "running" and not found.met_at and pausable, "pause", forms.PauseForm),
        (tends and state == "broken", "cause", forms.CauseForm),
        (waives and found.met_at is not None, "revision", forms.RevisionForm),
        (waives and state in ("running", "paused") and not found.met_at, "waiver", forms.WaiverForm),
    ]
    return [
        _act(found, name, failed if isinstance(failed, kind) else kind(initial=_said(found)))
        for may, name, kind in offered
        if may
    ]


def _act(found: Promise, name: str, form: Form) -> ActPart:
    words = {
        "pause": (_("Let the clock rest"), _("Pause")),
        "cause": (_("Why was it broken?"), _("Save the cause")),
        "revision": (_("Revise the verdict"), _("Revise")),
        "waiver": (_("Waive it"), _("Waive")),
    }
    title, act = words[name]
    folded = name in ("revision", "waiver")
    return ActPart(title, act, reverse(f"promises:{name}", args=[found.pk]), form, folded)


def _said(found: Promise) -> dict[str, object]:
    return {
        "cause": found.cause,
        "liable_tier": found.liable_tier,
        "note": found.cause_note,
        "excused": found.is_excused,
    }
