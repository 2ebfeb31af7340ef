"""Which shipments a case is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit, emit_many
from kept.parties.enums import Segment
from kept.promises.actions import waive_promise
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..enums import CaseKind, Impact
from ..events import ShipmentLinked, ShipmentUnlinked
from ..models import Case, CaseIsClosed, CaseShipment
from ..queries.phases import phase_of
from .contacting import OtherCustomer
from .opening import index_case, start_clocks


class NotLinked(Refused):
    default = _("This shipment does not belong to the case.")


@transaction.atomic
def link_shipments(
    *,
    case: Case,
    shipments: Iterable[Shipment],
    since: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Add shipments; those that are there already stay. An exception may touch several customers, and
    owes each of them its notice from `since` on; any other case has one customer.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    there = list(case.shipments.select_related("shipment"))
    known, served = {link.shipment_id for link in there}, {link.shipment.customer_id for link in there}
    fresh = [shipment for shipment in shipments if shipment.pk not in known]
    if not fresh:
        return case
    _settle_parties(case, fresh, first=not there)
    links = [CaseShipment(case=case, shipment=shipment, linked_at=at) for shipment in fresh]
    CaseShipment.objects.bulk_create(links)
    untold = [shipment for shipment in fresh if shipment.customer_id not in served]
    if case.kind == CaseKind.EXCEPTION and untold:
        start_clocks(case, since or at, untold, by=by, at=at)
        if served:
            _weigh_for_many(case)
    index_case(case, [*(link.shipment for link in there), *fresh])
    emit_many([ShipmentLinked.of(case, at=at, linked_id=shipment.pk) for shipment in fresh], by=by)
    return case


@transaction.atomic
def unlink_shipment(*, case: Case, shipment: Shipment, by: Actor, at: datetime) -> Case:
    """The shipment is not concerned after all."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    gone, _rows = CaseShipment.objects.filter(case=case, shipment=shipment).delete()
    if not gone:
        raise NotLinked
    if case.shipment_id == shipment.pk:
        case.shipment = None
        case.save(update_fields=["shipment"])
    if case.kind == CaseKind.EXCEPTION:
        _release_notice(case, shipment.customer_id, by=by, at=at)
    index_case(case, [link.shipment for link in case.shipments.select_related("shipment")[:50]])
    emit(ShipmentUnlinked.of(case, at=at, linked_id=shipment.pk), by=by)
    return case


def release_notices(case: Case, shipments: Iterable[Shipment], *, by: Actor, at: datetime) -> None:
    """These shipments went elsewhere: whoever has none left here is not owed a notice here."""
    if case.kind != CaseKind.EXCEPTION:
        return
    for customer_id in sorted({shipment.customer_id for shipment in shipments}):
        _release_notice(case, customer_id, by=by, at=at)


def _weigh_for_many(case: Case) -> None:
    """A cause that reaches another customer weighs as much as one that touched many from the start."""
    case.impact = Impact.MANY
    case.weigh(raised=case.customer is not None and case.customer.segment == Segment.CORE)
    case.save(update_fields=["impact", "severity"])


def _settle_parties(case: Case, fresh: list[Shipment], *, first: bool) -> None:
    """Whose case it is now. One that touches several customers is nobody's own."""
    owners = {shipment.customer_id for shipment in fresh}
    known = owners if first and case.customer_id is None else owners | {case.customer_id}
    if case.kind != CaseKind.EXCEPTION:
        if len(known) > 1:
            raise OtherCustomer(field="shipment")
        case.shipment = case.shipment or fresh[0]
    else:
        case.shipment = fresh[0] if first and len(fresh) == 1 else None
    case.customer_id = known.pop() if len(known) == 1 else None
    case.phase = case.phase or phase_of(case)
    case.save(update_fields=["customer", "shipment", "phase"])


def _release_notice(case: Case, customer_id: int, *, by: Actor, at: datetime) -> None:
    """A customer none of whose shipments is concerned any more need not be told."""
    if case.shipments.filter(shipment__customer=customer_id).exists():
        return
    owed = Promise.objects.about(case).of_kind("exception_notice").unfinished().filter(customer=customer_id)
    for promise in owed:
        waive_promise(promise=promise, why=gettext("The shipment is not concerned."), by=by, at=at)
