"""Collections of suggestions, and norms of talking with customers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.collecting import collect_suggestion, keep_campaign, set_norm
from ..enums import CaseKind
from ..models import Campaign
from ..queries.norms import collections, guideline_of, guidelines
from ..queries.queue import cases_in
from .arrangement_tables import CampaignTable
from .case_act_views import case_act
from .case_views import found_case
from .referral_forms import CampaignChoiceForm, CampaignForm, NormForm
from .tables import CaseTable

FIELDS = ("name", "question", "starts_on", "ends_on")


@needs("desk.view")
def campaigns(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, CampaignTable, collections())


@needs("desk.view")
def campaign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The suggestions of a collection."""
    actor = Actor.of(request)
    found = get_object_or_404(Campaign.objects.permitted(actor, "desk.view"), pk=pk)
    rows = cases_in(actor).filter(campaign=found)
    return list_page(request, CaseTable, rows, template="desk/campaign.html", campaign=found)


@needs("desk.arrange")
def campaign_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Begin a collection or change one."""
    actor = Actor.of(request)
    found = get_object_or_404(Campaign.objects.permitted(actor, "desk.arrange"), pk=pk) if pk else None
    initial = {name: getattr(found, name) for name in FIELDS} if found else {}
    form = CampaignForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals(form):
            kept = keep_campaign(campaign=found, **form.cleaned_data, by=actor, at=now())
            return back(request, kept, message=_("Saved."))
    title = str(found or _("New collection"))
    return _form(request, form, title, "desk:campaigns", _("Collections of suggestions"))


@needs("desk.work")
def collection(request: HttpRequest, number: str) -> HttpResponse:
    """Into which collection a suggestion counts."""
    found = found_case(request, number, "desk.work")

    def done(said: dict[str, Any]) -> None:
        collect_suggestion(case=found, **said, by=Actor.of(request), at=now())

    initial = {"campaign": found.campaign_id}
    title = _("Collection")
    return case_act(request, found, CampaignChoiceForm, done, title, _("Save"), _("Saved."), initial)


@needs("desk.view")
def norms(request: HttpRequest) -> HttpResponse:
    """How we talk about each kind of matter."""
    return answer(request, "desk/norms.html", guidelines=guidelines())


@needs("desk.arrange")
def norm(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in CaseKind.values:
        raise Http404
    now_said = guideline_of(kind)
    initial = {name: getattr(now_said, name) for name in ("content", "mode", "time")}
    form = NormForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        set_norm(kind=kind, **form.cleaned_data, by=Actor.of(request), at=now())
        return back(request, "desk:norms", message=_("Saved."))
    return _form(request, form, str(now_said.words), "desk:norms", _("Communication norms"))


def _form(request: HttpRequest, form: Any, title: str, home: str, home_words: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, "title": title, "home": home, "home_words": home_words}
    return answer(request, "desk/arrangement.html", status=status, **context)
