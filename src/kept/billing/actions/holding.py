"""Holding what a customer disputes, and deciding on it: it stands, or a part or all of it is given back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit, emit_many
from kept.kernel.money import Money

from ..enums import ChargeState, HoldOutcome
from ..events import ChargeHeld, HoldDecided
from ..models import Charge, ChargeHold
from ..rules import CreditTooHigh, FourEyes, HeldAlready, NothingToHold, ReasonMissing
from .correcting import reverse_charges
from .crediting import Credit, credit_customer


@transaction.atomic
def hold_charges(
    *, charges: Iterable[Charge], matter: str, why: str, by: Actor, at: datetime
) -> list[ChargeHold]:
    """Hold open charges, all or none: they are not settled nor reversed until it is decided."""
    if not why.strip():
        raise ReasonMissing(field="why")
    ids = [charge.pk for charge in charges]
    rows = list(Charge.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    if not rows or any(row.state != ChargeState.OPEN or row.amount <= 0 for row in rows):
        raise NothingToHold(field="charges")
    if ChargeHold.objects.undecided().filter(charge__in=rows).exists():
        raise HeldAlready(field="charges")
    holds = ChargeHold.objects.bulk_create(
        ChargeHold(charge=row, matter=matter, why=why.strip(), held_at=at, held_by_id=by.person_id)
        for row in rows
    )
    emit_many([ChargeHeld.of(hold, at=at) for hold in holds], by=by)
    return holds


@transaction.atomic
def decide_hold(*, hold: ChargeHold, credit: int, note: str, by: Actor, at: datetime) -> ChargeHold:
    """Give back `credit` (net, minor units), or nothing: then the charge stands. The whole is a reversal.

    Whoever held it may say that it stands, but not give money back.
    """
    rows = ChargeHold.objects.select_for_update(of=("self",)).select_related(
        "charge__customer", "charge__shipment", "charge__order"
    )
    found = rows.get(pk=hold.pk)
    if not 0 <= credit <= found.charge.amount:
        raise CreditTooHigh(field="credit")
    if credit and by.person_id is not None and by.person_id == found.held_by_id:
        raise FourEyes
    found.decide(credited=credit, note=note, person_id=by.person_id, at=at)
    found.save()
    if found.outcome == HoldOutcome.REVERSED:
        reverse_charges(charges=[found.charge], why=f"{found.matter} {note}"[:200], by=by, at=at)
    elif credit:
        credit_customer(credit=_credit(found), by=by, at=at)
    emit(HoldDecided.of(found, at=at, outcome=found.outcome, credited=credit), by=by)
    return found


def _credit(hold: ChargeHold) -> Credit:
    charge = hold.charge
    return Credit(
        source=Subject.of(hold),
        matter=hold.matter,
        customer=charge.customer,
        money=Money(hold.credited, charge.currency),
        tax_rate=charge.tax_rate,
        kind="dispute",
        shipment=charge.shipment,
        order=charge.order,
        branch_id=charge.branch_id,
    )
