from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

READ = permission("knowledge.read", _("Read articles, scripts and contingency plans"), roles=STAFF)
WRITE = permission(
    "knowledge.write",
    _("Write articles and scripts; activate and end contingency plans"),
    roles=(*DESK, "dispatcher"),
)
PUBLISH = permission(
    "knowledge.publish", _("Publish and retire articles; keep contingency plans"), roles=MANAGERS
)
