from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, STAFF, permission

VIEW = permission("conduct.view", _("See fines"), roles=MANAGERS)
OWN = permission("conduct.own", _("See one's own fines"), roles=STAFF)
DECIDE = permission("conduct.decide", _("Impose and waive fines"), roles=MANAGERS)
REPORT = permission(
    "conduct.report", _("Report a complaint that was ignored"), roles=("general_manager", "service_manager")
)
TARIFF = permission("conduct.tariff", _("Change the table of fines"), roles=("general_manager", "admin"))
