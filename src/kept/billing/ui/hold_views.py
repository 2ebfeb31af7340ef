"""Pages of disputed charges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.money import Money, to_minor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import Column, Table, list_page

from ..actions.holding import decide_hold
from ..enums import HoldOutcome
from ..models import ChargeHold
from ..queries.clauses import kind_words
from .forms import ANY


class HoldFilter(forms.Form):
    UNDECIDED = ("waits", gettext_lazy("Not decided yet"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), required=False, choices=[ANY, UNDECIDED, *HoldOutcome.choices]
    )

    def narrow(self, rows: Any) -> Any:
        wanted = self.cleaned_data.get("outcome")
        return rows.filter(outcome="" if wanted == "waits" else wanted) if wanted else rows


class HoldDecisionForm(forms.Form):
    credit = forms.DecimalField(
        label=gettext_lazy("Given back, before tax"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=gettext_lazy("0: the charge stands. The whole amount: the charge is reversed."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the decision"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def _state(row: ChargeHold) -> tuple[str, str]:
    return row.outcome or "waits", str(row.get_outcome_display() if row.outcome else HoldFilter.UNDECIDED[1])


def _given_back(row: ChargeHold) -> Money | None:
    """Unknown until it is decided, and not nothing."""
    return row.credited_money if row.outcome else None


class HoldTable(Table):
    name = "charge_holds"
    title = gettext_lazy("Disputed charges")
    columns = (
        Column(
            "charge", gettext_lazy("Charge"), value="charge.number", link=lambda row: row.get_absolute_url()
        ),
        Column("kind", gettext_lazy("Kind"), value=lambda row: kind_words(row.charge.kind)),
        Column("customer", gettext_lazy("Customer"), value=lambda row: str(row.charge.customer), phone=True),
        Column("matter", gettext_lazy("Case")),
        Column("net", gettext_lazy("Net"), kind="money", value="charge.net", total=True, phone=True),
        Column("why", gettext_lazy("Why"), value="why"),
        Column("held_by", gettext_lazy("Held by"), value="held_by.name"),
        Column("held_at", gettext_lazy("Held"), kind="moment"),
        Column("outcome", gettext_lazy("Outcome"), kind="state", value=_state, phone=True),
        Column("credited", gettext_lazy("Given back"), kind="money", value=_given_back, total=True),
        Column("note", gettext_lazy("Note on the decision")),
        Column("decided_at", gettext_lazy("Decided"), kind="moment"),
    )
    default = ("charge", "kind", "customer", "matter", "net", "why", "held_at", "outcome", "credited")
    order = ("-id",)
    empty = gettext_lazy("No charge is disputed. They are held on the page of a case that is a dispute.")


@needs("billing.hold")
def holds(request: HttpRequest) -> HttpResponseBase:
    rows = ChargeHold.objects.permitted(Actor.of(request), "billing.hold").shown()
    return list_page(request, HoldTable, rows, filters=HoldFilter)


@needs("billing.hold")
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk, "billing.hold"))


@needs("billing.decide_hold")
@require_POST
def hold_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """It stands, or a part or all of it is given back."""
    found, form = _found(request, pk, "billing.decide_hold"), HoldDecisionForm(request.POST)
    if form.is_valid():
        with refusals(form):
            credit = to_minor(form.cleaned_data["credit"], found.charge.currency)
            note = form.cleaned_data["note"]
            decide_hold(hold=found, credit=credit, note=note, by=Actor.of(request), at=now())
            return back(request, found, message=_("Decided."))
    return _page(request, found, status=422, failed=form)


def _found(request: HttpRequest, pk: int, permission: str) -> ChargeHold:
    return get_object_or_404(ChargeHold.objects.permitted(Actor.of(request), permission).shown(), pk=pk)


def _page(
    request: HttpRequest, found: ChargeHold, *, status: int = 200, failed: HoldDecisionForm | None = None
) -> HttpResponse:
    open_to = found.decided_at is None and Actor.of(request).may("billing.decide_hold")
    return answer(
        request,
        "billing/hold.html",
        status=status,
        hold=found,
        kind=kind_words(found.charge.kind),
        state=_state(found),
        form=(failed or HoldDecisionForm()) if open_to or failed else None,
    )
