from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, STAFF, permission

VIEW = permission("orders.view", _("See orders"), roles=(*STAFF, "client"))
PLACE = permission("orders.place", _("Draft and place orders"), roles=(*DESK, "client"))
HOLD = permission("orders.hold", _("Put orders on hold"), roles=(*DESK, "dispatcher", "finance"))
RELEASE = permission("orders.release", _("Release orders"), roles=(*DESK, "dispatcher"))
AMEND = permission("orders.amend", _("Amend orders"), roles=DESK)
CANCEL = permission("orders.cancel", _("Cancel orders"), roles=DESK)
