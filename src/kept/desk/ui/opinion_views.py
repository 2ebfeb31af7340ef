"""The customer's opinion, behind an unguessable link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, refusals
from kept.kernel.web.doors import public

from ..actions.opinions import take_opinion
from ..models import Opinion
from .case_forms import OpinionForm


@public
def opinion(request: HttpRequest, token: str) -> HttpResponse:
    """Asked once; afterwards the page thanks."""
    found = get_object_or_404(Opinion.objects.select_related("case__customer"), token=token)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            found = take_opinion(opinion=found, **form.cleaned_data, by=Actor.link("opinion"), at=now())
    status = 422 if form.errors and not found.answered_at else 200
    return answer(request, "desk/opinion.html", status=status, opinion=found, case=found.case, form=form)
