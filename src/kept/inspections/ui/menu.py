from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item


def _measured(name: str, title: Any, icon: str, order: int, may: str = "inspections.view") -> None:
    url = f"inspections:{name}"
    menu_item(name, title, url=url, icon=icon, permission=may, order=order, group="measure", bottom=False)


_measured("standards", _("Service standards"), "clipboard", 72)
_measured("inspections", _("Inspections"), "check", 73)
_measured("visits", _("Mystery checks"), "eye", 75)
_measured("competitors", _("Competitors"), "flag", 76)
_measured("improvements", _("Improvements"), "trend", 74)
_measured("requirements", _("Requirements at steps"), "route", 71, "inspections.steps")
_measured("influences", _("Influences on service"), "compass", 77)
_measured("external", _("What others say"), "message", 78, "inspections.external")
menu_item(
    "contact_plan",
    _("Contact plan"),
    url="inspections:contact_plan",
    icon="phone",
    permission="inspections.care",
    order=24,
    group="customers",
    bottom=False,
)
