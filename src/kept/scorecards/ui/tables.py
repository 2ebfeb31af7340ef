"""Lists behind the figures, and the levels that were set."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from kept.desk.ui.tables import CaseTable, ContactTable
from kept.kernel.web.tables import Column, Table
from kept.promises.ui.tables import PromiseTable

from ..catalogue import INDICATORS
from ..models import Target
from ..queries.targets import title_of
from ..rules import SERVICE_LEVEL
from .words import shown

NOTHING = _("None was counted.")


class PromisesBehind(PromiseTable):
    name = "promises_behind"
    title = _("Promises behind the figure")
    default = ("kind", "about", "customer", "provider", "state", "wrong", "due_at", "met_at", "cause")
    order = ("-due_at", "-id")


class BrokenTable(PromiseTable):
    name = "broken_promises"
    title = _("Broken promises")
    default = ("kind", "about", "customer", "provider", "wrong", "due_at", "met_at", "cause", "liable")
    order = ("-due_at", "-id")
    empty = _("None of these was broken.")


class DeliveriesBehind(Table):
    name = "deliveries_behind"
    title = _("Deliveries behind the figure")
    columns = (
        Column("number", _("Waybill"), value="shipment.number", link=lambda d: d.shipment.get_absolute_url()),
        Column("customer", _("Customer"), value="shipment.customer"),
        Column("carrier", _("Subcontractor"), value="shipment.carrier"),
        Column("destination", _("To"), value="shipment.destination_city"),
        Column("attempt_no", _("Attempt"), kind="number"),
        Column("outcome", _("Outcome"), kind="state", value=lambda d: (d.outcome, d.get_outcome_display())),
        Column("happened_at", _("Happened"), kind="moment", sort="happened_at"),
        Column("weight_kg", _("Weight"), kind="number", value="shipment.weight_kg", unit="kg"),
        Column("cost", _("Freight cost"), kind="money", value="shipment.cost"),
    )
    order = ("-happened_at", "-id")


class ContactsBehind(ContactTable):
    name = "contacts_behind"
    title = _("Contacts behind the figure")
    empty = NOTHING
    empty_act: ClassVar[Any] = None


class CasesBehind(CaseTable):
    name = "cases_behind"
    title = _("Cases behind the figure")
    empty = NOTHING
    empty_act: ClassVar[Any] = None


class CountsBehind(Table):
    name = "calls_behind"
    title = _("Counts of calls behind the figure")
    columns = (
        Column("starts_at", _("Begins"), kind="moment", sort="starts_at"),
        Column("minutes", _("Minutes"), kind="number"),
        Column("line", _("Line")),
        Column("branch", _("Branch"), value="branch.name"),
        Column("offered", _("Calls"), kind="number", total=True),
        Column("answered", _("Answered calls"), kind="number", total=True),
        Column("abandoned", _("Given up"), kind="number", total=True),
        Column("in_time", _("Answered in time"), kind="number", total=True),
    )
    order = ("-starts_at", "-id")


def _value(target: Target) -> str:
    if target.indicator == SERVICE_LEVEL:
        from kept.kernel.web.cells import percent

        return percent(target.value)
    declared = INDICATORS.get(target.indicator)
    return shown(declared, target.value) if declared else f"{target.value.normalize():f}"


def _for_whom(target: Target) -> Any:
    party = target.customer or target.branch or target.partner or target.service
    return str(party) if party else _("Whole company")


class TargetTable(Table):
    name = "targets"
    title = _("Levels set")
    columns = (
        Column("indicator", _("Indicator"), value=lambda t: title_of(t.indicator)),
        Column("whom", _("Whom it is for"), value=_for_whom),
        Column("value", _("Set level"), kind="number", value=_value),
        Column("valid_from", _("Valid from"), kind="day", sort="valid_from"),
        Column("valid_until", _("Valid until"), kind="day"),
        Column("why", _("Reason")),
        Column("set_by", _("Set by"), value="set_by.name"),
        Column("set_at", _("Set at"), kind="moment"),
    )
    empty = _("No level has been set yet.")
    empty_act = ("scorecards:new_target", _("Set a level"), "scorecards.target")
    acts = (("scorecards:new_target", _("Set a level"), "scorecards.target"),)
