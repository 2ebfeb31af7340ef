from .actions import Action, EndMissing, Remeasurement
from .cycles import Cycle, StrategyVersion
from .findings import Finding
from .gaps import Gap
from .plans import Effect, Goal, Package, PlannedPromise, PlannedTarget, Stage

__all__ = [
    "Action",
    "Cycle",
    "Effect",
    "EndMissing",
    "Finding",
    "Gap",
    "Goal",
    "Package",
    "PlannedPromise",
    "PlannedTarget",
    "Remeasurement",
    "Stage",
    "StrategyVersion",
]
