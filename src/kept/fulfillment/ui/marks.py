"""Beside an act in a history: by which instruction of the customer it was done."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.marks import EVENT, Mark, marker

from ..models import Instruction
from ..queries.instructions import done_for


@marker(EVENT, among=("orders.order", "transport.shipment"))
def of_events(ids: Sequence[int]) -> Mapping[int, Mark]:
    return _marks(done_for("event", ids))


@marker("transport.trackingevent")
def of_news(ids: Sequence[int]) -> Mapping[int, Mark]:
    return _marks(done_for("news", ids))


def _marks(found: Mapping[int, Instruction]) -> dict[int, Mark]:
    return {
        pk: Mark(_("by instruction of the customer"), each.number, each.get_absolute_url())
        for pk, each in found.items()
    }
