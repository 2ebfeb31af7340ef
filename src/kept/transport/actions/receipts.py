"""Signed receipts on their way back: received, checked, handed to the customer or archived."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Event, Subject, emit_many
from kept.promises.actions.settling_many import Settlement, settle_promises

from ..enums import ReceiptState
from ..events import ReceiptMoved
from ..models import ReceiptReturn
from .telling import told


class TakerMissing(Refused):
    default = _("Write who took the receipts.")


class NothingReady(Refused):
    default = _("No receipt of this month is checked and waits to be handed over.")


DONE = (ReceiptState.RETURNED, ReceiptState.ARCHIVED)


def receive_receipts(*, receipts: Iterable[ReceiptReturn], by: Actor, at: datetime) -> list[ReceiptReturn]:
    """The papers are with us."""
    return _step(receipts, ReceiptState.RECEIVED, by=by, at=at)


def check_receipts(*, receipts: Iterable[ReceiptReturn], by: Actor, at: datetime) -> list[ReceiptReturn]:
    """Signature, pieces and copies were looked at and are right."""
    return _step(receipts, ReceiptState.CHECKED, by=by, at=at)


def return_receipts(*, receipts: Iterable[ReceiptReturn], by: Actor, at: datetime) -> list[ReceiptReturn]:
    """Handed to the customer: the promise to return them is met."""
    return _step(receipts, ReceiptState.RETURNED, by=by, at=at)


def archive_receipts(*, receipts: Iterable[ReceiptReturn], by: Actor, at: datetime) -> list[ReceiptReturn]:
    """The customer does not want them: we keep them, and nothing is owed any more."""
    return _step(receipts, ReceiptState.ARCHIVED, by=by, at=at)


@transaction.atomic
def hand_over_month(
    *, receipts: Iterable[ReceiptReturn], taken_by: str, by: Actor, at: datetime
) -> list[ReceiptReturn]:
    """Give a customer the checked receipts of a month together, with who took them. Others stay."""
    if not taken_by.strip():
        raise TakerMissing(field="taken_by")
    ready = [receipt for receipt in receipts if receipt.state == ReceiptState.CHECKED]
    if not ready:
        raise NothingReady
    handed = return_receipts(receipts=ready, by=by, at=at)
    rows = ReceiptReturn.objects.filter(pk__in=[receipt.pk for receipt in handed])
    rows.update(note=taken_by.strip()[:200])
    return handed


@transaction.atomic
def _step(receipts: Iterable[ReceiptReturn], state: str, *, by: Actor, at: datetime) -> list[ReceiptReturn]:
    """All go one step further, or none does."""
    ids = [receipt.pk for receipt in receipts]
    rows = ReceiptReturn.objects.select_for_update(of=("self",)).select_related("shipment")
    locked = list(rows.filter(pk__in=ids).order_by("pk"))
    facts: list[Event] = []
    for receipt in locked:
        receipt.step_to(state, at=at)
        facts.append(told(ReceiptMoved, receipt.shipment, at=at, receipt_id=receipt.pk, state=state))
    if locked:
        ReceiptReturn.objects.bulk_update(locked, ["state", f"{state}_at"], batch_size=500)
    if state in DONE:
        kept = [
            Settlement(subject=Subject.of(receipt.shipment), kinds=("receipt_return",), met_at=at)
            for receipt in locked
        ]
        settle_promises(settlements=kept, by=by, at=at)
    emit_many(facts, by=by)
    return locked
