"""What stock and vehicles cost at each service level."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kept.kernel.actor import Actor
from kept.kernel.money import Money, to_minor
from kept.kernel.web.answers import answer
from kept.kernel.web.cells import percent
from kept.kernel.web.charts import LineChart, Point, Series
from kept.kernel.web.doors import needs
from kept.methods.fleet import FleetLevel, Trips, fleet_levels
from kept.methods.stock import Replenishment, SeasonOrder, StockLevel, season_order, stock_level

from . import files
from .asking import question_of
from .level_forms import CURRENCIES

LEVELS = (0.50, 0.60, 0.70, 0.80, 0.85, 0.90, 0.95, 0.975, 0.98, 0.99, 0.995, 0.999)
MOST = Decimal(10) ** 9
EXAMPLE = {
    "demand": "100",
    "demand_sd": "20",
    "lead_days": "9",
    "lead_sd": "2",
    "order_quantity": "1000",
    "value": "50",
    "holding": "20",
    "target": "95",
    "currency": "CNY",
}
"""Published: 343 pieces of safety stock and an order at 1,243."""
FLEET_EXAMPLE = {
    "trips": "40",
    "day_hours": "10",
    "trip_hours": "3",
    "slack_hours": "1",
    "vehicle_cost": "18000",
    "target": "95",
    "currency": "CNY",
}


def _number(label: Any, *, lowest: int = 0, help_text: Any = "", required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=lowest, max_value=MOST, help_text=help_text, required=required
    )


def _target() -> forms.DecimalField:
    return forms.DecimalField(
        label=gettext_lazy("Level wanted, %"), min_value=Decimal("0.1"), max_value=Decimal("99.99")
    )


class StockForm(forms.Form):
    demand = _number(gettext_lazy("Demand a day"))
    demand_sd = _number(gettext_lazy("its standard deviation"))
    lead_days = _number(gettext_lazy("Lead time, days"))
    lead_sd = _number(gettext_lazy("its standard deviation, days"))
    order_quantity = _number(gettext_lazy("Ordered at once"), lowest=1)
    value = _number(gettext_lazy("Value of a piece"))
    holding = _number(gettext_lazy("Holding cost, % of value a year"))
    target = _target()
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)
    price = _number(gettext_lazy("Sold for (one order for a season)"), required=False)
    salvage = _number(gettext_lazy("What is left sells for"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        price, salvage, value = told.get("price"), told.get("salvage"), told.get("value")
        if price is not None and value is not None and price <= value:
            self.add_error("price", _("It must be sold for more than its value."))
        if salvage is not None and value is not None and salvage >= value:
            self.add_error("salvage", _("What is left must sell for less than its value."))
        if price is not None and told.get("demand") == 0:
            self.add_error("demand", _("A season needs a demand."))
        return told


class FleetForm(forms.Form):
    trips = _number(gettext_lazy("Trips a day"), lowest=1)
    day_hours = _number(gettext_lazy("Hours of a working day"), lowest=1)
    trip_hours = forms.DecimalField(
        label=gettext_lazy("Hours of a trip, out and back"), min_value=Decimal("0.05"), max_value=1000
    )
    slack_hours = _number(gettext_lazy("Hours that a trip may wait to start"))
    target = _target()
    vehicle_cost = _number(gettext_lazy("Cost of a vehicle a month"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        trips, hours, day = (told.get(name) or Decimal(0) for name in ("trips", "trip_hours", "day_hours"))
        if day and trips * hours / day > 2000:
            self.add_error("trips", _("So much work needs more than 2,000 vehicles: divide it first."))
        return told


@dataclass(frozen=True)
class StockRow:
    level: StockLevel
    cost: Money
    is_wanted: bool


@dataclass(frozen=True)
class FleetRow:
    level: FleetLevel
    cost: Money | None
    is_fewest: bool


@needs("scorecards.view")
def stock(request: HttpRequest) -> HttpResponse:
    """Stock cost against service level, and the one order before a season."""
    form = StockForm(request.GET or None)
    rows, season = _stock_rows(form), None
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx") and rows:
        return _stock_file(kind, rows)
    if rows and form.cleaned_data.get("price") is not None:
        season = _season(form.cleaned_data)
    return answer(
        request,
        "scorecards/stock.html",
        status=422 if form.is_bound and not form.is_valid() else 200,
        question=question_of(request, Actor.of(request)),
        form=form if form.is_bound else StockForm(initial={"currency": "CNY", "target": 95}),
        query=request.GET.urlencode(),
        example=f"{request.path}?{urlencode(EXAMPLE)}",
        rows=rows,
        wanted=next((row for row in rows if row.is_wanted), None),
        season=season,
        currency=form.cleaned_data.get("currency", "") if rows else "",
        digits=_digits(rows),
        chart=_stock_chart(rows) if rows else None,
    )


@needs("scorecards.view")
def fleet(request: HttpRequest) -> HttpResponse:
    """How many vehicles a share of timely starts takes."""
    form = FleetForm(request.GET or None)
    rows = _fleet_rows(form)
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx") and rows:
        return _fleet_file(kind, rows)
    return answer(
        request,
        "scorecards/fleet.html",
        status=422 if form.is_bound and not form.is_valid() else 200,
        question=question_of(request, Actor.of(request)),
        form=form if form.is_bound else FleetForm(initial={"currency": "CNY", "target": 95}),
        query=request.GET.urlencode(),
        example=f"{request.path}?{urlencode(FLEET_EXAMPLE)}",
        rows=rows,
        target=form.cleaned_data["target"] / 100 if rows else None,
        fewest=next((row for row in rows if row.is_fewest), None),
        chart=_fleet_chart(rows, form.cleaned_data["target"] / 100) if rows else None,
    )


def _stock_rows(form: StockForm) -> list[StockRow]:
    if not form.is_bound or not form.is_valid():
        return []
    told = form.cleaned_data
    fields = ("demand", "demand_sd", "lead_days", "lead_sd", "order_quantity")
    held = Replenishment(*(float(told[name]) for name in fields))
    wanted = float(told["target"]) / 100
    yearly = told["value"] * told["holding"] / 100
    found = (stock_level(held, level) for level in sorted({*LEVELS, wanted}))
    return [
        StockRow(each, _money(Decimal(str(each.stock)) * yearly, told), each.level == wanted)
        for each in found
    ]


def _season(told: dict[str, Any]) -> SeasonOrder:
    return season_order(
        mean=float(told["demand"]),
        sd=float(told["demand_sd"]),
        price=float(told["price"]),
        cost=float(told["value"]),
        salvage=float(told["salvage"] or 0),
    )


def _fleet_rows(form: FleetForm) -> list[FleetRow]:
    if not form.is_bound or not form.is_valid():
        return []
    told = form.cleaned_data
    names = ("trips", "day_hours", "trip_hours", "slack_hours")
    levels = list(fleet_levels(Trips(*(float(told[name]) for name in names))))
    wanted = float(told["target"]) / 100
    fewest = next((each.vehicles for each in levels if each.on_time >= wanted), None)
    cost = told.get("vehicle_cost")
    return [
        FleetRow(each, None if cost is None else _money(cost * each.vehicles, told), each.vehicles == fewest)
        for each in levels
    ]


def _money(value: Decimal, told: dict[str, Any]) -> Money:
    return Money(to_minor(value, told["currency"]), told["currency"])


def _digits(rows: list[StockRow]) -> int:
    """Places of a level in percent, the same for all: one, or two where one would hide something."""
    return 2 if any(round(row.level.level * 1000, 6) % 1 for row in rows) else 1


def _stock_chart(rows: list[StockRow]) -> LineChart:
    digits = _digits(rows)
    points = tuple(Point(percent(row.level.level, digits=digits), row.cost.value) for row in rows)
    title = _("What stock costs a year at each service level")
    return LineChart(title=title, series=(Series(_("Stock cost"), points),), unit=rows[0].cost.currency)


def _fleet_chart(rows: list[FleetRow], target: Decimal) -> LineChart:
    points = tuple(Point(str(row.level.vehicles), row.level.on_time) for row in rows)
    return LineChart(
        title=_("Share of trips that start in time, by vehicles"),
        series=(Series(_("Start in time"), points),),
        unit="percent",
        target=target,
        highest=1,
    )


def _stock_file(kind: str, rows: list[StockRow]) -> HttpResponse:
    head = (
        *(_("Service level"), "z", _("Safety stock"), _("Order at"), _("Mean stock")),
        *(_("Filled from stock"), _("Stock cost a year"), _("Currency")),
    )
    cells = (
        (
            *(row.level.level, row.level.z, row.level.safety_stock, row.level.reorder_point),
            *(row.level.stock, row.level.fill_rate, row.cost.value, row.cost.currency),
        )
        for row in rows
    )
    return files.as_file(kind, "stock_and_service", _("Stock against service"), head, cells)


def _fleet_file(kind: str, rows: list[FleetRow]) -> HttpResponse:
    head = (
        _("Vehicles"),
        _("Start in time"),
        pgettext("share of the day", "On the road"),
        _("Cost a month"),
        _("Currency"),
    )
    cells = (
        (
            *(row.level.vehicles, row.level.on_time, row.level.out),
            *((row.cost.value, row.cost.currency) if row.cost else ("", "")),
        )
        for row in rows
    )
    return files.as_file(kind, "vehicles_and_service", _("Vehicles against service"), head, cells)
