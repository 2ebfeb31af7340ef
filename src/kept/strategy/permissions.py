from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, permission

VIEW = permission("strategy.view", _("See gaps, actions and strategies"), roles=MANAGERS)
ACT = permission("strategy.act", _("Find gaps, agree and carry out actions"), roles=MANAGERS)
PLAN = permission("strategy.plan", _("Draft strategies"), roles=MANAGERS)
DECIDE = permission(
    "strategy.decide",
    _("Put strategies in force and close them"),
    roles=("general_manager", "service_manager"),
)
