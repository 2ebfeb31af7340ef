from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, permission

TABLE = permission(
    "fulfillment.table", _("See the tracking table of the day"), roles=(*DESK, "dispatcher", "client")
)
PUBLISH = permission(
    "fulfillment.publish", _("Publish tracking tables"), roles=(*MANAGERS, "dispatcher", "clerk")
)
