"""The causes of cases, largest first, each leading to its cases and to what is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kept.desk.enums import CaseKind
from kept.desk.models import Case
from kept.desk.queries.causes import CauseCount, cause_counts
from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.searching import matching
from kept.kernel.web.answers import answer
from kept.kernel.web.cells import percent
from kept.kernel.web.charts import Bar, BarChart
from kept.kernel.web.doors import needs
from kept.methods.pareto import pareto
from kept.parties.models import Customer
from kept.people.models import Branch

from ..rules import PARETO_CUT
from . import files
from .desk_forms import TimesForm

SPAN = timedelta(days=90)


class ParetoForm(TimesForm):
    by = None  # type: ignore[assignment]
    detail = forms.ChoiceField(
        label=gettext_lazy("Causes"),
        choices=[("code", gettext_lazy("in detail")), ("cause", gettext_lazy("as promises know them"))],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("all")), *CaseKind.choices], required=False
    )
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=gettext_lazy("Branch"), required=False, empty_label=gettext_lazy("all")
    )
    customer = forms.CharField(label=gettext_lazy("Customer"), required=False, max_length=60)
    field_order = ("first", "last", "detail", "kind", "branch", "customer")

    def clean_customer(self) -> Customer | None:
        """The one customer of that name or number."""
        if not (text := self.cleaned_data["customer"]):
            return None
        found = list(matching(Customer.objects.all(), text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(gettext_lazy("Write the number or the whole name of one customer."))
        customer: Customer = found[0]
        return customer


@dataclass(frozen=True)
class Row:
    """One cause with the addresses of its cases and of planning something against it."""

    words: str
    count: int
    share: Decimal
    cumulative: Decimal
    is_vital: bool
    url: str
    plan: str


@needs("scorecards.desk")
def causes(request: HttpRequest) -> HttpResponse:
    """The Pareto of causes by branch, customer, kind and days."""
    today = localdate()
    given = {name: value for name, value in request.GET.items() if value}
    form = ParetoForm({"first": f"{today - SPAN}", "last": f"{today}", "detail": "code", **given})
    rows = _rows(Actor.of(request), form.cleaned_data) if form.is_valid() else []
    if form.is_valid() and (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        head = (_("Cause"), _("Cases"), _("Share"), pgettext("running share", "Together"))
        return files.as_file(
            kind,
            "causes",
            _("Causes, largest first"),
            head,
            [(row.words, row.count, row.share, row.cumulative) for row in rows],
        )
    vital = [row for row in rows if row.is_vital]
    return answer(
        request,
        "scorecards/pareto.html",
        status=200 if form.is_valid() else 422,
        form=form,
        query=urlencode({name: form.data.get(name, "") for name in form.fields}),
        rows=rows,
        vital=len(vital),
        share=percent(vital[-1].cumulative, digits=0) if vital else "",
        total=sum(row.count for row in rows),
        chart=_chart(rows),
    )


def _rows(actor: Actor, asked: dict[str, Any]) -> list[Row]:
    """Three statements, however many causes there are."""
    counts = cause_counts(_cases(actor, asked), in_detail=asked["detail"] == "code")
    known = {count.key: count for count in counts}
    ranked = pareto({count.key: count.count for count in counts}, rule(PARETO_CUT))
    return [
        Row(
            known[row.name].words,
            row.count,
            row.share,
            row.cumulative,
            row.is_vital,
            _cases_url(known[row.name], asked),
            _plan_url(known[row.name], asked),
        )
        for row in ranked
    ]


def _cases(actor: Actor, asked: dict[str, Any]) -> Any:
    rows = Case.objects.permitted(actor, "scorecards.desk").filter(
        opened_at__gte=make_aware(datetime.combine(asked["first"], time.min)),
        opened_at__lte=make_aware(datetime.combine(asked["last"], time.max)),
    )
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["branch"]:
        rows = rows.filter(branch=asked["branch"])
    if asked["customer"]:
        rows = rows.filter(customer=asked["customer"])
    return rows


def _cases_url(count: CauseCount, asked: dict[str, Any]) -> str:
    wanted = {
        "cause": count.cause,
        "cause_code": count.code.pk if count.code else "",
        "coarse": "on" if asked["detail"] == "code" and not count.code else "",
        "kind": asked["kind"],
        "branch": asked["branch"].pk if asked["branch"] else "",
        "customer": asked["customer"].pk if asked["customer"] else "",
        "first": asked["first"],
        "last": asked["last"],
    }
    return f"{reverse('desk:cases')}?{urlencode({name: value for name, value in wanted.items() if value})}"


def _plan_url(count: CauseCount, asked: dict[str, Any]) -> str:
    wanted = {
        "cause": count.cause,
        "cause_code": count.code.pk if count.code else "",
        "branch": asked["branch"].pk if asked["branch"] else "",
    }
    address = reverse("desk:new_prevention")
    return f"{address}?{urlencode({name: value for name, value in wanted.items() if value})}"


def _chart(rows: list[Row]) -> BarChart | None:
    bars = tuple(
        Bar(
            row.words,
            row.count,
            url=row.url,
            tone="accent" if row.is_vital else "paused",
            note=_("%(share)s together") % {"share": percent(row.cumulative, digits=0)},
        )
        for row in rows[:20]
    )
    return BarChart(title=_("Cases by cause"), bars=bars) if bars else None
