"""Pages of gaps: where we fall short, ranked by importance times gap."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.desk.models import PreventiveAction
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals, way_back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.acting import open_action
from ..actions.finding import find_gaps
from ..models import Gap
from . import charts
from .forms import ActionForm, GapFilter
from .tables import GapTable
from .words import difference_words, unmeasured_words, value_words

WITH = ("survey", "item__questionnaire", "customer", "branch")


@require_GET
@needs("strategy.view")
def gaps(request: HttpRequest) -> HttpResponseBase:
    rows = Gap.objects.permitted(Actor.of(request), "strategy.view").select_related(*WITH)
    rows = rows.beside_the_last_search()
    return list_page(
        request,
        GapTable,
        rows,
        filters=GapFilter,
        template="strategy/gaps.html",
        chart=charts.priorities(rows.unclosed().ranked()[:6]),
    )


@require_POST
@needs("strategy.act")
def search(request: HttpRequest) -> HttpResponse:
    """Measure everything anew."""
    found = find_gaps(by=Actor.of(request), at=now())
    words = _("%(new)d new gaps, %(refreshed)d with today's figures, %(closed)d closed.")
    told = {"new": len(found.new), "refreshed": len(found.refreshed), "closed": len(found.closed)}
    message = words % told
    if left := len(found.unmeasured):
        more = ngettext(
            "%(n)d keeps older figures: there is too little to measure it again.",
            "%(n)d keep older figures: there is too little to measure them again.",
            left,
        )
        message = _("%(first)s %(second)s") % {"first": message, "second": more % {"n": left}}
    return back(request, "strategy:gaps", message=message)


@require_GET
@needs("strategy.view")
def gap(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "strategy.view")
    records, words = charts.behind(found)
    actions = list(found.actions.select_related("owner", "policy_version__policy").order_by("-pk"))
    return answer(
        request,
        "strategy/gap.html",
        gap=found,
        figures=_figures(found),
        unmeasured=unmeasured_words(found, at=now()) if found.is_unmeasured else "",
        chart=charts.service_level(found),
        behind=(records, words),
        actions=actions,
        otherwise=_otherwise(request, found),
        subjects=[found, *actions],
    )


@require_http_methods(["GET", "POST"])
@needs("strategy.act")
def new_action(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "strategy.act")
    actor = Actor.of(request)
    preventions = PreventiveAction.objects.permitted(actor, "desk.view").order_by("-pk")
    form = ActionForm(found, request.POST or None, preventions=preventions)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            opened = open_action(gap=found, **form.details(), by=actor, at=now())
            return back(request, way_back(request, opened), message=_("Action proposed."))
    return answer(
        request,
        "strategy/action_form.html",
        form=form,
        gap=found,
        figures=_figures(found),
        cancel=found.get_absolute_url(),
        next=request.GET.get("next", ""),
        status=422 if form.errors else 200,
    )


def _otherwise(request: HttpRequest, found: Gap) -> list[dict[str, Any]]:
    """The same promise, felt and done, for comparison."""
    seen = Gap.objects.permitted(Actor.of(request), "strategy.view").filter(
        pk__in=found.seen_otherwise().values("pk")
    )
    rows = seen.ranked().select_related(*WITH)[:6]
    return [
        {"gap": one, "wanted": value_words(one, one.wanted), "got": value_words(one, one.got)} for one in rows
    ]


def _found(request: HttpRequest, number: str, permission: str) -> Gap:
    rows = Gap.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related(*WITH).beside_the_last_search(), number=number)


def _figures(found: Gap) -> dict[str, Any]:
    bounds = found.evidence.get("interval") or (found.evidence.get("performance") or [None])[1:]
    low, high = bounds if bounds and bounds[0] is not None else (None, None)
    return {
        "wanted": value_words(found, found.wanted),
        "got": value_words(found, found.got),
        "missing": difference_words(found, found.gap),
        "low": None if low is None else value_words(found, low),
        "high": None if high is None else value_words(found, high),
        "weight": found.importance * 100,
        "width": found.width * 100,
        "priority": found.priority * 100,
    }
