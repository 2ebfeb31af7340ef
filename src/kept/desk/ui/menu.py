from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.chrome import top_part
from kept.kernel.web.menu import menu_item

top_part("desk:ringing", permission="desk.work", topic="calls")

menu_item(
    "morning", _("Morning"), url="desk:morning", icon="sun", permission="desk.view", order=0, group="today"
)
menu_item("desk", _("Desk"), url="desk:queue", icon="inbox", permission="desk.view", order=2, group="today")
menu_item(
    "new_contact",
    _("Log a contact"),
    url="desk:new_contact",
    icon="phone",
    permission="desk.work",
    order=3,
    group="today",
)
menu_item(
    "chats",
    _("Chats"),
    url="desk:chats",
    icon="chat",
    permission="desk.work",
    order=4,
    group="today",
    bottom=False,
)
menu_item(
    "exceptions",
    _("Exceptions"),
    url="desk:exceptions",
    icon="warning",
    permission="desk.view",
    order=7,
    group="today",
    bottom=False,
)
menu_item(
    "follow_ups",
    _("Follow-ups"),
    url="desk:follow_ups",
    icon="flag",
    permission="desk.view",
    order=8,
    group="today",
    bottom=False,
)
menu_item(
    "hand_over",
    _("Hand over"),
    url="desk:hand_over",
    icon="handshake",
    permission="desk.hand_over",
    order=9,
    group="today",
    bottom=False,
)
menu_item(
    "contacts",
    _("Contacts"),
    url="desk:contacts",
    icon="message",
    permission="desk.view",
    order=12,
    group="service",
    bottom=False,
)
menu_item(
    "cases",
    _("Cases"),
    url="desk:cases",
    icon="chat",
    permission="desk.view",
    order=11,
    group="service",
    bottom=False,
)
menu_item(
    "calls",
    pgettext_lazy("telephone", "Calls"),
    url="desk:calls",
    icon="phone",
    permission="desk.calls",
    order=14,
    group="service",
    bottom=False,
)
menu_item(
    "reports_upward",
    _("Reported upward"),
    url="desk:reports",
    icon="flag",
    permission="desk.head",
    order=19,
    group="service",
    bottom=False,
)
menu_item(
    "compensations",
    _("Compensations"),
    url="desk:compensations",
    icon="handshake",
    permission="desk.view",
    order=31,
    group="customers",
    bottom=False,
)
menu_item(
    "call_centres",
    _("Call centres"),
    url="desk:call_centres",
    icon="building",
    permission="desk.calls",
    order=92,
    group="settings",
    bottom=False,
)
menu_item(
    "learned",
    _("Suggestions"),
    url="desk:learned",
    icon="target",
    permission="desk.train",
    order=68,
    group="measure",
    bottom=False,
)
menu_item(
    "campaigns",
    _("Collections of suggestions"),
    url="desk:campaigns",
    icon="lightbulb",
    permission="desk.view",
    order=19,
    group="service",
    bottom=False,
)
menu_item(
    "canned_replies",
    _("Canned replies"),
    url="desk:canned_replies",
    icon="message",
    permission="desk.arrange",
    order=17,
    group="service",
    bottom=False,
)
menu_item(
    "macros",
    _("Macros"),
    url="desk:macros",
    icon="layers",
    permission="desk.arrange",
    order=18,
    group="service",
    bottom=False,
)
menu_item(
    "norms",
    _("Communication norms"),
    url="desk:norms",
    icon="handshake",
    permission="desk.view",
    order=92,
    group="settings",
    bottom=False,
)
menu_item(
    "work_queues",
    _("Queues"),
    url="desk:work_queues",
    icon="filter",
    permission="desk.view",
    order=10,
    group="service",
    bottom=False,
)
menu_item(
    "authority",
    _("Limits of authority"),
    url="desk:authority",
    icon="shield",
    permission="desk.authority",
    order=83,
    group="settings",
    bottom=False,
)
