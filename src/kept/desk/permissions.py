from django.utils.translation import gettext_lazy as _

from kept.kernel.access import DESK, MANAGERS, STAFF, permission

DISPATCHING = (*DESK, "dispatcher")

VIEW = permission("desk.view", _("See contacts and cases"), roles=STAFF)
WORK = permission("desk.work", _("Log contacts, open and answer cases"), roles=DISPATCHING)
CLOSE = permission("desk.close", _("Solve, close and re-open cases"), roles=DISPATCHING)
ESCALATE = permission("desk.escalate", _("Pass cases to the next level"), roles=DISPATCHING)
HAND_OVER = permission("desk.hand_over", _("Hand over a shift"), roles=DISPATCHING)
ARRANGE = permission(
    "desk.arrange",
    _("Write canned replies, macros, norms and collections, and set steps of escalation"),
    roles=MANAGERS,
)
RETURN = permission("desk.return", _("Return the result of a case put to the branch"), roles=MANAGERS)
HEAD = permission("desk.head", _("Read and decide what is reported upward"), roles=MANAGERS)
BULK = permission("desk.bulk", _("Act on many cases at once"), roles=(*MANAGERS, "clerk"))
MERGE = permission("desk.merge", _("Merge, split and link cases"), roles=DESK)
ASSIGN = permission("desk.assign", _("Give cases to others"), roles=(*MANAGERS, "clerk"))
TRAIN = permission("desk.train", _("Train the suggestions"), roles=MANAGERS)
FOLLOW = permission("desk.follow", _("Follow one's own cases"), roles=("client",))
COMPLAIN = permission("desk.complain", _("Complain and suggest"), roles=("client",))
CALLS = permission("desk.calls", _("See calls and call centres"), roles=(*STAFF, "telephone"))
RECORDINGS = permission("desk.recordings", _("Listen to recorded calls"), roles=MANAGERS)
CALL_CENTRES = permission("desk.keep_call_centres", _("Keep call centres and extensions"), roles=MANAGERS)
TELL_CALLS = permission("desk.tell_calls", _("Tell what the telephone does"), roles=("telephone", "admin"))
SUPERVISE = permission("desk.supervise", _("See the board of queues and branches"), roles=MANAGERS)
ROUTE = permission("desk.route", _("Change queues and their rules"), roles=MANAGERS)
DECIDE_LIABILITY = permission("desk.decide_liability", _("Decide who is liable"), roles=MANAGERS)
COMPENSATE = permission("desk.compensate", _("Propose compensations"), roles=DISPATCHING)
AUTHORISE = permission("desk.authorise", _("Decide on compensations"), roles=MANAGERS)
PAY = permission("desk.pay", _("Pay and credit compensations"), roles=("general_manager", "finance"))
AUTHORITY = permission("desk.authority", _("Change limits of authority"), roles=MANAGERS)
CLAIM = permission("desk.claim", _("File claims"), roles=DISPATCHING)
DECIDE_CLAIM = permission("desk.decide_claim", _("Decide on claims and note their payment"), roles=MANAGERS)
PREVENT = permission("desk.prevent", _("Plan and finish preventive actions"), roles=DISPATCHING)
