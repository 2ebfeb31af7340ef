"""Standards of service and designs of it, what is checked, what is found, and what is made better."""

from .care import Customization, Need, NeedChange, Silence
from .checks import CheckResult, Inspection, InspectionPlan
from .competitors import Observation
from .designs import Design, PlanStep, Step, TeamRole
from .findings import Finding
from .improvements import Effect, Improvement
from .requirements import Requirement, StepAnswer
from .standards import CheckItem, Standard, StandardVersion
from .supervisors import Supervisor
from .surroundings import Influence, Regulation
from .visits import Ask, Mark, MysteryVisit, Scenario

__all__ = [
    "Ask",
    "CheckItem",
    "CheckResult",
    "Customization",
    "Design",
    "Effect",
    "Finding",
    "Improvement",
    "Influence",
    "Inspection",
    "InspectionPlan",
    "Mark",
    "MysteryVisit",
    "Need",
    "NeedChange",
    "Observation",
    "PlanStep",
    "Regulation",
    "Requirement",
    "Scenario",
    "Silence",
    "Standard",
    "StandardVersion",
    "Step",
    "StepAnswer",
    "Supervisor",
    "TeamRole",
]
