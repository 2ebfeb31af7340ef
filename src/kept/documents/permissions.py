from django.utils.translation import gettext_lazy as _

from kept.kernel.access import PORTAL, STAFF, permission

VIEW = permission("documents.view", _("Open documents"), roles=(*STAFF, *PORTAL))
