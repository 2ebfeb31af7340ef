from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, STAFF, permission

VIEW = permission("catalog.view", _("See the list of services"), roles=STAFF)
KEEP = permission("catalog.keep", _("Add, change and retire services"), roles=MANAGERS)
