from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ModelState(TextChoices):
    DRAFT = "draft", pgettext_lazy("state of an evaluation model", "Draft")
    CURRENT = "current", pgettext_lazy("state of an evaluation model", "In use")
    REPLACED = "replaced", pgettext_lazy("state of an evaluation model", "Replaced")


class Method(TextChoices):
    """How scores of the criteria become one."""

    WEIGHTED = "weighted", _("Weighted tree")
    TOPSIS = "topsis", _("Closeness to the ideal (TOPSIS)")
    FUZZY = "fuzzy", _("Fuzzy comprehensive evaluation")


class Objects(TextChoices):
    """What is evaluated."""

    CUSTOMER = "customer", _("Customers")
    BRANCH = "branch", _("Branches")
    SUBCONTRACTOR = "subcontractor", _("Subcontractors")
    SERVICE = "service", _("Services")
    CHAIN = "chain", _("Our company within the supply chain")
    NODE = "node", _("Nodes of the whole activity")
    PLAN = "plan", _("Customer-service plans")


class Source(TextChoices):
    """Where a criterion's figure comes from."""

    RECORDED = "recorded", _("Indicator of the scorecards")
    JUDGED = "judged", _("Marks by assessors")


class WeightOrigin(TextChoices):
    HAND = "hand", _("Set by hand")
    PAIRS = "pairs", _("Comparison in pairs (AHP)")


class FromData(TextChoices):
    """Whether the figures themselves speak on the weights of the leaves."""

    NO = "", _("As judged")
    ENTROPY = "entropy", _("By entropy of the figures alone")
    BLENDED = "blended", _("As judged, times entropy")


class Missing(TextChoices):
    """What a criterion without data does to the result."""

    NO_RESULT = "no_result", _("No result where anything is missing")
    SHARE_OUT = "share_out", _("Its weight goes to the others in proportion")


class EvaluationKind(TextChoices):
    DAILY = "daily", pgettext_lazy("kind of evaluation", "Daily")
    SPECIAL = "special", pgettext_lazy("kind of evaluation", "Special")


class EvaluationState(TextChoices):
    JUDGED = "judged", pgettext_lazy("state of an evaluation", "Being judged")
    WORKED_OUT = "worked_out", pgettext_lazy("state of an evaluation", "Worked out")
    CLOSED = "closed", pgettext_lazy("state of an evaluation", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("state of an evaluation", "Cancelled")


class Side(TextChoices):
    """Who speaks: the one evaluated about itself, or somebody else."""

    OWN = "own", _("Self-evaluation")
    OTHERS = "others", _("Evaluation by others")


class Counting(TextChoices):
    """Whose marks make the result."""

    OTHERS = "others", _("Marks by others")
    OWN = "own", _("Own marks")
    BOTH = "both", _("All marks alike")


class VetoSource(TextChoices):
    """What can veto an otherwise good appraisal."""

    INDICATOR = "indicator", _("An indicator worse than the limit")
    COMPLAINT = "complaint", _("A confirmed complaint of this severity or worse")
    CLAIM = "claim", _("A claim granted of this amount or more")
    INSPECTION = "inspection", _("An inspection with this many critical items not met, or more")


class Verdict(TextChoices):
    GOOD = "good", pgettext_lazy("verdict of an evaluation", "Passed")
    POOR = "poor", pgettext_lazy("verdict of an evaluation", "Not passed")
    VETOED = "vetoed", pgettext_lazy("verdict of an evaluation", "Vetoed")
    NO_DATA = "no_data", pgettext_lazy("verdict of an evaluation", "No result")
