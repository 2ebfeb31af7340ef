from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

VIEW = permission("surveys.view", _("See survey results"), roles=STAFF)
RUN = permission("surveys.run", _("Start surveys, invite and enter answers"), roles=MANAGERS)
ENTER = permission("surveys.enter", _("Ask customers by phone and print survey slips"), roles=DESK)
ANSWERS = permission("surveys.answers", _("Read single answers"), roles=DESK)
