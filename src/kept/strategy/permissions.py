from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, permission

VIEW = permission("strategy.view", _("See gaps and actions"), roles=MANAGERS)
ACT = permission("strategy.act", _("Find gaps, agree and carry out actions"), roles=MANAGERS)
