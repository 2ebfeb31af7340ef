"""The tree of indicators: four classes and sixteen groups, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROOT: Final = "all"


@dataclass(frozen=True)
class Group:
    """A node of the tree: a class, or a group within one."""

    code: str
    number: str
    title: Any
    under: str = ROOT

    @property
    def is_class(self) -> bool:
        return self.under == ROOT


CLASSES: Final = (
    Group("functional", "1", _("Functional indicators")),
    Group("operating", "2", _("Operating indicators")),
    Group("stability", "3", _("Stability indicators")),
    Group("experience", "4", _("Experience indicators")),
)
GROUPS: Final = (
    Group("customer_service_level", "1.1", _("Customer service level"), "functional"),
    Group("delivery_function", "1.2", _("Delivery function"), "functional"),
    Group("transport_function", "1.3", _("Transport function"), "functional"),
    Group("inventory_function", "1.4", _("Inventory function"), "functional"),
    Group("purchasing_function", "1.5", _("Purchasing function"), "functional"),
    Group("flow_processing", "1.6", _("Flow processing capability"), "functional"),
    Group("management_level", "2.1", _("Management level"), "operating"),
    Group("company_strength", "2.2", _("Company strength"), "operating"),
    Group("information_level", "2.3", _("Informatization level"), "operating"),
    Group("cost_level", "2.4", _("Cost level"), "operating"),
    Group("profitability", "2.5", _("Profitability"), "operating"),
    Group("technical_strength", "3.1", _("Technical strength"), "stability"),
    Group("responsiveness", "3.2", pgettext_lazy("group of indicators", "Responsiveness"), "stability"),
    Group("cohesion", "3.3", _("Cohesion of the company"), "stability"),
    Group("history", "4.1", _("Track record"), "experience"),
    Group("company_image", "4.2", _("Company image"), "experience"),
)
BESIDE: Final = (
    Group("reliability", "", _("Reliability of deliveries"), "beside"),
    Group("delivery", "", _("Deliveries in numbers"), "beside"),
    Group("speed", "", _("Speed"), "beside"),
    Group("volume", "", _("Volume"), "beside"),
    Group("cost", "", _("Cost and revenue"), "beside"),
    Group("warehouse", "", _("Warehouse and fill rates"), "beside"),
    Group("fleet", "", _("Fleet and equipment"), "beside"),
    Group("customers", "", _("Customers"), "beside"),
    Group("desk", "", _("Service desk"), "beside"),
    Group("promises", "", _("Promises"), "beside"),
    Group("by_kind", "", _("Promises by kind"), "beside"),
    Group("own", "", _("Our own indicators"), "beside"),
)
"""Indicators outside the tree of the sixteen groups."""

NODES: Final = {group.code: group for group in (*CLASSES, *GROUPS, *BESIDE)}


def groups_of(class_code: str) -> list[Group]:
    return [group for group in GROUPS if group.under == class_code]
