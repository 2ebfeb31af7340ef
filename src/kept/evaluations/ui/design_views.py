"""Pages of evaluation models: the tree with its weights, what vetoes, and their versions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions import designing
from ..models import EvaluationModel
from ..queries.trees import TOP, Node, check_tree, group_of, tree_of
from . import forms, words
from .tables import ModelTable


@require_GET
@needs("evaluations.judge")
def models(request: HttpRequest) -> HttpResponseBase:
    rows = EvaluationModel.objects.permitted(Actor.of(request), "evaluations.judge")
    return list_page(
        request, ModelTable, rows.annotate(evaluated=Count("evaluations")), filters=forms.ModelFilter
    )


@require_GET
@needs("evaluations.judge")
def model(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = found_model(request, code, version)
    root = tree_of(found)
    return answer(
        request,
        "evaluations/model.html",
        model=found,
        rows=[words.tree_row(node) for node in root.walk() if node.criterion],
        groups=[node for node in root.walk() if len(node.below) > 1],
        wrong=words.refusal_of(lambda: check_tree(root, str(found))),
        rules=[words.rule_row(rule) for rule in found.veto_rules.all()],
        versions=EvaluationModel.objects.filter(code=code).order_by("-version"),
        evaluations=found.evaluations.order_by("-pk")[:8],
    )


@needs("evaluations.design")
@require_http_methods(["GET", "POST"])
def new_model(request: HttpRequest) -> HttpResponse:
    form = forms.ModelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = designing.make_model(**form.head(), by=Actor.of(request), at=now())
            return back(request, made, message=_("Draft made. Add criteria."))
    return _form(request, _("Make a model"), form, "evaluations:models")


@needs("evaluations.design")
@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = _designed(request, code, version)
    form = forms.ModelForm(request.POST or None, model=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            designing.change_model(model=found, **form.head(), by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return _form(request, _("Change the head"), form, found)


@needs("evaluations.design")
@require_http_methods(["GET", "POST"])
def new_criterion(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = _designed(request, code, version)
    under = found.criteria.filter(code=request.GET.get("under", "")).first()
    form = forms.CriterionForm(request.POST or None, model=found, initial={"parent": under})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            told = form.details()
            designing.add_criterion(model=found, **told, by=Actor.of(request), at=now())
            return back(request, found, message=_("Criterion added."))
    return _form(request, _("Add a criterion"), form, found)


@needs("evaluations.design")
@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, code: str, version: int, criterion: str) -> HttpResponse:
    found = _designed(request, code, version)
    chosen = get_object_or_404(found.criteria, code=criterion)
    form = forms.CriterionForm(request.POST or None, model=found, criterion=chosen)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            told = form.details()
            designing.change_criterion(criterion=chosen, **told, by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return _form(request, str(chosen), form, found)


@needs("evaluations.design")
@require_POST
def removal(request: HttpRequest, code: str, version: int, criterion: str) -> HttpResponse:
    found = _designed(request, code, version)
    chosen = get_object_or_404(found.criteria, code=criterion)
    designing.remove_criterion(criterion=chosen, by=Actor.of(request), at=now())
    return back(request, found, message=_("Criterion removed."))


@needs("evaluations.design")
@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest, code: str, version: int, group: str) -> HttpResponse:
    """The shares of one group by hand; they sum to 100 %."""
    found = _designed(request, code, version)
    node = found_group(found, group)
    form = forms.WeightsForm(request.POST or None, group=node)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            told = form.weights()
            designing.set_weights(model=found, group=group, weights=told, by=Actor.of(request), at=now())
            return back(request, found, message=_("Weights set."))
    title = _("Weights below '%(group)s', %%") % {"group": node.words or found}
    return _form(request, title, form, found)


@needs("evaluations.design")
@require_http_methods(["GET", "POST"])
def new_veto(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = _designed(request, code, version)
    form = forms.VetoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            designing.add_veto_rule(model=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Veto rule added."))
    return _form(request, _("Add a veto rule"), form, found)


@needs("evaluations.design")
@require_POST
def veto_removal(request: HttpRequest, code: str, version: int, rule: int) -> HttpResponse:
    found = _designed(request, code, version)
    chosen = get_object_or_404(found.veto_rules, pk=rule)
    designing.remove_veto_rule(rule=chosen, by=Actor.of(request), at=now())
    return back(request, found, message=_("Veto rule removed."))


@needs("evaluations.design")
@require_POST
def use(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = _designed(request, code, version)
    designing.put_in_use(model=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("In use from now on."))


@needs("evaluations.design")
@require_POST
def revision(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = _designed(request, code, version)
    made = designing.revise_model(model=found, by=Actor.of(request), at=now())
    return back(request, made, message=_("A draft of the next version."))


def found_model(request: HttpRequest, code: str, version: int) -> EvaluationModel:
    rows = EvaluationModel.objects.permitted(Actor.of(request), "evaluations.judge")
    return get_object_or_404(rows, code=code, version=version)


def found_group(model: EvaluationModel, group: str) -> Node:
    """The group of that code, or the first criteria; 404 for a leaf."""
    node = group_of(tree_of(model), group)
    if node is None or (node.is_leaf and group != TOP):
        get_object_or_404(model.criteria.none())
    assert node is not None
    return node


def _designed(request: HttpRequest, code: str, version: int) -> EvaluationModel:
    rows = EvaluationModel.objects.permitted(Actor.of(request), "evaluations.design")
    return get_object_or_404(rows, code=code, version=version)


def _form(request: HttpRequest, title: str, form: Any, cancel: Any) -> HttpResponse:
    return answer(
        request,
        "evaluations/form.html",
        status=422 if form.errors else 200,
        title=title,
        form=form,
        model=cancel if isinstance(cancel, EvaluationModel) else None,
        cancel=words.address_of(cancel),
    )
