from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, permission

VIEW = permission("quotes.view", _("See inquiries and quotes"), roles=(*DESK, "finance", "dispatcher"))
TAKE = permission("quotes.take", _("Take inquiries"), roles=DESK)
QUOTE = permission("quotes.quote", _("Make and send quotes"), roles=DESK)
DECIDE = permission("quotes.decide", _("Record what the customer decided"), roles=DESK)
