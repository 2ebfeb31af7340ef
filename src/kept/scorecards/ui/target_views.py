"""Levels that were set, and setting one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.targets import set_target
from ..models import Target
from .forms import TargetForm
from .tables import TargetTable


@needs("scorecards.view")
def targets(request: HttpRequest) -> HttpResponseBase:
    rows = Target.objects.permitted(Actor.of(request), "scorecards.view")
    return list_page(
        request, TargetTable, rows.select_related("customer", "branch", "partner", "service", "set_by")
    )


@needs("scorecards.target")
def new_target(request: HttpRequest) -> HttpResponse:
    form = TargetForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_target(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "scorecards:targets", message=_("The level is set."))
    status = 422 if form.is_bound else 200
    return answer(
        request, "scorecards/target_form.html", status=status, form=form, cancel=reverse("scorecards:targets")
    )
