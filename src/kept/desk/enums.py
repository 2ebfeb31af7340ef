from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("Mail")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    QQ = "qq", _("QQ")
    CHAT = "chat", _("Online chat")
    SOCIAL = "social", _("Social media")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")
    PORTAL = "portal", _("Customer portal")


class Doubt(TextChoices):
    """Why a message was not linked to the customer or case that it names. Sentences for the clerk."""

    FOREIGN = "foreign", _("It names a case whose customer this sender does not belong to.")
    NOT_VOUCHED = "not_vouched", _("Our mail server does not vouch for this sender's address.")
    DISGUISED = "disguised", _("The sender's name shows another address than it was sent from.")
    SEVERAL = "several", _("Several customers have this sender's address or domain.")


class Direction(TextChoices):
    IN = "in", _("Incoming")
    OUT = "out", _("Outgoing")


class Served(TextChoices):
    """Whom a service was for. Nothing where it is not known, and where colleagues ask."""

    CLIENT = "client", _("The client itself")
    BEHALF = "behalf", _("A client's customer, in the client's name")


class CaseKind(TextChoices):
    QUESTION = "question", _("Question")
    CONSULTATION = "consultation", _("Consultation")
    CARGO_QUERY = "cargo_query", _("Cargo query")
    COMPLAINT = "complaint", _("Complaint")
    EXCEPTION = "exception", _("Exception")
    DISPUTE = "dispute", _("Dispute")
    CLAIM = "claim", _("Claim")
    SUGGESTION = "suggestion", _("Suggestion")
    INTERNAL = "internal", _("Internal request")


class CaseState(TextChoices):
    OPEN = "open", pgettext_lazy("state of a case", "Open")
    ANSWERED = "answered", pgettext_lazy("state of a case", "Answered")
    SOLVED = "solved", pgettext_lazy("state of a case", "Solved")
    CLOSED = "closed", pgettext_lazy("state of a case", "Closed")
    REOPENED = "reopened", pgettext_lazy("state of a case", "Reopened")
    MERGED = "merged", pgettext_lazy("state of a case", "Merged")


class LinkSort(TextChoices):
    RELATED = "related", pgettext_lazy("two cases", "Related")
    CAUSES = "causes", pgettext_lazy("two cases", "Causes")
    DUPLICATE = "duplicate", pgettext_lazy("two cases", "Same matter")
    SPLIT = "split", pgettext_lazy("two cases", "Split off")


class ReportSort(TextChoices):
    FACT = "fact", _("Important fact")
    DEMAND = "demand", _("Important demand")
    SUGGESTION = "suggestion", _("Suggestion worth a decision")


class CaseLevel(TextChoices):
    EMPLOYEE = "employee", pgettext_lazy("level of a case", "Employee")
    MANAGER = "manager", pgettext_lazy("level of a case", "Manager")
    HEADQUARTERS = "headquarters", pgettext_lazy("level of a case", "Headquarters")


class Impact(IntegerChoices):
    ONE_SHIPMENT = 1, _("One shipment")
    ONE_CUSTOMER = 2, _("One customer")
    MANY = 3, _("Many customers or safety")


class Urgency(IntegerChoices):
    LOW = 1, _("Can wait")
    SOON = 2, pgettext_lazy("urgency", "Soon")
    NOW = 3, pgettext_lazy("urgency", "Now")


class Severity(IntegerChoices):
    S1 = 1, "S1"
    S2 = 2, "S2"
    S3 = 3, "S3"
    S4 = 4, "S4"


class FollowUpSort(TextChoices):
    TASK = "task", _("Follow-up")
    RETURN_VISIT = "return_visit", _("Return visit")


class VisitRule(TextChoices):
    """By which rule a return visit was planned."""

    SOLVED = "solved", _("after a solved complaint")
    REGULAR = "regular", _("at the interval of the value class")


VISITED_BY = (
    Channel.PHONE,
    Channel.VISIT,
    Channel.WECHAT,
    Channel.QQ,
    Channel.CHAT,
    Channel.SOCIAL,
    Channel.LETTER,
)
"""How a customer may have been asked on a return visit; a mail would be sent instead of noted."""


class Satisfaction(IntegerChoices):
    VERY_LOW = 1, _("Very dissatisfied")
    LOW = 2, _("Dissatisfied")
    MIDDLE = 3, _("Neither nor")
    HIGH = 4, _("Satisfied")
    VERY_HIGH = 5, _("Very satisfied")


class CallState(TextChoices):
    RINGING = "ringing", pgettext_lazy("state of a call", "Ringing")
    TALKING = "talking", pgettext_lazy("state of a call", "Talking")
    ENDED = "ended", pgettext_lazy("state of a call", "Ended")
    MISSED = "missed", pgettext_lazy("state of a call", "Missed")


class ChatState(TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a chat", "Waiting")
    TALKING = "talking", pgettext_lazy("state of a chat", "Talking")
    ENDED = "ended", pgettext_lazy("state of a chat", "Over")


class ChatSide(TextChoices):
    VISITOR = "visitor", _("Visitor")
    CLERK = "clerk", _("Clerk")
    HOUSE = "house", pgettext_lazy("side of a chat", "What happened")


class SignalKind(TextChoices):
    RINGING = "ringing", pgettext_lazy("signal", "Rings")
    ANSWERED = "answered", pgettext_lazy("signal", "Picked up")
    TRANSFERRED = "transferred", pgettext_lazy("signal", "Passed on")
    ENDED = "ended", pgettext_lazy("signal", "Hung up")
    RECORDED = "recorded", pgettext_lazy("signal", "Recorded")
    LOST = "lost", pgettext_lazy("signal", "Nothing more was heard")


class LearnedTarget(TextChoices):
    KIND = "kind", _("Kind of case")
    CAUSE = "cause", _("Cause")
    URGENCY = "urgency", _("Urgency")


class NotOffered(TextChoices):
    TOO_FEW = "too_few", _("Too few cases yet")
    ONE_CLASS = "one_class", _("Only one class so far")
    NO_BETTER = "no_better", _("No better than the usual class")


class QueueMode(TextChoices):
    PUSH = "push", _("Given out: to whoever is on duty and has least")
    PULL = "pull", _("Taken: each clerk takes the next")


class Taking(TextChoices):
    OPENED = "opened", _("by whoever wrote it down")
    CLERK = "clerk", _("given to the customer's own clerk")
    DEPUTY = "deputy", _("given to the deputy of the customer's clerk")
    PUSH = "push", _("given to whoever had least")
    PULL = "pull", _("taken as the next")
    HAND = "hand", _("given by hand")
    MOVED = "moved", _("moved to another queue")
    DONE = "done", _("done before anybody took it")


class OfferChoice(TextChoices):
    """Ways out of an exception."""

    WAIT = "wait", _("Wait for the goods")
    REDELIVER = "redeliver", _("Deliver on another day")
    OTHER_CARRIER = "other_carrier", _("Send by another carrier")
    RETURN = "return", _("Send the goods back")
    COMPENSATION = "compensation", _("Claim compensation")


class MeasureKind(TextChoices):
    """What makes good what went wrong."""

    MONEY = "money", _("Payment in money")
    CREDIT = "credit", _("Credit on the next statement")
    FREE_SERVICE = "free_service", _("Free service")
    REDELIVERY = "redelivery", _("Delivery again, free")
    GIFT = "gift", _("Gift")
    APOLOGY = "apology", _("Letter of apology")


class InsuranceState(TextChoices):
    DUE = "due", pgettext_lazy("state of an insurance report", "To be reported")
    REPORTED = "reported", pgettext_lazy("state of an insurance report", "Reported")
    CLOSED = "closed", pgettext_lazy("state of an insurance report", "Closed")


class CompensationState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("state of a compensation", "To be decided")
    APPROVED = "approved", pgettext_lazy("state of a compensation", "Approved")
    REFUSED = "refused", pgettext_lazy("state of a compensation", "Refused by us")
    ACCEPTED = "accepted", pgettext_lazy("state of a compensation", "Accepted by the customer")
    DECLINED = "declined", pgettext_lazy("state of a compensation", "Declined by the customer")
    MADE_GOOD = "made_good", pgettext_lazy("state of a compensation", "Made good")


class ClaimSide(TextChoices):
    US = "us", pgettext_lazy("a claim", "The customer claims from us")
    CARRIER = "carrier", pgettext_lazy("a claim", "We claim from the subcontractor")
    INSURER = "insurer", pgettext_lazy("a claim", "We claim from the insurer")


class CostSort(TextChoices):
    """What the cost is booked as."""

    CLAIM = "claim", _("Claim")
    WARRANTY = "warranty", _("Three guarantees: repair, exchange, return")


class ClaimState(TextChoices):
    OPEN = "open", pgettext_lazy("state of a claim", "To be decided")
    GRANTED = "granted", pgettext_lazy("state of a claim", "Granted")
    REFUSED = "refused", pgettext_lazy("state of a claim", "Refused")
    PAID = "paid", pgettext_lazy("state of a claim", "Paid")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a claim", "Withdrawn")
