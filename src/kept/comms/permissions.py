from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

READ = permission("comms.read", _("Get notices"), roles=STAFF)
MESSAGES = permission("comms.messages", _("See messages in and out, send again"), roles=(*DESK, "dispatcher"))
RAW = permission("comms.raw", _("See raw messages and read them once more"), roles=MANAGERS)
CHANNELS = permission("comms.channels", _("Set up channels"), roles=MANAGERS)
