"""What happened to standards, inspections and improvements. Ids and values, no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class Told(Event):
    """Something about a record of this room; the branch decides who hears of it."""

    branch_id: int | None = None

    @classmethod
    def of(cls, record: Any, *, at: datetime, **more: Any) -> Self:
        branch_id = getattr(record, "branch_id", None)
        return cls(subject=Subject.of(record), occurred_at=at, branch_id=branch_id, **more)


@event("inspections.standard_written")
@dataclass(frozen=True, kw_only=True)
class StandardWritten(Told):
    title = _("New version of a standard")
    number: int


@event("inspections.standard_ended")
@dataclass(frozen=True, kw_only=True)
class StandardEnded(Told):
    title = _("Standard ended")


@event("inspections.design_changed")
@dataclass(frozen=True, kw_only=True)
class DesignChanged(Told):
    title = _("Service design changed")


@event("inspections.design_in_force")
@dataclass(frozen=True, kw_only=True)
class DesignInForce(Told):
    title = _("Service design in force")
    number: int


@event("inspections.plan_step_done")
@dataclass(frozen=True, kw_only=True)
class PlanStepDone(Told):
    title = _("Step of the plan done")
    step_id: int


@event("inspections.inspection_put_up")
@dataclass(frozen=True, kw_only=True)
class InspectionPutUp(Told):
    title = _("Inspection to be carried out")
    inspector_id: int | None


@event("inspections.inspection_done")
@dataclass(frozen=True, kw_only=True)
class InspectionDone(Told):
    title = _("Inspection carried out")
    score: str | None
    critical_misses: int


@event("inspections.inspection_dropped")
@dataclass(frozen=True, kw_only=True)
class InspectionDropped(Told):
    title = _("Inspection dropped")


@event("inspections.finding_made")
@dataclass(frozen=True, kw_only=True)
class FindingMade(Told):
    title = _("Finding")
    source: str
    severity: str


@event("inspections.finding_taken_up")
@dataclass(frozen=True, kw_only=True)
class FindingTakenUp(Told):
    title = _("Finding taken up")


@event("inspections.finding_settled")
@dataclass(frozen=True, kw_only=True)
class FindingSettled(Told):
    title = _("Finding settled")


@event("inspections.improvement_opened")
@dataclass(frozen=True, kw_only=True)
class ImprovementOpened(Told):
    title = _("Improvement opened")
    owner_id: int


@event("inspections.improvement_moved")
@dataclass(frozen=True, kw_only=True)
class ImprovementMoved(Told):
    title = _("Improvement went on")
    state: str


@event("inspections.improvement_measured")
@dataclass(frozen=True, kw_only=True)
class ImprovementMeasured(Told):
    title = _("Effect of an improvement told")


@event("inspections.visit_planned")
@dataclass(frozen=True, kw_only=True)
class VisitPlanned(Told):
    title = _("Mystery check planned")


@event("inspections.visit_recorded")
@dataclass(frozen=True, kw_only=True)
class VisitRecorded(Told):
    title = _("Mystery check recorded")


@event("inspections.visit_released")
@dataclass(frozen=True, kw_only=True)
class VisitReleased(Told):
    title = _("Result of a mystery check released")


@event("inspections.supervisor_appointed")
@dataclass(frozen=True, kw_only=True)
class SupervisorAppointed(Told):
    title = _("Social supervisor appointed")


@event("inspections.supervisor_dismissed")
@dataclass(frozen=True, kw_only=True)
class SupervisorDismissed(Told):
    title = _("Social supervisor dismissed")


@event("inspections.finding_answered")
@dataclass(frozen=True, kw_only=True)
class FindingAnswered(Told):
    title = _("Supervisor answered")


@event("inspections.competitor_observed")
@dataclass(frozen=True, kw_only=True)
class CompetitorObserved(Told):
    title = _("Competitor observed")


@event("inspections.need_heard")
@dataclass(frozen=True, kw_only=True)
class NeedHeard(Told):
    title = _("Need heard")
    customer_id: int


@event("inspections.need_changed")
@dataclass(frozen=True, kw_only=True)
class NeedChanged(Told):
    title = _("Need changed")
    customer_id: int


@event("inspections.need_ended")
@dataclass(frozen=True, kw_only=True)
class NeedEnded(Told):
    title = _("Need ended")
    customer_id: int


@event("inspections.service_customised")
@dataclass(frozen=True, kw_only=True)
class ServiceCustomised(Told):
    title = _("Service customised")
    customer_id: int


@event("inspections.customer_silent")
@dataclass(frozen=True, kw_only=True)
class CustomerSilent(Told):
    title = _("No contact for too long")
    manager_id: int | None


@event("inspections.influence_kept")
@dataclass(frozen=True, kw_only=True)
class InfluenceKept(Told):
    title = _("Influence written down")


@event("inspections.regulation_kept")
@dataclass(frozen=True, kw_only=True)
class RegulationKept(Told):
    title = _("Law or policy written down")


@event("inspections.review_made")
@dataclass(frozen=True, kw_only=True)
class ReviewMade(Told):
    title = _("Looked at again")


@event("inspections.review_due")
@dataclass(frozen=True, kw_only=True)
class ReviewDue(Told):
    title = _("To be looked at again")
    owner_id: int


@event("inspections.service_greened")
@dataclass(frozen=True, kw_only=True)
class ServiceGreened(Told):
    title = _("Green mark set")
    is_green: bool | None
    disposes_green: bool | None


@event("inspections.requirement_added")
@dataclass(frozen=True, kw_only=True)
class RequirementAdded(Told):
    title = _("Requirement at a step added")
    step: str


@event("inspections.requirement_changed")
@dataclass(frozen=True, kw_only=True)
class RequirementChanged(Told):
    title = _("Requirement at a step changed")
    fields: tuple[str, ...]

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        """Which fields; looked up by name of the model, which stands above the events."""
        meta: Any = apps.get_model("inspections", "Requirement")._meta
        return " · ".join(str(meta.get_field(name).verbose_name) for name in data["fields"])


@event("inspections.requirement_retired")
@dataclass(frozen=True, kw_only=True)
class RequirementRetired(Told):
    title = _("Requirement at a step retired")
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data.get("why", ""))


@event("inspections.step_checked")
@dataclass(frozen=True, kw_only=True)
class StepChecked(Told):
    """The subject is the order or the shipment; `verdicts` counts what was said in one act."""

    title = _("Step checked")
    step: str
    verdicts: dict[str, int]
    answers: tuple[int, ...]

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        verdicts, steps = _labels("StepAnswer", "verdict"), _labels("Requirement", "step")
        words = _("%(verdict)s %(n)d")
        said = [str(words % {"verdict": verdicts[code], "n": n}) for code, n in data["verdicts"].items()]
        return " · ".join([str(steps[data["step"]]), *said])


@event("inspections.step_case_opened")
@dataclass(frozen=True, kw_only=True)
class StepCaseOpened(Told):
    """What was not kept at a step is looked after as a case."""

    title = _("Case opened for a requirement not kept")
    answer_id: int
    case_id: int


def _labels(model: str, field: str) -> dict[str, Any]:
    """Words of choices; looked up by name of the model, which stands above the events."""
    found: Any = apps.get_model("inspections", model)._meta.get_field(field)
    return dict(found.flatchoices)
