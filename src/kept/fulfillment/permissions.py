from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

TABLE = permission(
    "fulfillment.table", _("See the tracking table of the day"), roles=(*DESK, "dispatcher", "client")
)
PUBLISH = permission(
    "fulfillment.publish", _("Publish tracking tables"), roles=(*MANAGERS, "dispatcher", "clerk")
)
INSTRUCTIONS = permission(
    "fulfillment.instructions", _("See customer instructions"), roles=(*STAFF, "client")
)
INSTRUCT = permission(
    "fulfillment.instruct",
    _("Take down and withdraw customer instructions"),
    roles=(*DESK, "dispatcher", "client"),
)
CARRY_OUT = permission(
    "fulfillment.carry_out",
    _("Carry out or refuse customer instructions"),
    roles=(*DESK, "dispatcher", "warehouse"),
)
