from django.utils.translation import gettext_lazy as _

from kept.kernel.web.menu import menu_item

menu_item(
    "due_now",
    _("Due now"),
    url="promises:due_now",
    icon="clock",
    permission="promises.view",
    order=5,
    group="today",
)
menu_item(
    "promises",
    _("Promises"),
    url="promises:promises",
    icon="promise",
    permission="promises.view",
    order=60,
    group="measure",
    bottom=False,
)
menu_item(
    "policies",
    _("Policies"),
    url="promises:policies",
    icon="scale",
    permission="promises.policies",
    order=80,
    group="settings",
    bottom=False,
)
menu_item(
    "calendars",
    _("Calendars"),
    url="promises:calendars",
    icon="calendar",
    permission="promises.policies",
    order=82,
    group="settings",
    bottom=False,
)
