"""Pages of fines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.fining import impose_fine, report_ignored, waive_fine
from ..actions.tariffs import set_tariff
from ..enums import FineState
from ..models import Fine, Tariff
from ..queries.tariffs import table
from . import forms
from .tables import FineTable, OwnTable


@needs("conduct.view")
def fines(request: HttpRequest) -> HttpResponseBase:
    rows = Fine.objects.permitted(Actor.of(request), "conduct.view").shown()
    return list_page(request, FineTable, rows, filters=forms.FineFilter)


@needs("conduct.own")
def own(request: HttpRequest) -> HttpResponseBase:
    """What the reader was fined, and what is still to be decided."""
    rows = Fine.objects.filter(person=Actor.of(request).person_id).exclude(state=FineState.WITHDRAWN)
    return list_page(request, OwnTable, rows.shown(), filters=forms.FineFilter)


@needs("conduct.own")
def fine(request: HttpRequest, number: str) -> HttpResponse:
    """One fine: for managers of its branch, and for the person."""
    return _page(request, _found(request, number), None)


@needs("conduct.decide")
@require_POST
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Impose it, waive it, or lift what was imposed."""
    actor = Actor.of(request)
    rows = Fine.objects.permitted(actor, "conduct.decide").shown()
    found = get_object_or_404(rows, number=number)
    form = forms.DecisionForm(request.POST, fine=found)
    if form.is_valid():
        with refusals(form):
            note = form.cleaned_data["note"]
            if form.cleaned_data.get("impose"):
                impose_fine(fine=found, amount=form.amount_minor(), note=note, by=actor, at=now())
            else:
                waive_fine(fine=found, note=note, by=actor, at=now())
            return back(request, found, message=_("Decided."))
    return _page(request, found, form)


@needs("conduct.report")
@require_http_methods(["GET", "POST"])
def ignored(request: HttpRequest, number: str) -> HttpResponse:
    """The service department reports that a complaint was not handled."""
    actor = Actor.of(request)
    case = get_object_or_404(Case.objects.permitted(actor, "conduct.report"), number=number)
    form = forms.IgnoredForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            report_ignored(case=case, **form.cleaned_data, by=actor, at=now())
            return back(request, case, message=_("Put to a decision."))
    return answer(
        request,
        "conduct/ignored.html",
        status=422 if form.is_bound else 200,
        case=case,
        form=form,
        cancel=case.get_absolute_url(),
    )


@needs("conduct.tariff")
@require_http_methods(["GET", "POST"])
def tariffs(request: HttpRequest) -> HttpResponse:
    """The table of fines, changed from now on, with what it said before."""
    form = forms.TariffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_tariff(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "conduct:tariffs", message=_("Changed. It counts from now on."))
    return answer(
        request,
        "conduct/tariffs.html",
        status=422 if form.is_bound else 200,
        form=form,
        rows=table(at=now()),
        history=Tariff.objects.exclude(set_by=None).select_related("set_by")[:50],
    )


def _found(request: HttpRequest, number: str) -> Fine:
    actor = Actor.of(request)
    seen = Fine.objects.permitted(actor, "conduct.view").values("pk")
    mine = Fine.objects.filter(person=actor.person_id).values("pk")
    rows = Fine.objects.shown().select_related("because")
    return get_object_or_404(rows.filter(pk__in=seen.union(mine)), number=number)


def _page(request: HttpRequest, found: Fine, failed: forms.DecisionForm | None) -> HttpResponse:
    actor = Actor.of(request)
    decides = Fine.objects.permitted(actor, "conduct.decide").filter(pk=found.pk).exists()
    is_own = actor.person_id in (found.person_id, found.offered_by_id)
    is_open = found.state in (FineState.OFFERED, FineState.IMPOSED)
    form = failed or (forms.DecisionForm(fine=found) if decides and is_open and not is_own else None)
    return answer(
        request,
        "conduct/fine.html",
        status=422 if failed else 200,
        fine=found,
        joint=found.joint.select_related("person").order_by("pk"),
        form=form,
    )
