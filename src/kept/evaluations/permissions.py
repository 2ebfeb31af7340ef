from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, STAFF, permission

HEADS = ("general_manager", "service_manager", "admin")

VIEW = permission("evaluations.view", _("See evaluations and their results"), roles=MANAGERS)
JUDGE = permission("evaluations.judge", _("Compare criteria and give marks"), roles=STAFF)
DESIGN = permission("evaluations.design", _("Make evaluation models and set weights"), roles=HEADS)
RUN = permission("evaluations.run", _("Open, work out and close evaluations"), roles=HEADS)
