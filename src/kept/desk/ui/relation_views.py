"""Merging, splitting and linking cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.merging import merge_cases, split_case
from ..actions.relating import relate_cases, unrelate_cases
from ..models import CaseLink
from ..queries.relations import alike
from .case_act_views import case_act
from .case_views import found_case
from .relation_forms import LinkForm, MergeForm, SplitForm


@needs("desk.merge")
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Other cases about the same matter go into this one."""
    found, actor = found_case(request, number, "desk.merge"), Actor.of(request)
    near = alike(found, actor)
    wanted = [number for number in request.GET.get("others", "").split() if number][:20]
    form = MergeForm(request.POST or None, case=found, near=near, actor=actor, wanted=wanted)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            others, why = form.cleaned_data["others"], form.cleaned_data["why"]
            merge_cases(survivor=found, others=others, why=why, by=actor, at=now())
            return back(request, found, message=_("Merged."))
    status = 422 if form.errors else 200
    return answer(request, "desk/merge.html", status=status, case=found, form=form, near=near, wanted=wanted)


@needs("desk.merge")
def split(request: HttpRequest, number: str) -> HttpResponse:
    """A part of this case becomes one of its own."""
    found, actor = found_case(request, number, "desk.merge"), Actor.of(request)
    form = SplitForm(request.POST or None, case=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            fresh = split_case(case=found, **form.cleaned_data, by=actor, at=now())
            return back(request, fresh, message=_("This is the new case."))
    return answer(
        request,
        "desk/split.html",
        status=422 if form.errors else 200,
        case=found,
        form=form,
        can_be_split=form.has_parts,
    )


@needs("desk.merge")
def links(request: HttpRequest, number: str) -> HttpResponse:
    found, actor = found_case(request, number, "desk.merge"), Actor.of(request)

    def made(*args: Any, **kwargs: Any) -> LinkForm:
        return LinkForm(*args, actor=actor, **kwargs)

    def done(said: dict[str, Any]) -> None:
        relate_cases(case=found, **said, by=actor, at=now())

    return case_act(request, found, made, done, _("Link with a case"), _("Link"), _("Linked."))


@needs("desk.merge")
@require_POST
def link_removal(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = found_case(request, number, "desk.merge")
    link = get_object_or_404(CaseLink.objects.of(found).select_related("case", "other"), pk=pk)
    unrelate_cases(link=link, by=Actor.of(request), at=now())
    return back(request, found, message=_("Link removed."))
