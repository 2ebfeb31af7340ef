"""Standards of service and designs of it, what is checked, what is found, and what is made better."""

from .checks import CheckResult, Inspection, InspectionPlan
from .designs import Design, PlanStep, Step, TeamRole
from .findings import Finding
from .improvements import Effect, Improvement
from .standards import CheckItem, Standard, StandardVersion

__all__ = [
    "CheckItem",
    "CheckResult",
    "Design",
    "Effect",
    "Finding",
    "Improvement",
    "Inspection",
    "InspectionPlan",
    "PlanStep",
    "Standard",
    "StandardVersion",
    "Step",
    "TeamRole",
]
