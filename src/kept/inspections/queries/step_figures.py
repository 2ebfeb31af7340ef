"""How much of what is required at each step was checked, and how much of it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import make_aware

from kept.kernel.actor import Actor
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..enums import IN_HOUSE, Operation, StepVerdict
from ..models import Requirement, StepAnswer

VIEW = "inspections.steps"
NAMES = {
    StepVerdict.KEPT.value: "kept",
    StepVerdict.NOT_KEPT.value: "not_kept",
    StepVerdict.NOT_APPLICABLE.value: "not_applicable",
}


@dataclass
class Checked:
    """Checks asked, answered, kept and not kept. A share of nothing is None."""

    asked: int = 0
    kept: int = 0
    not_kept: int = 0
    not_applicable: int = 0

    @property
    def answered(self) -> int:
        return self.kept + self.not_kept + self.not_applicable

    @property
    def answered_share(self) -> Decimal | None:
        return Decimal(self.answered) / self.asked if self.asked else None

    @property
    def kept_share(self) -> Decimal | None:
        judged = self.kept + self.not_kept
        return Decimal(self.kept) / judged if judged else None

    def add(self, other: Checked) -> None:
        self.asked += other.asked
        self.kept += other.kept
        self.not_kept += other.not_kept
        self.not_applicable += other.not_applicable


Cells = dict[tuple[int, str], Checked]
"""By customer and step."""


@dataclass(frozen=True)
class StepFigures:
    """By step, by customer with the steps in their order, and all together."""

    steps: list[tuple[Operation, Checked]]
    customers: list[tuple[Customer, Checked, list[tuple[Operation, Checked]]]]
    total: Checked


@dataclass(frozen=True)
class Passing:
    """Goods that passed these steps: which records, the moment of it, and whose services count."""

    about: str
    steps: tuple[Operation, ...]
    moments: tuple[str, ...]
    rows: QuerySet[Any]

    @property
    def services(self) -> tuple[str, ...]:
        return ("service",) if self.about == "order" else ("service", "order__service")

    @property
    def further(self) -> str:
        return "further_services" if self.about == "order" else "order__further_services"

    def passed(self, prefix: str = "") -> Any:
        names = [f"{prefix}{name}" for name in self.moments]
        return Coalesce(*names) if len(names) > 1 else F(names[0])


def step_figures(actor: Actor, first: date, last: date, customer: Customer | None = None) -> StepFigures:
    """Of goods that passed a step in these days; twelve statements however many there are."""
    requirements = {each.pk: each for each in Requirement.objects.select_related("service")}
    cells: Cells = {}
    span = _moment(first), _moment(last + timedelta(days=1))
    for passing in _passings(actor, customer):
        mine = {pk: each for pk, each in requirements.items() if each.step in passing.steps}
        if any(each.wants_check for each in mine.values()):
            _count_asked(cells, passing, mine.values(), span)
            _count_answered(cells, passing, mine, span)
    return _laid_out(cells)


def _passings(actor: Actor, customer: Customer | None) -> Iterator[Passing]:
    of = {"customer": customer} if customer else {}
    orders = Order.objects.permitted(actor, VIEW).filter(**of)
    shipments = Shipment.objects.permitted(actor, VIEW).filter(**of)
    moved = (Operation.LINE_HAUL, Operation.TRANSFER, Operation.DELIVERY)
    yield Passing("order", IN_HOUSE, ("started_at", "delivered_at"), orders)
    yield Passing("shipment", IN_HOUSE, ("picked_up_at", "delivered_at"), shipments.filter(order=None))
    yield Passing("shipment", (Operation.LOADING,), ("picked_up_at", "delivered_at"), shipments)
    yield Passing("shipment", moved, ("delivered_at",), shipments)
    yield Passing(
        "shipment", (Operation.RECEIPT,), ("receipt__returned_at", "receipt__archived_at"), shipments
    )


def _count_asked(
    cells: Cells, passing: Passing, requirements: Iterable[Requirement], span: tuple[datetime, datetime]
) -> None:
    inside = passing.rows.annotate(passed=passing.passed())
    inside = inside.filter(passed__gte=span[0], passed__lt=span[1]).annotate(day=TruncDate("passed"))
    keys = ("customer", "day", *passing.services, passing.further)
    for row in inside.order_by().values(*keys).annotate(n=Count("pk", distinct=True)):
        services, further = {row[name] for name in passing.services}, row[passing.further] or []
        for each in requirements:
            if _asks(each, row["customer"], services, further) and each.in_force_on(row["day"]):
                cells.setdefault((row["customer"], each.step), Checked()).asked += row["n"]


def _count_answered(
    cells: Cells,
    passing: Passing,
    requirements: Mapping[int, Requirement],
    span: tuple[datetime, datetime],
) -> None:
    """What was answered though it is no longer asked counts as asked too."""
    about = passing.about
    rows: Any = StepAnswer.objects.current().filter(
        **{"requirement__in": list(requirements), f"{about}__in": passing.rows.values("pk")}
    )
    rows = rows.annotate(passed=passing.passed(f"{about}__"))
    rows = rows.filter(passed__gte=span[0], passed__lt=span[1]).annotate(day=TruncDate("passed"))
    keys = (f"{about}__customer", "requirement", "verdict", "day")
    for row in rows.order_by().values(*keys).annotate(n=Count("pk")):
        requirement = requirements[row["requirement"]]
        cell = cells.setdefault((row[f"{about}__customer"], requirement.step), Checked())
        name = NAMES[row["verdict"]]
        setattr(cell, name, getattr(cell, name) + row["n"])
        if not requirement.wants_check or not requirement.in_force_on(row["day"]):
            cell.asked += row["n"]


def _asks(requirement: Requirement, customer: int, services: set[int | None], further: list[str]) -> bool:
    if not requirement.wants_check or requirement.customer_id not in (None, customer):
        return False
    service = requirement.service
    return service is None or service.pk in services or service.code in further


def _laid_out(cells: Cells) -> StepFigures:
    steps, total = {step.value: Checked() for step in Operation}, Checked()
    names = Customer.objects.in_bulk({pk for pk, _step in cells})
    customers: dict[int, tuple[Checked, dict[str, Checked]]] = {}
    for (pk, step), cell in cells.items():
        cell.asked = max(cell.asked, cell.answered)
        together, by_step = customers.setdefault(pk, (Checked(), {}))
        by_step[step] = cell
        for each in (steps[step], total, together):
            each.add(cell)
    listed = [
        (names[pk], together, [(Operation(step), by_step.get(step, Checked())) for step in steps])
        for pk, (together, by_step) in customers.items()
    ]
    listed.sort(key=lambda row: (row[1].kept_share is None, row[1].kept_share or 0, row[0].number))
    return StepFigures([(Operation(step), cell) for step, cell in steps.items()], listed, total)


def _moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
