"""Taking charges back, and marking them as paid for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit_many

from ..events import ChargeReversed, ChargeSettled
from ..models import Charge, ChargeHold
from ..rules import ChargeIsHeld


@transaction.atomic
def reverse_charges(*, charges: Iterable[Charge], why: str, by: Actor, at: datetime) -> list[Charge]:
    """Take charges back, all or none. The rows stay and say who and why."""
    locked = _locked(charges)
    for charge in locked:
        charge.reverse(why=why, person_id=by.person_id, at=at)
    Charge.objects.bulk_update(locked, ["state", "reversed_at", "reversed_by", "reverse_reason"])
    emit_many([_reversed(charge, at) for charge in locked], by=by)
    return locked


@transaction.atomic
def settle_charges(*, charges: Iterable[Charge], by: Actor, at: datetime) -> list[Charge]:
    """Mark open charges as settled: the money came. All or none."""
    locked = _locked(charges)
    for charge in locked:
        charge.settle(at=at)
    Charge.objects.bulk_update(locked, ["state", "settled_at"])
    emit_many([_settled(charge, at) for charge in locked], by=by)
    return locked


def _locked(charges: Iterable[Charge]) -> list[Charge]:
    ids = [charge.pk for charge in charges]
    rows = list(Charge.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    held = ChargeHold.objects.undecided().filter(charge__in=rows).select_related("charge").first()
    if held is not None:
        raise ChargeIsHeld(ChargeIsHeld.default % {"number": held.number})
    return rows


def _reversed(charge: Charge, at: datetime) -> ChargeReversed:
    return ChargeReversed(
        subject=Subject.of(charge),
        occurred_at=at,
        customer_id=charge.customer_id,
        shipment_id=charge.shipment_id,
        amount=charge.amount,
        tax=charge.tax,
        currency=charge.currency,
        why=charge.reverse_reason,
    )


def _settled(charge: Charge, at: datetime) -> ChargeSettled:
    return ChargeSettled(
        subject=Subject.of(charge),
        occurred_at=at,
        customer_id=charge.customer_id,
        amount=charge.amount,
        tax=charge.tax,
        currency=charge.currency,
    )
