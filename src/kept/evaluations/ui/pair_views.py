"""The screen on which a judge compares criteria in pairs; the ratio follows while he chooses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.comparing import compare_pairs, weigh_by_pairs
from ..models import EvaluationModel
from ..queries.pairs import Told, all_together, judges_of, pairs_of, steps_said, told_by
from ..queries.trees import Node
from ..rules.numbers import CONSISTENCY
from . import words
from .design_views import found_group, found_model
from .forms import PairsForm

PAGE = "evaluations/pairs.html"


@needs("evaluations.judge")
@require_http_methods(["GET", "POST"])
def pairs(request: HttpRequest, code: str, version: int, group: str) -> HttpResponse:
    """My comparisons of one group, beside those of the other judges."""
    model = found_model(request, code, version)
    node = found_group(model, group)
    before = steps_said(node, Actor.of(request).person_id)
    form = PairsForm(request.POST or None, group=node, before=before)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            compare_pairs(model=model, group=group, steps=form.steps(), by=Actor.of(request), at=now())
            address = f"{model.get_absolute_url()}pairs/{group}/"
            return back(request, address, message=_("Your comparisons are kept."))
    steps = form.steps() if form.is_bound else before
    return _page(request, model, node, form, told_by(node, steps, _limit()), len(steps))


@needs("evaluations.judge")
@require_POST
def ratio(request: HttpRequest, code: str, version: int, group: str) -> HttpResponse:
    """What the choices so far come to; nothing is kept."""
    model = found_model(request, code, version)
    node = found_group(model, group)
    form = PairsForm(request.POST, group=node, before={})
    form.is_valid()
    steps = form.steps()
    told = told_by(node, steps, _limit())
    return answer(request, PAGE, part="ratio", **_told(node, told, len(steps)))


@needs("evaluations.design")
@require_POST
def pair_weights(request: HttpRequest, code: str, version: int, group: str) -> HttpResponse:
    """Take the weights of all judges together; what contradicts itself is named on the page."""
    model = found_model(request, code, version)
    node = found_group(model, group)
    try:
        weigh_by_pairs(model=model, group=group, by=Actor.of(request), at=now())
    except Refused as no:
        before = steps_said(node, Actor.of(request).person_id)
        form = PairsForm(None, group=node, before=before)
        told = told_by(node, before, _limit())
        return _page(request, model, node, form, told, len(before), refused=str(no.message))
    return back(request, model, message=_("Weights taken from the comparisons."))


def _page(
    request: HttpRequest,
    model: EvaluationModel,
    node: Node,
    form: PairsForm,
    told: Told | None,
    said: int,
    refused: str = "",
) -> HttpResponse:
    limit = _limit()
    judges = judges_of(node, limit)
    whole = all_together(judges, limit)
    return answer(
        request,
        PAGE,
        status=422 if form.errors or refused else 200,
        model=model,
        group=node,
        form=form,
        refused=refused,
        judges=[words.judge_row(judge, len(pairs_of(node))) for judge in judges],
        whole=words.matrix_words(whole) if whole else None,
        **_told(node, told, said),
    )


def _told(node: Node, told: Told | None, said: int) -> dict[str, Any]:
    return {
        "told": words.matrix_words(told) if told else None,
        "said": said,
        "pairs": len(pairs_of(node)),
        "limit": _limit(),
    }


def _limit() -> float:
    return float(rule(CONSISTENCY))
