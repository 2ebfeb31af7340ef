"""Standards of service and designs of it, what is checked, what is found, and what is made better."""

from .checks import CheckResult, Inspection, InspectionPlan
from .competitors import Observation
from .designs import Design, PlanStep, Step, TeamRole
from .findings import Finding
from .improvements import Effect, Improvement
from .standards import CheckItem, Standard, StandardVersion
from .supervisors import Supervisor
from .visits import Ask, Mark, MysteryVisit, Scenario

__all__ = [
    "Ask",
    "CheckItem",
    "CheckResult",
    "Design",
    "Effect",
    "Finding",
    "Improvement",
    "Inspection",
    "InspectionPlan",
    "Mark",
    "MysteryVisit",
    "Observation",
    "PlanStep",
    "Scenario",
    "Standard",
    "StandardVersion",
    "Step",
    "Supervisor",
    "TeamRole",
]
