"""Lists of costs of components and of alternative levels."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..catalogue import INDICATORS
from ..models import ComponentCost


def _whom(record: Any) -> Any:
    return str(record.customer) if record.customer else _("Whole company")


def _component(cost: ComponentCost) -> Any:
    return INDICATORS[cost.component].title


class ComponentCostTable(Table):
    name = "component_costs"
    title = _("Costs of components")
    columns = (
        Column("component", _("Component"), value=_component),
        Column("whom", _("Whom it is for"), value=_whom),
        Column("now", _("Cost a month today"), kind="money"),
        Column("point", _("Cost a month of the next point"), kind="money"),
        Column("ceiling", _("Highest that can be reached"), kind="percent"),
        Column("valid_from", _("Valid from"), kind="day", sort="valid_from"),
        Column("why", _("Reason")),
        Column("set_by", _("Set by"), value="set_by.name"),
        Column("set_at", _("Set at"), kind="moment"),
    )
    order = ("-valid_from", "-id")
    empty = _("Nobody has entered yet what a component of the service level costs.")
    empty_act = ("scorecards:new_component_cost", _("Enter a cost"), "scorecards.target")
    acts = (("scorecards:new_component_cost", _("Enter a cost"), "scorecards.target"),)
