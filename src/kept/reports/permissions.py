from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

VIEW = permission("reports.view", _("Open reports"), roles=STAFF)
CUSTOMER = permission("reports.customer", _("Make reports about a customer"), roles=(*DESK, "finance"))
REVIEW = permission("reports.review", _("Make client reviews and hand them over"), roles=MANAGERS)
SCHEDULE = permission("reports.schedule", _("Have reports sent regularly"), roles=MANAGERS)
