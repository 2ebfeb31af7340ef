"""Where promises break: the vital few causes, lanes, branches, and the hours of the week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.searching import matching
from kept.kernel.web.answers import answer
from kept.kernel.web.cells import percent
from kept.kernel.web.charts import Bar, BarChart
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.methods.pareto import pareto
from kept.parties.models import Customer, Partner
from kept.people.models import Branch
from kept.promises.kinds import KINDS

from ..enums import BrokenBy
from ..queries import broken
from ..queries.broken import KNOWN_WHEN_BROKEN, UNKNOWN, WEEKDAYS, Asked, Group
from ..rules import PARETO_CUT
from . import files, tables
from .desk_forms import TimesForm

SPAN = timedelta(days=90)
MOST = 100
"""Lines of a table on a page; the file has them all."""
SHADES = 5


class BrokenForm(TimesForm):
    by = forms.ChoiceField(label=gettext_lazy("By"), choices=BrokenBy.choices)
    kind = forms.ChoiceField(label=gettext_lazy("Promise"), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=gettext_lazy("Branch"), required=False, empty_label=gettext_lazy("all")
    )
    customer = forms.CharField(label=gettext_lazy("Customer"), required=False, max_length=60)
    partner = forms.CharField(label=gettext_lazy("Subcontractor"), required=False, max_length=60)
    field_order = ("by", "first", "last", "kind", "branch", "customer", "partner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.words) for code, kind in KINDS.items()]
        self.fields["kind"].choices = [("", gettext_lazy("all")), *kinds]  # type: ignore[attr-defined]

    def clean_customer(self) -> Any:
        return _one(Customer, self.cleaned_data["customer"], _("Write the name or number of one customer."))

    def clean_partner(self) -> Any:
        return _one(
            Partner, self.cleaned_data["partner"], _("Write the name or number of one subcontractor.")
        )

    @property
    def asked(self) -> Asked:
        told = self.cleaned_data
        return Asked(
            **{name: told[name] for name in ("first", "last", "kind", "branch", "customer", "partner")}
        )


@dataclass(frozen=True)
class Row:
    """A group with its place in the Pareto and the address of its promises."""

    group: Group
    share: Decimal
    cumulative: Decimal
    is_vital: bool
    rate: str
    url: str


@dataclass(frozen=True)
class Hour:
    """A cell of the heat map; the darker, the larger the share that broke."""

    words: str
    broken: int
    due: int
    shade: int
    url: str


@needs("scorecards.view")
def broken_promises(request: HttpRequest) -> HttpResponse:
    """Which few groups hold most of the broken promises, and at which hours they were due."""
    actor, at, form = Actor.of(request), now(), _form(request)
    if not form.is_valid():
        return answer(request, "scorecards/broken.html", status=422, form=form, query="", rows=[])
    asked, by = form.asked, form.cleaned_data["by"]
    found = broken.groups(actor, asked, by, at=at)
    rows = list(_rows(found, by, form))
    export, table = request.GET.get("export", ""), request.GET.get("table", "")
    if export in ("csv", "xlsx") and table != "hours":
        return _file(export, by, found, rows)
    cells = broken.hours(actor, asked, at=at)
    if export in ("csv", "xlsx"):
        return _hours_file(export, cells)
    unknown = next((group for group in found if not group.key), None)
    vital = [row for row in rows if row.is_vital]
    total = sum(group.broken for group in found)
    return answer(
        request,
        "scorecards/broken.html",
        form=form,
        query=_query(form),
        by_words=BrokenBy(by).label,
        rows=rows[:MOST],
        many=len(rows) > MOST,
        vital=len(vital),
        share=percent(vital[-1].cumulative, digits=0) if vital else "",
        named=sum(row.group.broken for row in rows),
        total=total,
        with_rate=by not in KNOWN_WHEN_BROKEN,
        unknown=unknown,
        unknown_words=UNKNOWN.get(by, ""),
        unknown_url=_records(form, by, ""),
        chart=_chart(rows, BrokenBy(by).label),
        week=_week(cells, form),
        clock=[f"{hour:02}" for hour in _shown_hours(cells)],
    )


@needs("scorecards.view")
def broken_records(request: HttpRequest) -> HttpResponseBase:
    """The broken promises of one group."""
    form = _form(request)
    by, key = request.GET.get("group", ""), request.GET.get("key", "")
    known = form.is_valid()
    at = now()
    asked = form.asked if known else Asked(localdate(), localdate())
    rows = broken.broken(Actor.of(request), asked, by, key, at=at)
    shown = rows.select_related(
        "calendar_version", "policy_version", "customer", "person", "branch", "provider"
    )
    return list_page(
        request,
        tables.BrokenTable,
        shown if known else shown.none(),
        template="scorecards/broken_records.html",
        group_words=broken.words_of(by, key),
        first=asked.first,
        last=asked.last,
        back=f"{reverse('scorecards:broken')}?{_query(form)}" if known else reverse("scorecards:broken"),
    )


def _form(request: HttpRequest) -> BrokenForm:
    today = localdate()
    given = {name: value for name, value in request.GET.items() if value}
    return BrokenForm({"by": "cause", "first": f"{today - SPAN}", "last": f"{today}", **given})


def _rows(found: list[Group], by: str, form: BrokenForm) -> Iterator[Row]:
    known = {group.key: group for group in found if group.key}
    for ranked in pareto({key: group.broken for key, group in known.items()}, rule(PARETO_CUT)):
        group = known[ranked.name]
        rate = "" if by in KNOWN_WHEN_BROKEN else percent(Decimal(group.broken) / group.due)
        url = _records(form, by, group.key)
        yield Row(group, ranked.share, ranked.cumulative, ranked.is_vital, rate, url)


def _week(cells: dict[tuple[int, int], tuple[int, int]], form: BrokenForm) -> list[tuple[Any, list[Hour]]]:
    """Seven rows of hours; none where nothing with an hour broke."""
    if not any(part for _whole, part in cells.values()):
        return []
    worst = max(Decimal(part) / whole for whole, part in cells.values())
    week = []
    for weekday, name in enumerate(WEEKDAYS, 1):
        week.append((name, [_hour(cells, weekday, hour, worst, form) for hour in _shown_hours(cells)]))
    return week


def _hour(cells: Any, weekday: int, hour: int, worst: Decimal, form: BrokenForm) -> Hour:
    whole, part = cells.get((weekday, hour), (0, 0))
    shade = -(-(Decimal(part) / whole / worst * SHADES) // 1) if part else 0
    said = {"day": WEEKDAYS[weekday - 1], "hour": f"{hour:02}:00", "broken": part, "due": whole}
    words = _("%(day)s %(hour)s: %(broken)d of %(due)d broken") % said
    url = _records(form, broken.WEEK, f"{weekday}-{hour}") if part else ""
    return Hour(words, part, whole, int(shade), url)


def _shown_hours(cells: dict[tuple[int, int], Any]) -> range:
    """From the first hour of the day at which anything was due to the last."""
    hours = [hour for _weekday, hour in cells]
    return range(min(hours), max(hours) + 1) if hours else range(0)


def _query(form: BrokenForm) -> str:
    return urlencode({name: form.data.get(name, "") for name in form.fields if form.data.get(name)})


def _records(form: BrokenForm, by: str, key: str) -> str:
    more = urlencode({"group": by, "key": key})
    return f"{reverse('scorecards:broken_records')}?{_query(form)}&{more}"


def _chart(rows: list[Row], title: Any) -> BarChart | None:
    bars = tuple(
        Bar(
            row.group.words,
            row.group.broken,
            url=row.url,
            tone="accent" if row.is_vital else "paused",
            note=_("%(share)s together") % {"share": percent(row.cumulative, digits=0)},
        )
        for row in rows[:20]
    )
    return BarChart(title=_("Broken promises by: %(group)s") % {"group": title}, bars=bars) if bars else None


def _file(kind: str, by: str, found: list[Group], rows: list[Row]) -> HttpResponse:
    head = (
        BrokenBy(by).label,
        *(_("Broken"), pgettext("how many", "Due"), _("Share"), pgettext("running share", "Together")),
    )
    due = by not in KNOWN_WHEN_BROKEN
    cells: list[tuple[Any, ...]] = [
        (r.group.words, r.group.broken, r.group.due if due else "", r.share, r.cumulative) for r in rows
    ]
    cells += [(g.words, g.broken, g.due if due else "", "", "") for g in found if not g.key]
    title = _("Broken promises by: %(group)s") % {"group": BrokenBy(by).label}
    return files.as_file(kind, f"broken_by_{by}", title, head, cells)


def _hours_file(kind: str, cells: dict[tuple[int, int], tuple[int, int]]) -> HttpResponse:
    head = (_("Weekday"), _("Hour"), pgettext("how many", "Due"), _("Broken"))
    lines = [(WEEKDAYS[day - 1], hour, *cells[day, hour]) for day, hour in sorted(cells)]
    return files.as_file(kind, "broken_by_hour_of_the_week", _("Where promises break"), head, lines)


def _one(model: Any, text: str, why: str) -> Any:
    """The one record of that name or number."""
    if not text:
        return None
    found = list(matching(model.objects.all(), text)[:2])
    if len(found) != 1:
        raise forms.ValidationError(why)
    return found[0]
