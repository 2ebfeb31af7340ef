"""Beside an act in a history: by which instruction of the customer it was done."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.models import EventRecord
from kept.kernel.web.marks import EVENT, Mark, marker
from kept.transport.models import TrackingEvent

from ..events import InstructionActsLinked, InstructionCarriedOut
from ..queries.instructions import done_for

LINKING = (InstructionCarriedOut.name, InstructionActsLinked.name)


@marker(EVENT)
def of_events(rows: Sequence[EventRecord]) -> Mapping[int, Mark]:
    """The event by which an act was linked comes after it, so it stands in the same history."""
    linking = [row for row in rows if row.name in LINKING]
    return {act: _mark(row.data["number"]) for row in linking for act in row.data["events"]}


@marker("transport.trackingevent")
def of_news(rows: Sequence[TrackingEvent]) -> Mapping[int, Mark]:
    return {pk: _mark(number) for pk, number in done_for(rows).items()}


def _mark(number: str) -> Mark:
    address = reverse("fulfillment:instruction", args=[number])
    return Mark(_("by instruction of the customer"), number, address)
