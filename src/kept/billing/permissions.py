from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, permission

MONEY = (*MANAGERS, "finance")

VIEW = permission("billing.view", _("See charges"), roles=(*MONEY, "client"))
REVERSE = permission("billing.reverse", _("Reverse charges"), roles=("general_manager", "finance"))
PRICE = permission("billing.price", _("Price again what could not be priced"), roles=MONEY)
SETTLE = permission("billing.settle", _("Mark charges as settled"), roles=("general_manager", "finance"))
RECHARGES = permission(
    "billing.recharges", _("See recharges to subcontractors"), roles=(*MONEY, "subcontractor")
)
CONTEST = permission("billing.contest", _("Contest recharges"), roles=(*MONEY, "subcontractor"))
DECIDE_CONTEST = permission("billing.decide_contest", _("Decide on contested recharges"), roles=MONEY)
HOLD = permission("billing.hold", _("See and hold disputed charges"), roles=(*DESK, "finance"))
DECIDE_HOLD = permission("billing.decide_hold", _("Decide on disputed charges"), roles=MONEY)
