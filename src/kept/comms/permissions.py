from django.utils.translation import gettext_lazy as _

from kept.kernel.access import STAFF, permission

READ = permission("comms.read", _("Get notices"), roles=STAFF)
