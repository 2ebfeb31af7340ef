from django.utils.translation import gettext_lazy as _

from kept.kernel.web.chrome import letterhead
from kept.kernel.web.menu import menu_item

from ..queries.company import our_name

letterhead(our_name)

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
menu_item(
    "rosters",
    _("Rosters"),
    url="people:rosters",
    icon="calendar",
    permission="people.duties",
    order=15,
    group="service",
    bottom=False,
)
menu_item(
    "teams",
    _("Teams"),
    url="people:teams",
    icon="users",
    permission="people.duties",
    order=16,
    group="service",
    bottom=False,
)
menu_item(
    "absences",
    _("Absences"),
    url="people:absences",
    icon="pause",
    permission="people.duties",
    order=17,
    group="service",
    bottom=False,
)
menu_item(
    "shifts",
    _("Shifts"),
    url="people:shifts",
    icon="clock",
    permission="people.roster",
    order=88,
    group="settings",
    bottom=False,
)
menu_item(
    "skills",
    _("Skills"),
    url="people:skills",
    icon="star",
    permission="people.roster",
    order=89,
    group="settings",
    bottom=False,
)
