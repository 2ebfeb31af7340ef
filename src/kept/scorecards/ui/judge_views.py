"""Judging indicators on their scales: what was judged for a month, and one's own judgement."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.judging import judge_indicator
from ..catalogue.tree import NODES
from ..enums import How
from ..models import Judgement
from ..permissions import JUDGE
from ..queries.judged import Opinion, opinions
from ..queries.known import known
from ..queries.places import months_later
from ..queries.reading import Whose
from .tree_forms import JudgeForm, OfForm, branches_of, this_month
from .tree_tables import PARTIES, JudgementTable


@needs("scorecards.judge")
def judgements(request: HttpRequest) -> HttpResponse:
    """Every judged indicator of a month with mean, spread, and the reader's own mark."""
    actor = Actor.of(request)
    asked = OfForm(_asked(request, actor), actor=actor, permission=JUDGE)
    for field in asked.fields.values():
        field.help_text = ""  # a filter stands in one row
    whose, month = (asked.whose, asked.cleaned_data["month"]) if asked.is_valid() else (Whose(), this_month())
    found = opinions(actor, known(), whose, month)
    query = f"month={month:%Y-%m}" + (f"&{_field(whose)}={whose.id}" if whose.id else "")
    return answer(
        request,
        "scorecards/judgements.html",
        form=asked,
        lines=[_line(opinion, actor, query) for opinion in found],
        judged=sum(bool(opinion.judgements) for opinion in found),
        all=len(found),
        whose=whose,
        month=f"{month:%Y-%m}",
    )


@needs("scorecards.judge")
@require_http_methods(["GET", "POST"])
def judgement(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: what to look at, its scale, and why."""
    actor, indicator = Actor.of(request), known().indicators.get(code)
    if indicator is None or indicator.how != How.JUDGED:
        raise Http404
    form = JudgeForm(
        request.POST or None,
        indicator=indicator,
        actor=actor,
        permission=JUDGE,
        initial=_asked(request, actor),
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals(form):
            judge_indicator(
                indicator=code,
                month=told["month"],
                mark=told["mark"],
                why=told["why"],
                whose=form.whose,
                by=actor,
                at=now(),
            )
            address = f"{reverse('scorecards:judgements')}?month={told['month']:%Y-%m}"
            return back(request, address, message=_("Your judgement is kept."))
    return answer(
        request,
        "scorecards/judgement_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        indicator=indicator,
        cancel=reverse("scorecards:judgements"),
    )


@needs("scorecards.judge")
def all_judgements(request: HttpRequest) -> HttpResponseBase:
    """Every judgement that was ever given, those that were replaced too."""
    rows = Judgement.objects.permitted(Actor.of(request), JUDGE).select_related("judge", *PARTIES)
    return list_page(request, JudgementTable, rows)


def _asked(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    branches, whole = branches_of(actor, JUDGE)
    told = {"month": f"{months_later(this_month(), -1):%Y-%m}", **request.GET.dict()}
    if not whole and (own := branches.first()):
        told.setdefault("branch", str(own.pk))
    return told


def _field(whose: Whose) -> str:
    return "partner" if whose.slice == "subcontractor" else whose.slice


def _line(opinion: Opinion, actor: Actor, query: str) -> dict[str, Any]:
    return {
        "opinion": opinion,
        "group": NODES[opinion.indicator.group].title,
        "own": opinion.by(actor.person_id),
        "url": f"{reverse('scorecards:judgement', args=[opinion.indicator.code])}?{query}",
    }
