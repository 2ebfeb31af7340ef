from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, STAFF, permission

VIEW = permission("people.view", _("See people and grants"), roles=MANAGERS)
GRANT = permission("people.grant", _("Give and take grants"), roles=("admin", "general_manager"))
RULES = permission("kernel.rules", _("Change rule numbers"), roles=MANAGERS)
DUTIES = permission("people.duties", _("See teams and rosters, tell one's own absence"), roles=STAFF)
ROSTER = permission("people.roster", _("Keep teams, rosters, absences and skills"), roles=MANAGERS)
