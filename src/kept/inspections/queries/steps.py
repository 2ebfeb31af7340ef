"""Service along an operation: the steps of an order or a shipment, what is required, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate, now

from kept.kernel.actor import Actor
from kept.orders.models import Order
from kept.transport.enums import ShipmentState
from kept.transport.models import Shipment

from ..enums import IN_HOUSE, ON_ROAD, Operation
from ..models import Requirement, StepAnswer

CHECK = "inspections.check"
Subject = Order | Shipment


@dataclass(frozen=True)
class Line:
    """A requirement at a step, and its answer if there is one."""

    requirement: Requirement
    answer: StepAnswer | None
    before: Sequence[StepAnswer] = ()

    @property
    def is_open(self) -> bool:
        return self.requirement.wants_check and self.answer is None


@dataclass(frozen=True)
class Stage:
    """One step of one order or shipment. `passed_at` is empty while the goods have not left it."""

    step: Operation
    subject: Subject
    passed_at: datetime | None
    lines: Sequence[Line]
    may_check: bool = False

    @property
    def words(self) -> str:
        return str(self.step.label)

    @property
    def name(self) -> str:
        return f"{'order' if isinstance(self.subject, Order) else 'shipment'}-{self.subject.pk}-{self.step}"

    @property
    def checks(self) -> list[Line]:
        return [line for line in self.lines if line.requirement.wants_check]

    @property
    def open_count(self) -> int:
        return sum(line.is_open for line in self.lines)

    @property
    def broken_count(self) -> int:
        return sum(line.answer is not None and line.answer.is_broken for line in self.lines)

    @property
    def tone(self) -> str:
        """Broken stands out; what was passed without a check comes next."""
        if self.broken_count:
            return "broken"
        if self.open_count:
            return "soon" if self.passed_at else "plain"
        return "kept" if self.checks else "quiet"


def stages_of_order(order: Order, *, actor: Actor | None = None) -> list[Stage]:
    """The warehouse steps of the order, then the steps of each of its shipments; three statements.

    With an actor each stage says whether that one may check it.
    """
    shipments = Shipment.objects.filter(order=order).exclude(state=ShipmentState.CANCELLED)
    return _stages(order, list(_carried(shipments, actor).order_by("pk")), actor)


def stages_of_shipment(
    shipment: Shipment, *, actor: Actor | None = None, permission: str = CHECK, on_road: bool = False
) -> list[Stage]:
    """All steps, those in the warehouse through its order; `on_road` leaves these out. Three statements."""
    found = _carried(Shipment.objects, actor, permission).get(pk=shipment.pk)
    stages = _stages(found.order, [found], actor, permission)
    return [stage for stage in stages if stage.step in ON_ROAD] if on_road else stages


def stages_of(subject: Subject, *, actor: Actor | None = None) -> list[Stage]:
    if isinstance(subject, Order):
        return stages_of_order(subject, actor=actor)
    return stages_of_shipment(subject, actor=actor)


def steps_of(subject: Subject) -> tuple[Operation, ...]:
    """Which steps are checked for it: a shipment that has no order is checked at all of them."""
    if isinstance(subject, Order):
        return IN_HOUSE
    return ON_ROAD if subject.order_id else tuple(Operation)


def asked_at(subject: Subject, step: str) -> dict[int, Line]:
    """The checks asked at one step of it, by the id of their requirement."""
    stages = [stage for stage in stages_of(subject) if stage.subject == subject and stage.step == step]
    return {line.requirement.pk: line for stage in stages for line in stage.checks}


def passed_at(step: Operation, subject: Subject) -> datetime | None:
    """When the goods were through with a step, as far as transport and the order know."""
    if isinstance(subject, Order):
        return subject.started_at or subject.delivered_at
    if step in (*IN_HOUSE, Operation.LOADING):
        return subject.picked_up_at or subject.delivered_at
    if step == Operation.RECEIPT:
        receipt = getattr(subject, "receipt", None)
        return None if receipt is None else receipt.returned_at or receipt.archived_at
    return subject.delivered_at


def _carried(rows: Any, actor: Actor | None, permission: str = CHECK) -> Any:
    return rows.select_related("receipt", "order").annotate(
        may_check=_may(Shipment, actor, permission, OuterRef("pk"))
    )


def _may(model: type[Order | Shipment], actor: Actor | None, permission: str, pk: Any) -> Any:
    """Part of a statement that is asked anyway: whether this actor may check that record."""
    rows: Any = model.objects.none() if actor is None else model.objects.permitted(actor, permission)
    return Exists(rows.filter(pk=pk))


def _stages(
    order: Order | None, shipments: list[Any], actor: Actor | None, permission: str = CHECK
) -> list[Stage]:
    subjects: list[Subject] = [order, *shipments] if order is not None else [*shipments]
    requirements = list(
        _concerning(order, *subjects)
        .select_related("standard", "service")
        .annotate(may_check=_may(Order, actor, permission, order.pk if order else None))
    )
    answers = _answers(order, shipments)
    made = [
        _stage(step, subject, order, requirements, answers)
        for subject in subjects
        for step in steps_of(subject)
    ]
    return [stage for stage in made if stage.lines]


def _stage(
    step: Operation,
    subject: Subject,
    order: Order | None,
    requirements: Sequence[Any],
    answers: dict[tuple[Any, ...], list[StepAnswer]],
) -> Stage:
    passed = passed_at(step, subject)
    day = localdate(passed or now())
    no_receipt = step == Operation.RECEIPT and getattr(subject, "receipt", None) is None
    lines = []
    for each in requirements:
        told = answers.get((type(subject), subject.pk, each.pk), [])
        asked = each.in_force_on(day) and not no_receipt and _meant(each, subject, order)
        if each.step == step and (told or asked):
            current = next((answer for answer in told if answer.replaced_at is None), None)
            lines.append(Line(each, current, [answer for answer in told if answer is not current]))
    may = requirements[0].may_check if isinstance(subject, Order) and requirements else False
    return Stage(step, subject, passed, lines, getattr(subject, "may_check", may))


def _meant(requirement: Requirement, subject: Subject, order: Order | None) -> bool:
    """The shipments of an order may carry another service each; the requirements were read for all."""
    if requirement.service is None:
        return True
    services = {subject.service_id, order.service_id if order else None}
    further = order.further_services if order else []
    return requirement.service_id in services or requirement.service.code in further


def _answers(order: Order | None, shipments: list[Shipment]) -> dict[tuple[Any, ...], list[StepAnswer]]:
    """By kind and id of what was checked and requirement, the newest first; one statement."""
    about = Q(shipment__in=[shipment.pk for shipment in shipments])
    about = about | Q(order=order) if order is not None else about
    rows = StepAnswer.objects.filter(about).select_related("requirement", "answered_by", "photo", "case")
    found: dict[tuple[Any, ...], list[StepAnswer]] = {}
    for row in rows:
        kind, pk = (Order, row.order_id) if row.order_id else (Shipment, row.shipment_id)
        found.setdefault((kind, pk, row.requirement_id), []).append(row)
    return found


def _concerning(order: Order | None, *subjects: Subject) -> Any:
    services = {subject.service_id for subject in (*subjects, order) if subject and subject.service_id}
    further = order.further_services if order is not None else []
    return Requirement.objects.concerning(
        customer=subjects[0].customer_id, services=services, further=further
    )
