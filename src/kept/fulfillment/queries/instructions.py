"""What was recorded since a customer's word, and for whose word an act was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from kept.kernel.events import Subject
from kept.kernel.models import EventRecord
from kept.orders.models import Order
from kept.transport.models import Shipment, TrackingEvent

from ..enums import Area
from ..models import Instruction, InstructionAction

MOST = 60
OUR_OWN = "fulfillment.instruction_"
NO_ACTS = ("transport.tracking_recorded", "transport.exception_seen", "transport.exception_over")
"""Told by news that stand beside them, or by the house's own watching."""
AREAS = {"orders": Area.ORDER, "transport": Area.TRANSPORT}
"""By the room that tells. A step of the operation checked on the order was done in the warehouse, one
checked on a shipment on the way.
"""
STEP_CHECKED = "inspections.step_checked"


@dataclass(frozen=True)
class Act:
    """Something recorded about the order or its shipments that may have fulfilled an instruction."""

    token: str
    area: str
    name: str
    title: Any
    words: str
    number: str
    happened_at: datetime
    event: int | None = None
    news: int | None = None

    def as_action(self, instruction: Instruction, *, by: int | None, at: datetime) -> InstructionAction:
        return InstructionAction(
            instruction=instruction,
            area=self.area,
            event=self.event,
            news_id=self.news,
            name=self.name,
            words=self.words[:300],
            number=self.number,
            happened_at=self.happened_at,
            linked_at=at,
            linked_by_id=by,
        )

    @property
    def area_words(self) -> str:
        return str(Area(self.area).label)


def acts_for(instruction: Instruction) -> list[Act]:
    """What was recorded since it was given and is not linked to it yet, newest first; four statements."""
    since = instruction.given_at.replace(second=0, microsecond=0)
    shipments = _shipments(instruction)
    linked = list(instruction.actions.values_list("event", "news"))
    events = EventRecord.objects.filter(_subjects(instruction, shipments), occurred_at__gte=since)
    events = events.exclude(name__startswith=OUR_OWN).exclude(name__in=NO_ACTS)
    events = events.exclude(pk__in=[event for event, _news in linked if event])
    told = TrackingEvent.objects.filter(shipment__in=shipments, occurred_at__gte=since)
    told = told.exclude(pk__in=[news for _event, news in linked if news])
    acts = [
        *(_of_event(row) for row in events.order_by("-occurred_at", "-pk")[:MOST]),
        *(_of_news(row, shipments[row.shipment_id]) for row in told[:MOST]),
    ]
    return sorted(acts, key=lambda act: act.happened_at, reverse=True)[:MOST]


def instructions_of(record: Order | Shipment) -> Any:
    """Instructions about an order and its shipments, or about a shipment and its order as a whole."""
    if isinstance(record, Order):
        return Instruction.objects.filter(Q(order=record) | Q(shipment__order=record))
    mine = Q(shipment=record)
    return Instruction.objects.filter(
        mine | Q(order=record.order_id, shipment=None) if record.order_id else mine
    )


def done_for(news: Iterable[TrackingEvent]) -> dict[int, str]:
    """By the id of a piece of news, the number of the instruction that it carried out; one statement."""
    rows = InstructionAction.objects.filter(news__in=[row.pk for row in news])
    return {pk: number for pk, number in rows.values_list("news", "instruction__number") if pk}


def _shipments(instruction: Instruction) -> dict[int, str]:
    rows = Shipment.objects.filter(
        Q(pk=instruction.shipment_id) if instruction.shipment_id else Q(order=instruction.order_id)
    )
    return dict(rows.values_list("pk", "number"))


def _subjects(instruction: Instruction, shipments: Iterable[int]) -> Q:
    about = Q(subject_type=Shipment._meta.label_lower, subject_id__in=list(shipments))
    if instruction.order_id:
        about |= Q(subject_type=Order._meta.label_lower, subject_id=instruction.order_id)
    return about


def _of_event(row: EventRecord) -> Act:
    return Act(
        token=f"event-{row.pk}",
        area=_area(row),
        name=row.name,
        title=row.title,
        words=row.detail,
        number=row.subject_number,
        happened_at=row.occurred_at,
        event=row.pk,
    )


def _area(row: EventRecord) -> str:
    if row.subject_type == Shipment._meta.label_lower:
        return Area.TRANSPORT
    return Area.WAREHOUSE if row.name == STEP_CHECKED else AREAS.get(row.name.split(".")[0], Area.OTHER)


def _of_news(row: TrackingEvent, number: str) -> Act:
    said: Sequence[str] = [part for part in (row.place, row.reason_words, row.note) if part]
    return Act(
        token=f"news-{row.pk}",
        area=Area.TRANSPORT,
        name=row.code,
        title=row.code_words,
        words=" · ".join(said),
        number=number,
        happened_at=row.occurred_at,
        news=row.pk,
    )


def subjects_of(instruction: Instruction) -> list[Subject]:
    """Whose histories tell of an instruction, itself first."""
    records = (instruction, instruction.order, instruction.shipment)
    return [Subject.of(record) for record in records if record is not None]
