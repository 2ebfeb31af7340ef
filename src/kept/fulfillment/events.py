from dataclasses import dataclass

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
