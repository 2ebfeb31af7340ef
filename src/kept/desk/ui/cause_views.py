"""Pages of the tree of causes and of preventive actions."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.preventing import finish_prevention, keep_cause, name_cause, plan_prevention
from ..models import Case, CauseCode, PreventiveAction
from ..queries.causes import effect_of
from . import cause_forms as forms
from .case_views import found_case


@needs("desk.arrange")
def cause_codes(request: HttpRequest) -> HttpResponseBase:
    rows = CauseCode.objects.permitted(Actor.of(request), "desk.arrange")
    return list_page(request, forms.CauseTable, rows.select_related("parent__parent__parent"))


@needs("desk.arrange")
@require_http_methods(["GET", "POST"])
def cause_code(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a cause in detail, or change one."""
    rows = CauseCode.objects.permitted(Actor.of(request), "desk.arrange")
    found = get_object_or_404(rows, pk=pk) if pk else None
    form = forms.CauseCodeForm(request.POST or None, instance=found, initial={"is_used": True})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            keep_cause(found=found, **form.said(), by=Actor.of(request), at=now())
            return back(request, "desk:cause_codes", message=_("Saved."))
    title = str(found) if found else _("Add a cause")
    return _written(request, form, title, "desk:cause_codes", _("Causes in detail"))


@needs("desk.work")
@require_http_methods(["GET", "POST"])
def case_cause(request: HttpRequest, number: str) -> HttpResponse:
    """Say the cause of a case in detail."""
    found = found_case(request, number, "desk.work")
    form = forms.NameCauseForm(request.POST or None, initial={"code": found.cause_code_id})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            name_cause(case=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return answer(
        request,
        "desk/case_side_form.html",
        status=422 if form.is_bound else 200,
        case=found,
        form=form,
        title=_("Cause in detail"),
        cancel=found.get_absolute_url(),
    )


@needs("desk.view")
def preventions(request: HttpRequest) -> HttpResponseBase:
    rows = PreventiveAction.objects.permitted(Actor.of(request), "desk.view").shown().select_related("case")
    return list_page(request, forms.PreventionTable, rows, filters=forms.PreventionFilter)


@needs("desk.prevent")
@require_http_methods(["GET", "POST"])
def new_prevention(request: HttpRequest) -> HttpResponse:
    """Plan what is done; from a case or from the figures the cause is filled in."""
    actor = Actor.of(request)
    case = _case(request, actor)
    form = forms.PreventionForm(request.POST or None, initial=_initial(request, actor, case))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = plan_prevention(**form.cleaned_data, case=case, by=actor, at=now())
            return back(request, made, message=_("Planned."))
    return _written(request, form, _("Plan a preventive action"), "desk:preventions", _("Preventive actions"))


@needs("desk.view")
def prevention(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "desk.view"), None)


@needs("desk.prevent")
@require_POST
def prevention_completion(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.prevent"), forms.EffectForm(request.POST)
    if form.is_valid():
        with refusals(form):
            finish_prevention(action=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Done."))
    return _page(request, found, form)


def _found(request: HttpRequest, number: str, permission: str) -> PreventiveAction:
    rows = PreventiveAction.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.shown().select_related("case", "done_by"), number=number)


def _page(request: HttpRequest, found: PreventiveAction, failed: forms.EffectForm | None) -> HttpResponse:
    finishes = found.done_at is None and Actor.of(request).may("desk.prevent")
    return answer(
        request,
        "desk/prevention.html",
        status=422 if failed else 200,
        action=found,
        effect=effect_of(found, at=now()),
        form=failed or (forms.EffectForm() if finishes else None),
    )


def _case(request: HttpRequest, actor: Actor) -> Case | None:
    number = request.GET.get("case")
    if not number:
        return None
    found: Case = get_object_or_404(
        Case.objects.permitted(actor, "desk.prevent").select_related("branch", "customer"), number=number
    )
    return found


def _initial(request: HttpRequest, actor: Actor, case: Case | None) -> dict[str, Any]:
    if case is not None:
        known = {"cause": case.cause, "cause_code": case.cause_code_id, "branch": case.branch_id}
        return {**known, "what": case.prevention[:300], "owner": case.owner_id or actor.person_id}
    given = {name: request.GET.get(name, "") for name in ("cause", "cause_code", "branch")}
    return {**given, "owner": actor.person_id}


def _written(request: HttpRequest, form: BaseForm, title: str, home: str, home_words: str) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "gaps": [],
        "home": home,
        "home_words": home_words,
    }
    return answer(request, "desk/arrangement.html", status=422 if form.errors else 200, **context)
