"""Lists of base numbers, judgements, and of the records behind indicators of the tree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.billing.ui.tables import ChargeTable
from kept.kernel.web.tables import Column, Table
from kept.kernel.words import say
from kept.orders.ui.tables import OrderTable
from kept.parties.ui.tables import CustomerTable
from kept.quotes.ui.tables import AllInquiriesTable

from ..catalogue import CATALOGUE, INDICATORS, MEASURES, Catalogue
from ..catalogue.language import in_words
from ..enums import Unit
from ..models import IndicatorVersion, NumberEntry

PARTIES = ("customer", "branch", "partner", "service")


def with_parties(rows: QuerySet[NumberEntry]) -> QuerySet[NumberEntry]:
    return rows.select_related(*PARTIES, "entered_by")


def _party(row: Any) -> str:
    return str(row.party or row.get_slice_display())


def number_title(name: str) -> Any:
    declared = MEASURES.get(name)
    return declared.title if declared else name


def _value(entry: NumberEntry) -> Any:
    if entry.value is None:
        return None
    return entry.value.normalize() if entry.value != entry.value.to_integral_value() else int(entry.value)


def _unit(entry: NumberEntry) -> Any:
    declared = MEASURES.get(entry.number)
    unit = getattr(declared, "unit", Unit.COUNT)
    return "" if unit == Unit.COUNT else unit.label


class NumberTable(Table):
    name = "base_numbers"
    title = _("Base numbers")
    columns = (
        Column("number", _("Base number"), value=lambda row: number_title(row.number)),
        Column("month", _("Month"), value=lambda row: f"{row.month:%Y-%m}", sort="month"),
        Column("whose", _("Whose"), value=_party),
        Column("product", _("Product")),
        Column("value", pgettext_lazy("entered number", "Value"), kind="number", value=_value, phone=True),
        Column("unit", _("Unit"), value=_unit, phone=True),
        Column("source", _("Where it comes from")),
        Column("note", _("Note")),
        Column("came", _("Came"), value="get_came_display"),
        Column("entered_by", _("Entered by"), value="entered_by.name"),
        Column("entered_at", _("Entered at"), kind="moment", sort="entered_at"),
    )
    default = ("number", "month", "whose", "value", "unit", "source", "entered_by", "entered_at")
    order = ("-id",)
    empty = _("No number has been entered yet.")
    empty_act = ("scorecards:number_sheet", _("Enter numbers"), "scorecards.record")
    acts = (
        ("scorecards:number_sheet", _("Enter numbers"), "scorecards.record"),
        ("scorecards:number_file", _("Numbers from a file"), "scorecards.record"),
    )


class JudgementTable(Table):
    name = "judgements"
    title = _("Judgements")
    columns = (
        Column("indicator", _("Indicator"), value=lambda row: indicator_title(row.indicator)),
        Column("month", _("Month"), value=lambda row: f"{row.month:%Y-%m}", sort="month"),
        Column("whose", _("Whose"), value=_party),
        Column("mark", _("Mark"), kind="number", phone=True),
        Column("scale", _("Scale"), value=lambda row: f"{row.low}–{row.high}"),
        Column("why", _("Reason"), phone=True),
        Column("judge", _("Judged by"), value="judge.name"),
        Column("judged_at", _("Judged at"), kind="moment", sort="judged_at"),
    )
    order = ("-id",)
    empty = _("Nobody has judged it yet.")


def indicator_title(code: str) -> Any:
    declared = INDICATORS.get(code)
    return declared.title if declared else code


def formula_words(version: IndicatorVersion, catalogue: Catalogue = CATALOGUE) -> str:
    """The formula as people write it; a number that is entered has none of its own."""
    return in_words(version.formula, catalogue.title_of) if version.formula else ""


class VersionTable(Table):
    name = "indicator_versions"
    title = _("What was changed")
    columns = (
        Column("code", _("Indicator"), value=lambda v: say(v.words) or indicator_title(v.code)),
        Column("change", _("What was done"), value="get_change_display"),
        Column("valid_from", _("Valid from"), kind="day", sort="valid_from"),
        Column("formula", _("Formula"), value=formula_words),
        Column("why", _("Reason")),
        Column("made_by", _("Made by"), value="made_by.name"),
        Column("made_at", _("Made at"), kind="moment", sort="made_at"),
    )
    order = ("-id",)
    empty = _("Nobody has changed the catalogue yet.")
    empty_act = ("scorecards:new_indicator", _("Add an indicator"), "scorecards.define")
    acts = (("scorecards:new_indicator", _("Add an indicator"), "scorecards.define"),)


class OrdersBehind(OrderTable):
    name = "orders_behind"
    title = _("Orders behind the figure")
    acts: ClassVar[Any] = ()
    bulk_acts: ClassVar[Any] = ()


class InquiriesBehind(AllInquiriesTable):
    name = "inquiries_behind"
    title = _("Inquiries behind the figure")
    acts: ClassVar[Any] = ()


class CustomersBehind(CustomerTable):
    name = "customers_behind"
    title = _("Customers behind the figure")
    acts: ClassVar[Any] = ()


class ChargesBehind(ChargeTable):
    name = "charges_behind"
    title = _("Charges behind the figure")
    bulk_acts: ClassVar[Any] = ()


class AnswersBehind(Table):
    """Of answers without the persons who gave them."""

    name = "answers_behind"
    title = _("Answers behind the figure")
    columns = (
        Column("survey", _("Survey"), value="response.survey.title"),
        Column("item", _("Item"), value=lambda answer: str(answer.item)),
        Column("importance", _("Importance"), kind="number"),
        Column("performance", _("Performance"), kind="number"),
        Column("perceived", _("Perception"), kind="number"),
        Column("nps", _("Would recommend"), kind="number"),
        Column("answered_at", _("Answered on"), kind="day", value="response.answered_at"),
    )
    order = ("-id",)


class NewsBehind(Table):
    name = "news_behind"
    title = _("News behind the figure")
    columns = (
        Column("number", _("Waybill"), value="shipment.number", link=lambda e: e.shipment.get_absolute_url()),
        Column("code", _("Event"), value="get_code_display"),
        Column("occurred_at", _("Happened"), kind="moment", sort="occurred_at"),
        Column("recorded_at", _("Recorded"), kind="moment"),
        Column("place", _("Place")),
        Column("source", _("Came"), value="get_source_display"),
    )
    order = ("-occurred_at", "-id")


BEHIND: dict[str, tuple[type[Table], tuple[str, ...]]] = {
    "orders": (OrdersBehind, ("customer", "branch", "service", "delivery_promise")),
    "inquiries": (InquiriesBehind, ("promise", "owner", "branch")),
    "served": (CustomersBehind, ("account_manager", "branch")),
    "charges": (ChargesBehind, ("customer", "shipment", "order")),
    "answers": (AnswersBehind, ("response__survey", "item")),
    "news": (NewsBehind, ("shipment",)),
}
