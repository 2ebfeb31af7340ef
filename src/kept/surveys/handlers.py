"""A delivery made or a case closed is a moment to ask."""

from kept.desk.events import CaseClosed
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.transport.events import ShipmentDelivered
from kept.transport.models import Shipment

from .actions.asking import ask_about
from .actions.mending import open_case_of
from .enums import Trigger
from .events import LowAnswer
from .models import Response

HOUSE = Actor.system("surveys")


@after(ShipmentDelivered)
def ask_after_delivery(record: EventRecord) -> None:
    shipment = Shipment.objects.filter(pk=record.subject_id).first()
    if shipment is not None:
        ask_about(
            trigger=Trigger.DELIVERY,
            customer_id=record.data["customer_id"],
            about=shipment,
            by=HOUSE,
            at=record.recorded_at,
        )


@after(CaseClosed)
def ask_after_case(record: EventRecord) -> None:
    case = Case.objects.filter(pk=record.subject_id).first()
    if case is not None:
        ask_about(
            trigger=Trigger.CASE,
            customer_id=record.data["customer_id"],
            about=case,
            by=HOUSE,
            at=record.recorded_at,
        )


@after(LowAnswer)
def mend_at_once(record: EventRecord) -> None:
    """A low answer becomes a case whose clocks run; of an anonymous one nobody knows whom to call."""
    response = Response.objects.filter(pk=record.data["response_id"]).first()
    if response is not None:
        open_case_of(
            response=response,
            about_type=record.data["about_type"],
            about_id=record.data["about_id"],
            items=record.data["items"],
            by=HOUSE,
            at=record.recorded_at,
        )
