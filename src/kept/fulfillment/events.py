from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("fulfillment.tracking_table_published")
@dataclass(frozen=True, kw_only=True)
class TrackingTablePublished(Event):
    """The subject is the customer; `changed` counts shipments that are new or say something new."""

    title = _("Tracking table of the day published")
    table_id: int
    day: str
    shipments: int
    changed: int


@event("fulfillment.tracking_columns_chosen")
@dataclass(frozen=True, kw_only=True)
class TrackingColumnsChosen(Event):
    title = _("Columns of the tracking table chosen")
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InstructionEvent(Event):
    """Told of the instruction itself, of its order and of its shipment. `number` is the instruction's."""

    number: str
    kind: str
    customer_id: int

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        said = f"{data['number']} · {_labels('Instruction', 'kind').get(data['kind'], data['kind'])}"
        return f"{said} · {more}" if (more := cls.more(data)) else said

    @classmethod
    def more(cls, data: Mapping[str, Any]) -> str:
        return ""


@event("fulfillment.instruction_given")
@dataclass(frozen=True, kw_only=True)
class InstructionGiven(InstructionEvent):
    title = _("Customer instruction given")
    channel: str
    do_by: str

    @classmethod
    def more(cls, data: Mapping[str, Any]) -> str:
        return str(_labels("Instruction", "channel").get(data["channel"], data["channel"]))


@event("fulfillment.instruction_carried_out")
@dataclass(frozen=True, kw_only=True)
class InstructionCarriedOut(InstructionEvent):
    """`events` are the ids of those acts that are events, of all that `actions` counts.

    `is_late` when the customer had wanted it earlier, None when no moment was named.
    """

    title = _("Customer instruction carried out")
    actions: int
    events: tuple[int, ...]
    seconds: int
    is_late: bool | None


@event("fulfillment.instruction_acts_linked")
@dataclass(frozen=True, kw_only=True)
class InstructionActsLinked(InstructionEvent):
    title = _("Further act upon a customer instruction")
    actions: int
    events: tuple[int, ...]


@event("fulfillment.instruction_refused")
@dataclass(frozen=True, kw_only=True)
class InstructionRefused(InstructionEvent):
    title = _("Customer instruction refused")
    why: str

    @classmethod
    def more(cls, data: Mapping[str, Any]) -> str:
        return str(data["why"])


@event("fulfillment.instruction_withdrawn")
@dataclass(frozen=True, kw_only=True)
class InstructionWithdrawn(InstructionEvent):
    title = _("Customer instruction withdrawn")
    why: str

    @classmethod
    def more(cls, data: Mapping[str, Any]) -> str:
        return str(data["why"])


def _labels(model: str, field: str) -> dict[Any, Any]:
    meta: Any = apps.get_model("fulfillment", model)._meta
    return dict(meta.get_field(field).flatchoices)
