from django.db.models import IntegerChoices, TextChoices
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


class NeedGroup(TextChoices):
    """In which group a need of a customer stands, so that like is laid beside like."""

    TIME = "time", pgettext_lazy("group of needs", "Speed and punctuality")
    SAFETY = "safety", pgettext_lazy("group of needs", "Safe and complete delivery")
    INFORMATION = "information", pgettext_lazy("group of needs", "Information")
    FLEXIBILITY = "flexibility", pgettext_lazy("group of needs", "Flexibility")
    COST = "cost", pgettext_lazy("group of needs", "Cost and settlement")
    VALUE_ADDED = "value_added", pgettext_lazy("group of needs", "Value-added service")
    CARE = "care", pgettext_lazy("group of needs", "Personal care")
    OTHER = "other", pgettext_lazy("group of needs", "Other")


class Weight(IntegerChoices):
    LOWEST = 1, pgettext_lazy("weight", "very low")
    LOW = 2, pgettext_lazy("weight", "low")
    MIDDLE = 3, pgettext_lazy("weight", "medium")
    HIGH = 4, pgettext_lazy("weight", "high")
    HIGHEST = 5, pgettext_lazy("weight", "very high")


class CustomSort(TextChoices):
    ITEM = "item", _("Customised service item")
    HIGHER = "higher", _("Higher service standard")


class Factor(TextChoices):
    """What acts on service: four factors inside the company, four outside."""

    MANAGEMENT = "management", pgettext_lazy("factor", "Management")
    TECHNOLOGY = "technology", pgettext_lazy("factor", "Technology")
    PROCESS = "process", pgettext_lazy("factor", "Process")
    STAFF = "staff", pgettext_lazy("factor", "Staff")
    MARKET = "market", pgettext_lazy("factor", "Market")
    DEMAND = "demand", pgettext_lazy("factor", "Demand")
    PARTNERS = "partners", pgettext_lazy("factor", "Partners")
    LAW = "law", pgettext_lazy("factor", "Law")

    @property
    def is_internal(self) -> bool:
        return self in (Factor.MANAGEMENT, Factor.TECHNOLOGY, Factor.PROCESS, Factor.STAFF)


class Pull(TextChoices):
    HELPS = "helps", pgettext_lazy("influence", "helps")
    HINDERS = "hinders", pgettext_lazy("influence", "hinders")


class RegulationSort(TextChoices):
    LAW = "law", pgettext_lazy("kind of rule", "Law or regulation")
    POLICY = "policy", pgettext_lazy("kind of rule", "Government policy")
    NORM = "norm", pgettext_lazy("kind of rule", "Norm or standard")


class Operation(TextChoices):
    """The steps of an operation, in their order from storage to the signed receipt."""

    RECEIVING = "receiving", pgettext_lazy("step of an operation", "Receiving into the warehouse")
    STORAGE = "storage", pgettext_lazy("step of an operation", "Storage")
    PICKING = "picking", pgettext_lazy("step of an operation", "Picking")
    PACKING = "packing", pgettext_lazy("step of an operation", "Packing")
    LOADING = "loading", pgettext_lazy("step of an operation", "Loading and pick-up")
    LINE_HAUL = "line_haul", pgettext_lazy("step of an operation", "Line haul")
    TRANSFER = "transfer", pgettext_lazy("step of an operation", "Transfer")
    DELIVERY = "delivery", pgettext_lazy("step of an operation", "Delivery")
    RECEIPT = "receipt", pgettext_lazy("step of an operation", "Return of the signed receipt")


IN_HOUSE = (Operation.RECEIVING, Operation.STORAGE, Operation.PICKING, Operation.PACKING)
"""Steps in the warehouse: checked once for the order. The others are checked for each shipment."""
ON_ROAD = tuple(step for step in Operation if step not in IN_HOUSE)


class Hand(TextChoices):
    """Who sees to a requirement."""

    WAREHOUSE = "warehouse", pgettext_lazy("responsible for a step", "Warehouse staff")
    DISPATCHER = "dispatcher", pgettext_lazy("responsible for a step", "Dispatcher")
    CLERK = "clerk", pgettext_lazy("responsible for a step", "Customer-service clerk")
    DOCUMENT_CLERK = "document_clerk", pgettext_lazy("responsible for a step", "Document clerk")
    CARRIER = "subcontractor", pgettext_lazy("responsible for a step", "Subcontractor")


class StepVerdict(TextChoices):
    """What a check says. Without an answer a requirement is not checked, which is neither."""

    KEPT = "kept", pgettext_lazy("check of a step", "Kept")
    NOT_KEPT = "not_kept", pgettext_lazy("check of a step", "Not kept")
    NOT_APPLICABLE = "n_a", pgettext_lazy("check of a step", "Not applicable")
