from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, STAFF, permission

VIEW = permission("scorecards.view", _("See scorecards"), roles=(*STAFF, "client"))
TARGET = permission("scorecards.target", _("Set levels for indicators"), roles=MANAGERS)
