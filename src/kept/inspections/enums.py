from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    """The three stages of customer service."""

    RESPONSE = "response", _("Response: fast answer, confirm the need, give details")
    PROCESSING = "processing", _("Order processing: carry out, track, solve problems")
    EVALUATION = "evaluation", _("Service evaluation: ask, take in feedback, improve")


class LimitSort(TextChoices):
    """How a standard or an item of a checklist is judged."""

    YES_NO = "yes_no", _("yes or no")
    AT_MOST = "at_most", _("at most")
    AT_LEAST = "at_least", _("at least")


class Verdict(TextChoices):
    MET = "met", pgettext_lazy("item of a checklist", "Met")
    MISSED = "missed", pgettext_lazy("item of a checklist", "Not met")
    NOT_APPLICABLE = "n_a", pgettext_lazy("item of a checklist", "Does not apply")


class InspectionState(TextChoices):
    DUE = "due", pgettext_lazy("state of an inspection", "To be carried out")
    DONE = "done", pgettext_lazy("state of an inspection", "Carried out")
    DROPPED = "dropped", pgettext_lazy("state of an inspection", "Dropped")


class FindingSource(TextChoices):
    INSPECTION = "inspection", _("Inspection")
    MYSTERY = "mystery", _("Mystery check")
    SUPERVISOR = "supervisor", _("Social supervisor")


class FindingSeverity(TextChoices):
    MINOR = "minor", pgettext_lazy("severity of a finding", "Minor")
    MAJOR = "major", pgettext_lazy("severity of a finding", "Major")
    CRITICAL = "critical", pgettext_lazy("severity of a finding", "Critical")


class FindingState(TextChoices):
    OPEN = "open", pgettext_lazy("state of a finding", "Open")
    TAKEN_UP = "taken_up", pgettext_lazy("state of a finding", "Being acted on")
    CLOSED = "closed", pgettext_lazy("state of a finding", "Settled")


class Problem(TextChoices):
    """The three problems of a process."""

    EFFICIENCY = "efficiency", _("Low efficiency")
    QUALITY = "quality", _("Unstable quality")
    INFORMATION = "information", _("Poor flow of information")


class Field(TextChoices):
    """The three fields in which processes are improved."""

    INTERNAL = "internal", _("Process inside the company")
    BETWEEN = "between", _("Process between companies")
    SERVICE = "service", _("Customer-service process")


class ImprovementState(TextChoices):
    PLANNED = "planned", pgettext_lazy("state of an improvement", "Planned")
    RUNNING = "running", pgettext_lazy("state of an improvement", "Running")
    DONE = "done", pgettext_lazy("state of an improvement", "Changed")
    DROPPED = "dropped", pgettext_lazy("state of an improvement", "Given up")


class Aspect(TextChoices):
    """What an improvement is to make better."""

    EFFICIENCY = "efficiency", _("Efficiency")
    ACCURACY = "accuracy", _("Accuracy")


class VisitState(TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a mystery check", "Planned")
    RECORDED = "recorded", pgettext_lazy("state of a mystery check", "Recorded, not released")
    RELEASED = "released", pgettext_lazy("state of a mystery check", "Released")
    DROPPED = "dropped", pgettext_lazy("state of a mystery check", "Dropped")


class AskSort(TextChoices):
    QUESTION = "question", pgettext_lazy("of a mystery check", "Question")
    COMPLAINT = "complaint", pgettext_lazy("of a mystery check", "Complaint")


class Dimension(TextChoices):
    """In what a competitor is compared with us."""

    TIME = "time", pgettext_lazy("dimension", "Speed")
    RELIABILITY = "reliability", pgettext_lazy("dimension", "Reliability")
    PRICE = "price", pgettext_lazy("dimension", "Price")
    INFORMATION = "information", pgettext_lazy("dimension", "Information")
    FLEXIBILITY = "flexibility", pgettext_lazy("dimension", "Flexibility")
    COVERAGE = "coverage", pgettext_lazy("dimension", "Network")
    COURTESY = "courtesy", pgettext_lazy("dimension", "Courtesy")
    TANGIBLES = "tangibles", pgettext_lazy("dimension", "Vehicles, papers, appearance")
    OTHER = "other", pgettext_lazy("dimension", "Other")


class SeenIn(TextChoices):
    """Where an observation comes from."""

    TRIAL = "trial", _("Trial order")
    CUSTOMER = "customer", _("Told by a customer")
    OFFER = "offer", _("Offer or tender")
    WEBSITE = "website", _("Website or app")
    PRESS = "press", _("Press or statistics")
    STAFF = "staff", _("Seen by our staff")
