from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

VIEW = permission("promises.view", _("See promises"), roles=STAFF)
TEND = permission("promises.tend", _("Pause, resume and explain promises"), roles=(*DESK, "dispatcher"))
WAIVE = permission("promises.waive", _("Waive promises and revise verdicts"), roles=MANAGERS)
POLICIES = permission("promises.policies", _("Change policies and calendars"), roles=MANAGERS)
