from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

VIEW = permission("scorecards.view", _("See scorecards"), roles=(*STAFF, "client"))
TARGET = permission("scorecards.target", _("Set levels for indicators"), roles=MANAGERS)
DESK_FIGURES = permission("scorecards.desk", _("See the figures of the service desk"), roles=DESK)
COSTS = permission("scorecards.costs", _("See what service costs and earns"), roles=(*MANAGERS, "finance"))
RECORD = permission("scorecards.record", _("Enter base numbers"), roles=(*MANAGERS, "finance", "warehouse"))
JUDGE = permission("scorecards.judge", _("Judge indicators"), roles=MANAGERS)
DEFINE = permission(
    "scorecards.define",
    _("Add, change and weigh indicators"),
    roles=("general_manager", "service_manager", "admin"),
)
