from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, permission

VIEW = permission("people.view", _("See people and grants"), roles=MANAGERS)
GRANT = permission("people.grant", _("Give and take grants"), roles=("admin", "general_manager"))
RULES = permission("kernel.rules", _("Change rule numbers"), roles=MANAGERS)
