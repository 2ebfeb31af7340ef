"""Needs of customers and segments, rated by five criteria, and the levels they deserve."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.cells import percent
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import Column, Table, list_page
from kept.methods.differentiation import Criterion
from kept.parties.enums import Segment
from kept.parties.models import Customer

from ..actions.needs import rate_need
from ..models import MARKS, NeedRating
from .asking import question_of
from .forms import party_of

MARK_CHOICES = {
    Criterion.COST: (gettext_lazy("Cost of fulfilling it"), gettext_lazy("1 cheap, 5 dear")),
    Criterion.CUSTOMER: (gettext_lazy("Importance of the customer"), gettext_lazy("1 small, 5 vital")),
    Criterion.ACCEPTABLE: (
        gettext_lazy("Cost that the customer accepts"),
        gettext_lazy("1 nothing, 5 whatever it takes"),
    ),
    Criterion.NEED: (gettext_lazy("Importance of the need"), gettext_lazy("1 nice to have, 5 indispensable")),
    Criterion.COMPETITOR: (
        gettext_lazy("How good competitors are at it"),
        gettext_lazy("1 nobody does it, 5 everybody does it well"),
    ),
}


class NeedForm(forms.Form):
    need = forms.CharField(label=gettext_lazy("Need"), max_length=120)
    customer = forms.CharField(
        label=gettext_lazy("Customer"),
        required=False,
        help_text=gettext_lazy("Number or name, or a segment."),
    )
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"), required=False, choices=[("", gettext_lazy("none")), *Segment.choices]
    )
    why = forms.CharField(label=gettext_lazy("What it rests on"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion, (label, help_text) in MARK_CHOICES.items():
            self.fields[MARKS[criterion]] = forms.IntegerField(
                label=label, help_text=help_text, min_value=1, max_value=5
            )
        self.order_fields(["need", "customer", "segment", *MARKS.values(), "why"])

    def clean_customer(self) -> Any:
        return party_of(Customer, self.cleaned_data["customer"])

    @property
    def rated(self) -> dict[str, Any]:
        told = self.cleaned_data
        marks = {criterion: told[field] for criterion, field in MARKS.items()}
        return {**{name: told[name] for name in ("need", "customer", "segment", "why")}, "marks": marks}


class NeedFilter(forms.Form):
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"), required=False, choices=[("", gettext_lazy("all")), *Segment.choices]
    )
    history = forms.BooleanField(label=gettext_lazy("With earlier ratings"), required=False)

    def narrow(self, rows: Any) -> Any:
        wanted = self.cleaned_data
        if wanted.get("segment"):
            rows = rows.filter(segment=wanted["segment"])
        return rows if wanted.get("history") else rows.current()


def _level_url(rating: NeedRating) -> str:
    """Setting the derived level for the customer of the need."""
    if rating.customer is None:
        return ""
    asked = {
        "indicator": "service_level",
        "value": f"{(rating.level * 100).normalize():f}",
        "customer": rating.customer.number,
        "why": rating.need,
    }
    return f"{reverse('scorecards:new_target')}?{urlencode(asked)}"


class NeedTable(Table):
    name = "rated_needs"
    title = gettext_lazy("Needs and the level they deserve")
    columns = (
        Column("need", gettext_lazy("Need")),
        Column("whom", gettext_lazy("Customer or segment")),
        *(
            Column(field, MARK_CHOICES[criterion][0], kind="number", value=field)
            for criterion, field in MARKS.items()
        ),
        Column("score", gettext_lazy("Score"), kind="number", digits=2),
        Column(
            "level",
            gettext_lazy("Derived level"),
            value=lambda rating: percent(rating.level, digits=2),
            link=_level_url,
            link_permission="scorecards.target",
            phone=True,
        ),
        Column("why", gettext_lazy("What it rests on")),
        Column("rated_by", gettext_lazy("Rated by"), value="rated_by.name"),
        Column("rated_at", pgettext_lazy("moment", "Rated"), kind="moment", sort="rated_at"),
    )
    order = ("-rated_at", "-id")
    empty = gettext_lazy("No need has been rated yet.")
    empty_act = ("scorecards:new_need", gettext_lazy("Rate a need"), "scorecards.target")
    acts = (("scorecards:new_need", gettext_lazy("Rate a need"), "scorecards.target"),)


@needs("scorecards.view")
def needs_rated(request: HttpRequest) -> HttpResponseBase:
    actor = Actor.of(request)
    rows = NeedRating.objects.permitted(actor, "scorecards.view").select_related("customer", "rated_by")
    return list_page(
        request,
        NeedTable,
        rows,
        filters=NeedFilter,
        template="scorecards/needs.html",
        question=question_of(request, actor),
    )


@needs("scorecards.target")
def new_need(request: HttpRequest) -> HttpResponse:
    form = NeedForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = rate_need(**form.rated, by=Actor.of(request), at=now())
            told = {"need": made.need, "level": percent(made.level, digits=2)}
            return back(request, "scorecards:needs", message=_("%(need)s deserves %(level)s.") % told)
    return answer(
        request,
        "scorecards/need_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        cancel=reverse("scorecards:needs"),
    )
