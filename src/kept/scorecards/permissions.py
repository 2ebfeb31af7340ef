from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

VIEW = permission("scorecards.view", _("See scorecards"), roles=(*STAFF, "client"))
TARGET = permission("scorecards.target", _("Set levels for indicators"), roles=MANAGERS)
DESK_FIGURES = permission("scorecards.desk", _("See the figures of the service desk"), roles=DESK)
COSTS = permission("scorecards.costs", _("See what service costs and earns"), roles=(*MANAGERS, "finance"))
