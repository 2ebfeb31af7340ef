"""Who carries a shipment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit_many
from kept.orders.models import Order
from kept.parties.enums import PartnerKind
from kept.parties.models import Partner
from kept.promises.actions import entrust_promises

from ..events import CarrierAssigned
from ..models import Shipment
from .telling import told

ENTRUSTED = ("pickup", "delivery", "redelivery")


class NotACarrier(Refused):
    default = _("Only a subcontractor can carry goods.")


class ShipmentOver(Refused):
    default = _("%(number)s is over; its carrier stays.")


class CarrierChosen(Refused):
    default = _("%(number)s goes with %(carrier)s by now. Nothing was assigned.")


@transaction.atomic
def assign_carrier(
    *,
    shipments: Iterable[Shipment],
    carrier: Partner | None,
    unless_chosen: bool = False,
    by: Actor,
    at: datetime,
) -> list[Shipment]:
    """Give shipments to a subcontractor, or with None take them back to our own fleet. All or none.

    With `unless_chosen` none may have another carrier: somebody else was faster. Raises CarrierChosen.
    """
    if carrier is not None and carrier.kind != PartnerKind.SUBCONTRACTOR:
        raise NotACarrier(field="carrier")
    ids = [shipment.pk for shipment in shipments]
    locked = list(Shipment.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    told_of = []
    for shipment in locked:
        if not shipment.is_open:
            raise ShipmentOver(ShipmentOver.default % {"number": shipment.number})
        was = shipment.carrier_id
        if unless_chosen and shipment.carrier and was != (carrier.pk if carrier else None):
            said = {"number": shipment.number, "carrier": shipment.carrier.name}
            raise CarrierChosen(CarrierChosen.default % said, field="carrier")
        shipment.carrier = carrier
        if was != shipment.carrier_id:
            name = carrier.name if carrier else ""
            told_of.append(told(CarrierAssigned, shipment, at=at, was_carrier_id=was, carrier=name))
    Shipment.objects.filter(pk__in=[fact.subject.id for fact in told_of]).update(carrier=carrier)
    _entrust(locked, carrier, by, at)
    emit_many(told_of, by=by)
    return locked


def _entrust(shipments: Sequence[Shipment], carrier: Partner | None, by: Actor, at: datetime) -> None:
    """What these shipments fulfil, of their order or their own, is the carrier's to do from now on."""
    orders = Order.objects.filter(shipments__in=[shipment.pk for shipment in shipments]).distinct()
    for records in (list(orders), [shipment for shipment in shipments if shipment.order_id is None]):
        entrust_promises(
            records=records,
            kinds=ENTRUSTED,
            provider_id=carrier.pk if carrier else None,
            by=by,
            at=at,
        )
