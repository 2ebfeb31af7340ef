from django.utils.translation import gettext_lazy as _

from kept.kernel.access import permission

CLIENT = permission("portal.client", _("Use the portal of customers"), roles=("client",))
CARRIER = permission("portal.carrier", _("Use the portal of subcontractors"), roles=("subcontractor",))
"""Records are loaded by these two, so that a person of a client reaches no page of our staff."""
