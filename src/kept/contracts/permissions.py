from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, permission

VIEW = permission("contracts.view", _("See agreements and prices"), roles=(*DESK, "finance"))
KEEP = permission(
    "contracts.keep",
    _("Make and end agreements and rate cards"),
    roles=("general_manager", "branch_manager", "service_manager", "finance", "admin"),
)
INFORM = permission(
    "contracts.inform",
    _("Hand service texts to customers, and note what they were told and what they ask of us"),
    roles=DESK,
)
