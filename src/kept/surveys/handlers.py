"""A delivery made or a case closed is a moment to ask."""

from kept.desk.events import CaseClosed
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.transport.events import ShipmentDelivered
from kept.transport.models import Shipment

from .actions.asking import ask_about
from .enums import Trigger

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
