"""What an indicator is: its definition, adding, changing and retiring it, its weights and bounds."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.defining import add_indicator, change_indicator, retire_indicator
from ..actions.weighing import set_bounds, set_weights
from ..catalogue import Catalogue, Indicator, Measure, Recorded, Whole
from ..catalogue.language import names_in
from ..catalogue.tree import NODES, ROOT
from ..enums import How
from ..models import Bounds, IndicatorVersion
from ..queries.known import known
from ..queries.shape import Shape, children_of, title_of_node
from .tree_forms import BoundsForm, DefinitionForm, RetireForm, WeightForm, anchors, this_month
from .tree_tables import VersionTable, formula_words
from .words import shown


@needs("scorecards.view")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is said of an indicator, with every change of it."""
    catalogue = known()
    found = _found(catalogue, code)
    versions = IndicatorVersion.objects.filter(code=code).select_related("made_by")
    versions = versions.order_by("-valid_from", "-version")
    reach = Shape(catalogue, this_month()).range_of(found)
    return answer(
        request,
        "scorecards/indicator.html",
        indicator=found,
        groups=[NODES[group] for group in found.groups],
        measures=[catalogue.measures[name] for name in found.measures],
        used_by=[i for i in catalogue.indicators.values() if code in _names(i) and i.code != code],
        reach=reach
        and {name: shown(found, getattr(reach, name)) for name in ("worst", "best", "low", "high")},
        bounds=Bounds.objects.filter(indicator=code).select_related("set_by").order_by("-valid_from", "-pk"),
        versions=[(version, formula_words(version, catalogue)) for version in versions],
        marks=[words for _mark, words in anchors(*found.scale)] if found.how == How.JUDGED else [],
    )


@needs("scorecards.view")
def changes(request: HttpRequest) -> HttpResponseBase:
    """Everything that users did to the catalogue."""
    rows = IndicatorVersion.objects.permitted(Actor.of(request), "scorecards.view")
    return list_page(request, VersionTable, rows.select_related("made_by"))


@needs("scorecards.define")
@require_http_methods(["GET", "POST"])
def new_indicator(request: HttpRequest) -> HttpResponse:
    form = DefinitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        title = told.pop("title")
        with refusals(form):
            made = add_indicator(words={_language(): title}, **told, by=Actor.of(request), at=now())
            return back(request, "scorecards:indicator", made.code, message=_("The indicator is added."))
    return _definition(request, form, _("Add an indicator"), reverse("scorecards:tree"))


@needs("scorecards.define")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(known(), code)
    form = DefinitionForm(request.POST or None, changes=True, initial=_said(found))
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        title = told.pop("title")
        if title != str(found.title):
            told["words"] = {**_words_of(code), _language(): title}
        with refusals(form):
            change_indicator(code=code, **told, by=Actor.of(request), at=now())
            return back(request, "scorecards:indicator", code, message=_("The indicator is changed."))
    title = _("Change %(indicator)s") % {"indicator": found.title}
    return _definition(request, form, title, reverse("scorecards:indicator", args=[code]))


@needs("scorecards.define")
@require_http_methods(["GET", "POST"])
def retirement(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(known(), code)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            retire_indicator(code=code, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "scorecards:changes", message=_("The indicator is retired."))
    return answer(
        request,
        "scorecards/plain_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        title=_("Retire %(indicator)s") % {"indicator": found.title},
        intro=_("It leaves the catalogue from this month on; its figures until then stay."),
        act=_("Retire the indicator"),
        cancel=reverse("scorecards:indicator", args=[code]),
    )


@needs("scorecards.define")
@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest, node: str) -> HttpResponse:
    catalogue = known()
    if not (children := children_of(node, catalogue)):
        raise Http404
    shape = Shape(catalogue, this_month())
    now_set = shape.weights(node)
    parts = {code: (_title(code, catalogue), now_set[code]) for code in children}
    form = WeightForm(request.POST or None, parts=parts)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_weights(
                node=node,
                shares=form.shares(),
                valid_from=form.cleaned_data["valid_from"],
                why=form.cleaned_data["why"],
                by=Actor.of(request),
                at=now(),
            )
            return back(request, "scorecards:tree", message=_("The weights are set."))
    intro = _("All parts weigh alike until somebody sets their weights.")
    return answer(
        request,
        "scorecards/plain_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        title=_("Weights of %(group)s") % {"group": title_of_node(node)},
        intro=_("The weights must make 100 %.") + ("" if shape.is_set(node) or node == ROOT else f" {intro}"),
        act=_("Set the weights"),
        cancel=reverse("scorecards:tree"),
    )


@needs("scorecards.define")
@require_http_methods(["GET", "POST"])
def bounds(request: HttpRequest, code: str) -> HttpResponse:
    catalogue = known()
    found = _found(catalogue, code)
    reach = Shape(catalogue, this_month()).range_of(found)
    times = 100 if found.is_share else 1
    initial = {
        name: f"{(getattr(reach, name) * times).normalize():f}"
        for name in ("worst", "best", "low", "high")
        if reach and getattr(reach, name) is not None
    }
    form = BoundsForm(request.POST or None, indicator=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_bounds(indicator=code, **form.told(), by=Actor.of(request), at=now())
            return back(request, "scorecards:indicator", code, message=_("The bounds are set."))
    return answer(
        request,
        "scorecards/plain_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        title=_("Bounds of %(indicator)s") % {"indicator": found.title},
        intro=_("The score runs in a straight line from 0 to 100 between these figures."),
        act=_("Set the bounds"),
        cancel=reverse("scorecards:indicator", args=[code]),
    )


def _definition(request: HttpRequest, form: DefinitionForm, title: str, cancel: str) -> HttpResponse:
    catalogue = known()
    return answer(
        request,
        "scorecards/definition_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        title=title,
        cancel=cancel,
        numbers=[m for m in catalogue.measures.values() if isinstance(m, Recorded)],
        counted=[m for m in catalogue.measures.values() if isinstance(m, Measure | Whole)],
        indicators=catalogue.indicators.values(),
    )


def _found(catalogue: Catalogue, code: str) -> Indicator:
    if code not in catalogue.indicators:
        raise Http404
    return catalogue.indicators[code]


def _names(indicator: Indicator) -> tuple[str, ...]:
    return names_in(indicator.formula)


def _said(found: Indicator) -> dict[str, Any]:
    names = ("formula", "unit", "direction", "phase", "horizon", "group", "means")
    return {"title": str(found.title), **{name: getattr(found, name) for name in names}}


def _words_of(code: str) -> dict[str, str]:
    last = IndicatorVersion.objects.filter(code=code).order_by("-version").first()
    return dict(last.words) if last else {}


def _title(code: str, catalogue: Catalogue) -> Any:
    return NODES[code].title if code in NODES else catalogue.indicators[code].title


def _language() -> str:
    return get_language() or "zh-hans"
