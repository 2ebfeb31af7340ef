from django.utils.translation import gettext_lazy as _

from kept.kernel.access import MANAGERS, STAFF, permission

_WORK = (*MANAGERS, "clerk", "dispatcher")

VIEW = permission("transport.view", _("See shipments"), roles=(*STAFF, "client", "subcontractor"))
TRACK = permission(
    "transport.track", _("Record news about shipments"), roles=(*_WORK, "warehouse", "subcontractor")
)
DELIVER = permission("transport.deliver", _("Record deliveries and proofs"), roles=(*_WORK, "subcontractor"))
PLAN = permission("transport.plan", _("Plan and cancel shipments"), roles=_WORK)
ASSIGN = permission("transport.assign", _("Assign carriers"), roles=(*MANAGERS, "dispatcher"))
COST = permission(
    "transport.cost", _("State what carriage costs us"), roles=(*MANAGERS, "dispatcher", "finance")
)
REVISE = permission("transport.revise", _("Revise delivery records"), roles=(*MANAGERS, "document_clerk"))
NOTIFY = permission(
    "transport.notify",
    _("Tell receivers to collect their goods"),
    roles=(*_WORK, "document_clerk", "warehouse"),
)
RECEIPTS = permission(
    "transport.receipts",
    _("Follow signed receipts"),
    roles=(*MANAGERS, "clerk", "document_clerk", "dispatcher"),
)
