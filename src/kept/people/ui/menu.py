from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "people",
    _("People and grants"),
    url="people:people",
    icon="users",
    permission="people.view",
    order=90,
    group="settings",
    bottom=False,
)
menu_item(
    "rule_numbers",
    _("Rule numbers"),
    url="people:rule_numbers",
    icon="settings",
    permission="kernel.rules",
    order=84,
    group="settings",
    bottom=False,
)
