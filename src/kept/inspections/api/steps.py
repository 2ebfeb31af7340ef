"""Requirements at the steps of operations and their checks, for programs."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from kept.orders.models import Order
from kept.transport.models import Shipment

from ..actions.stepping import Found, check_step
from ..enums import Operation, StepVerdict
from ..models import Requirement
from ..queries.steps import Line, Stage, stages_of
from .doors import allowed, page_of

router = Router()


class StepRequirementOut(Schema):
    """`customer` is a number and `service` a code; empty means all."""

    number: str
    step: str
    text: str
    customer: str
    service: str
    standard: str
    wants_check: bool
    wants_photo: bool
    responsible: str
    added_at: datetime
    retired_at: datetime | None


class StepRequirementsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[StepRequirementOut]
    next: str


class StepRequirementsAsked(Schema):
    step: Operation | None = None
    customer: str = ""
    service: str = ""
    retired: bool = False
    after: int = 0
    limit: int = 100


class StepCheckOut(Schema):
    """`verdict` is empty while nobody checked; `is_asked` is false for what is only to be known."""

    requirement: str
    text: str
    is_asked: bool
    verdict: str
    remark: str
    has_photo: bool
    answered_at: datetime | None
    answered_by: str
    case: str


class OperationStepOut(Schema):
    """One step of an order or a shipment, by its number. `passed_at` is empty until the goods left it."""

    step: str
    about: str
    passed_at: datetime | None
    checks: list[StepCheckOut]


class StepCheckIn(Schema):
    """`requirement` is its number. What was not kept wants a remark."""

    requirement: str
    verdict: StepVerdict
    remark: str = Field("", max_length=300)


class StepChecksIn(Schema):
    step: Operation
    checks: list[StepCheckIn] = Field(min_length=1, max_length=200)


@router.get("step-requirements", response=StepRequirementsOut)
def step_requirements(request: HttpRequest, asked: Query[StepRequirementsAsked]) -> StepRequirementsOut:
    """What is required at the steps, in the order in which it was written."""
    actor = allowed(request, "inspections.steps")
    rows = Requirement.objects.permitted(actor, "inspections.steps").shown()
    found, after = page_of(
        rows if asked.retired else rows.in_force(),
        after=asked.after,
        limit=asked.limit,
        step=asked.step,
        customer__number=asked.customer,
        service__code=asked.service,
    )
    return StepRequirementsOut(items=[_requirement(row) for row in found], next=after)


@router.get("orders/{number}/steps", response=list[OperationStepOut])
def steps_of_order(request: HttpRequest, number: str) -> list[OperationStepOut]:
    """The steps of an order and of its shipments, with what is required and what was found."""
    return _steps(_order(request, number, "inspections.steps"))


@router.post("orders/{number}/steps", response=list[OperationStepOut])
def check_order(request: HttpRequest, number: str, given: StepChecksIn) -> list[OperationStepOut]:
    """Answer checks of a step in the warehouse. Photos are given in the browser."""
    return _checked(request, _order(request, number, "inspections.check"), given)


@router.get("shipments/{number}/steps", response=list[OperationStepOut])
def steps_of_shipment(request: HttpRequest, number: str) -> list[OperationStepOut]:
    """The steps of a shipment, those in the warehouse through its order."""
    return _steps(_shipment(request, number, "inspections.steps"))


@router.post("shipments/{number}/steps", response=list[OperationStepOut])
def check_shipment(request: HttpRequest, number: str, given: StepChecksIn) -> list[OperationStepOut]:
    """Answer checks of a step on the road. Photos are given in the browser."""
    return _checked(request, _shipment(request, number, "inspections.check"), given)


def _checked(request: HttpRequest, subject: Order | Shipment, given: StepChecksIn) -> list[OperationStepOut]:
    actor = allowed(request, "inspections.check")
    said = {each.requirement: each for each in given.checks}
    ids = dict(Requirement.objects.filter(number__in=said).values_list("number", "pk"))
    found = {
        ids.get(number, 0): Found(verdict=each.verdict, remark=each.remark) for number, each in said.items()
    }
    check_step(subject=subject, step=given.step, found=found, by=actor, at=now())
    return _steps(subject)


def _order(request: HttpRequest, number: str, permission: str) -> Order:
    rows = Order.objects.permitted(allowed(request, permission), permission)
    return get_object_or_404(rows, number=number)


def _shipment(request: HttpRequest, number: str, permission: str) -> Shipment:
    rows = Shipment.objects.permitted(allowed(request, permission), permission)
    return get_object_or_404(rows, number=number)


def _steps(subject: Order | Shipment) -> list[OperationStepOut]:
    return [_step(stage) for stage in stages_of(subject)]


def _step(stage: Stage) -> OperationStepOut:
    return OperationStepOut(
        step=stage.step,
        about=stage.subject.number,
        passed_at=stage.passed_at,
        checks=[_check(line) for line in stage.lines],
    )


def _check(line: Line) -> StepCheckOut:
    answer = line.answer
    return StepCheckOut(
        requirement=line.requirement.number,
        text=answer.asked if answer else line.requirement.text,
        is_asked=line.requirement.wants_check,
        verdict=answer.verdict if answer else "",
        remark=answer.remark if answer else "",
        has_photo=answer is not None and answer.photo_id is not None,
        answered_at=answer.answered_at if answer else None,
        answered_by=answer.answered_by.name if answer and answer.answered_by else "",
        case=answer.case.number if answer and answer.case else "",
    )


def _requirement(row: Requirement) -> StepRequirementOut:
    names = ("number", "step", "text", "wants_check", "wants_photo", "responsible", "added_at", "retired_at")
    return StepRequirementOut(
        customer=row.customer.number if row.customer else "",
        service=row.service.code if row.service else "",
        standard=row.standard.number if row.standard else "",
        **{name: getattr(row, name) for name in names},
    )
