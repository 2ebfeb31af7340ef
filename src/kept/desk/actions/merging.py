"""Two cases about one matter become one; one case about two matters becomes two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.promises.actions import waive_promise
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..enums import LinkSort
from ..events import CaseMerged, CaseSplit
from ..models import Case, CaseIsClosed, CaseLink, CaseNote, CaseShipment, Contact, Escalation
from ..rules import LEVELS
from .contacting import OtherCustomer
from .linking import link_shipments, release_notices
from .opening import index_case, open_case


class NothingToMerge(Refused):
    default = _("Choose at least one other case.")


class NothingToSplit(Refused):
    default = _("Choose what goes into the new case.")


class NotOfThisCase(Refused):
    default = _("Only contacts and shipments of this case can go into the new one.")


@transaction.atomic
def merge_cases(*, survivor: Case, others: Sequence[Case], why: str, by: Actor, at: datetime) -> Case:
    """All of the others goes into the survivor: contacts, notes, shipments, steps, watchers.

    The higher of their levels stays. Their promises are let off with the reason; what is overdue already
    stays broken, and is met when the survivor's customer is answered. Their numbers lead to the survivor
    from now on.
    """
    ids = sorted({survivor.pk, *(case.pk for case in others)})
    locked = Case.objects.select_for_update(of=("self",)).select_related("customer").in_bulk(ids)
    into = locked.pop(survivor.pk)
    if not locked:
        raise NothingToMerge(field="others")
    if not all(case.is_unfinished for case in (into, *locked.values())):
        raise CaseIsClosed
    if len({case.customer_id for case in (into, *locked.values())} - {None}) > 1:
        raise OtherCustomer(field="others")
    for case in locked.values():
        _pour(case, into, why, by=by, at=at)
    into.save(update_fields=["chasers", "customer", "level"])
    _index(into)
    return into


@transaction.atomic
def split_case(
    *,
    case: Case,
    contacts: Sequence[Contact] = (),
    shipments: Sequence[Shipment] = (),
    kind: str = "",
    title: str = "",
    by: Actor,
    at: datetime,
) -> Case:
    """A second matter gets a case of its own, with the contacts and shipments that belong to it.

    Its clocks start with the first of its contacts: when the matter came in.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("customer", "branch", "owner")
        .get(pk=case.pk)
    )
    if not case.is_unfinished:
        raise CaseIsClosed
    if not (contacts or shipments):
        raise NothingToSplit(field="contacts")
    _check_belongs(case, contacts, shipments)
    came = [contact.at for contact in contacts if contact.is_incoming]
    said = next((contact.summary for contact in contacts if contact.summary), case.reason)
    CaseShipment.objects.filter(case=case, shipment__in=shipments).delete()
    fresh = open_case(
        kind=kind or case.kind,
        title=title,
        reason=said,
        customer=case.customer,
        caller_name=case.caller_name,
        phone=case.phone,
        email=case.email,
        order=case.order if not shipments else None,
        shipments=shipments,
        branch=case.branch,
        team=case.team,
        owner=case.owner if case.owner and case.owner.is_active else None,
        trouble=case.trouble if (kind or case.kind) == case.kind else "",
        opened_at=min(came, default=at),
        by=by,
        at=at,
    )
    Contact.objects.filter(pk__in=[contact.pk for contact in contacts]).update(case=fresh)
    release_notices(case, shipments, by=by, at=at)
    CaseLink.objects.create(case=case, other=fresh, sort=LinkSort.SPLIT, person_id=by.person_id, at=at)
    _index(case)
    emit(CaseSplit.of(case, at=at, into_id=fresh.pk, into=fresh.number), by=by)
    return fresh


def _pour(case: Case, into: Case, why: str, *, by: Actor, at: datetime) -> None:
    Contact.objects.filter(case=case).update(case=into)
    CaseNote.objects.filter(case=case).update(case=into)
    Escalation.objects.filter(case=case).update(case=into)
    into.watchers.add(*case.watchers.all())
    _let_off(case, into, why, by=by, at=at)
    _move_shipments(case, into, by=by, at=at)
    into.refresh_from_db(fields=["customer", "shipment"])
    into.chasers += case.chasers
    into.customer = into.customer or case.customer
    into.level = max(into.level, case.level, key=LEVELS.index)
    case.merge(into)
    case.save(update_fields=["state", "merged_into"])
    emit(CaseMerged.of(case, at=at, into_id=into.pk, into=into.number, why=why), by=by)


def _let_off(case: Case, into: Case, why: str, *, by: Actor, at: datetime) -> None:
    words = why.strip() or gettext("Merged into %(number)s") % {"number": into.number}
    for promise in Promise.objects.about(case).unfinished().filter(met_at=None):
        if not promise.is_overdue(at):
            waive_promise(promise=promise, why=words, by=by, at=at)


def _move_shipments(case: Case, into: Case, *, by: Actor, at: datetime) -> None:
    """Told customers stay told; those who were not are owed their notice since it was owed before."""
    there = set(into.shipments.values_list("shipment_id", flat=True))
    CaseShipment.objects.filter(case=case, shipment__in=there).delete()
    CaseShipment.objects.filter(case=case, told_at__isnull=False).update(case=into)
    untold = list(case.shipments.select_related("shipment__customer"))
    CaseShipment.objects.filter(case=case).delete()
    if untold:
        goods = [link.shipment for link in untold]
        link_shipments(case=into, shipments=goods, since=case.opened_at, by=by, at=at)


def _check_belongs(case: Case, contacts: Sequence[Contact], shipments: Sequence[Shipment]) -> None:
    linked = case.shipments.filter(shipment__in=shipments).count()
    if linked != len(shipments) or any(contact.case_id != case.pk for contact in contacts):
        raise NotOfThisCase(field="contacts")


def _index(case: Case) -> None:
    index_case(case, [link.shipment for link in case.shipments.select_related("shipment")[:50]])
