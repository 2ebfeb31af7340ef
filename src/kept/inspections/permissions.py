from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

HANDS = (*DESK, "dispatcher", "warehouse")

VIEW = permission("inspections.view", _("See standards, inspections and improvements"), roles=STAFF)
WRITE = permission("inspections.write", _("Write standards and designs, plan inspections"), roles=MANAGERS)
INSPECT = permission("inspections.inspect", _("Carry out inspections"), roles=HANDS)
IMPROVE = permission("inspections.improve", _("Act on findings and improve processes"), roles=HANDS)
