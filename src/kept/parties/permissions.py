from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, STAFF, permission

VIEW = permission("parties.view", _("See customers and partners"), roles=STAFF)
KEEP = permission("parties.keep", _("Add and change customers and partners"), roles=DESK)
CREDIT = permission(
    "parties.credit", _("See and set credit limits"), roles=("general_manager", "finance", "admin")
)
