"""A service design as one page: its steps by stage with their times, its team and its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.promises.models import Policy

from ..enums import Stage
from ..models import Design, PlanStep, Step, TeamRole


@dataclass(frozen=True)
class ShownStep:
    """A step with its time in words, and the standards that hold for it."""

    step: Step
    limit: str
    standards: list[tuple[str, str]]


@dataclass(frozen=True)
class ShownDesign:
    stages: list[tuple[Stage, list[ShownStep]]]
    team: list[TeamRole]
    plan: list[PlanStep]

    @property
    def people(self) -> int:
        return sum(role.people for role in self.team)

    @property
    def capacity(self) -> int | None:
        """Matters a day of all roles that say theirs; none says, no data."""
        told = [role.capacity for role in self.team if role.capacity is not None]
        return sum(told) if told else None

    @property
    def has_steps(self) -> bool:
        return any(steps for _, steps in self.stages)


def shown_design(design: Design, *, at: datetime) -> ShownDesign:
    """Six statements, however many steps."""
    steps = list(design.steps.prefetch_related("standards__current"))
    limits = _limits(design, {step.promise_kind for step in steps if step.promise_kind}, at)
    told = {stage: [_step(step, limits) for step in steps if step.stage == stage] for stage in Stage}
    return ShownDesign(
        stages=list(told.items()),
        team=list(design.team.all()),
        plan=list(design.plan.select_related("owner")),
    )


def _step(step: Step, limits: dict[str, str]) -> ShownStep:
    limit = limits.get(step.promise_kind, "") if step.promise_kind else ""
    standards = [
        (str(each), each.get_absolute_url()) for each in step.standards.all() if each.ended_on is None
    ]
    return ShownStep(step, limit, standards)


def _limits(design: Design, kinds: set[str], at: datetime) -> dict[str, str]:
    """What the policies in force allow: that of the service before the default."""
    rows = Policy.objects.filter(kind__in=kinds, customer=None, for_contract=False, segment="")
    rows = rows.filter(lane_origin="", lane_destination="").prefetch_related("versions")
    found: dict[str, str] = {}
    for policy in sorted(rows, key=lambda policy: policy.service_id is not None):
        version = policy.version_at(at)
        if version is not None and policy.service_id in (None, design.service_id):
            found[policy.kind] = version.limit_words
    return found
