"""Recharging a loss to the subcontractors who are liable: once, and again only when liability changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit, emit_many
from kept.kernel.facts import month_of
from kept.kernel.money import Money
from kept.kernel.numbering import next_number
from kept.parties.models import Partner
from kept.transport.models import Shipment

from ..enums import RechargeState
from ..events import (
    PartnerRecharged,
    RechargeContestDecided,
    RechargeContested,
    RechargeSettled,
    RechargeWithdrawn,
)
from ..models import Recharge
from ..rules import FourEyes


@dataclass(frozen=True)
class Part:
    """What one subcontractor bears: share in percent, amount in minor units."""

    partner: Partner
    share: Decimal
    amount: int


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What was lost, on what decision it is shared, and who bears which part. No parts: nobody does."""

    source: Subject
    basis: Subject | None
    matter: str
    money: Money
    parts: Sequence[Part] = ()
    why: str = ""
    shipment: Shipment | None = None
    branch_id: int | None = None


@transaction.atomic
def recharge_loss(*, loss: Loss, by: Actor, at: datetime) -> list[Recharge]:
    """Make the standing lines of a loss say what it says. Told twice, nothing changes.

    Lines that are not settled fall away when they are wrong; a settled one is balanced by the difference.
    What was withdrawn after a contest comes back only by a new decision. Returns the fresh lines.
    """
    source = _uid(loss.source)
    rows = list(Recharge.objects.select_for_update(of=("self",)).filter(source_uid=source).order_by("pk"))
    wanted = {part.partner.pk: part for part in loss.parts if part.amount}
    fresh: list[Recharge] = []
    for partner_id in dict.fromkeys([*wanted, *(row.partner_id for row in rows)]):
        mine = [row for row in rows if row.partner_id == partner_id]
        made = _line_up(mine, wanted.get(partner_id), loss, by=by, at=at)
        fresh += [made] if made else []
    return fresh


@transaction.atomic
def contest_recharge(*, recharge: Recharge, why: str, by: Actor, at: datetime) -> Recharge:
    """The subcontractor, or somebody for them, does not agree."""
    found = _locked(recharge)
    found.contest_it(why=why, person_id=by.person_id, at=at)
    found.save()
    emit(RechargeContested.of(found, at=at), by=by)
    return found


@transaction.atomic
def decide_contest(*, recharge: Recharge, upheld: bool, note: str, by: Actor, at: datetime) -> Recharge:
    """It stays, or it falls away. Whoever contested it does not decide."""
    found = _locked(recharge)
    if by.person_id is not None and by.person_id == found.contested_by_id:
        raise FourEyes
    found.decide_contest(upheld=upheld, note=note, person_id=by.person_id, at=at)
    found.save()
    emit(RechargeContestDecided.of(found, at=at, upheld=upheld), by=by)
    return found


@transaction.atomic
def settle_recharges(*, recharges: Iterable[Recharge], by: Actor, at: datetime) -> list[Recharge]:
    """Mark as paid or set off, all or none. A contested one is refused."""
    ids = [recharge.pk for recharge in recharges]
    rows = list(Recharge.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    for row in rows:
        row.settle(at=at)
    Recharge.objects.bulk_update(rows, ["state", "settled_at"])
    emit_many([RechargeSettled.of(row, at=at) for row in rows], by=by)
    return rows


def _line_up(
    mine: list[Recharge], part: Part | None, loss: Loss, *, by: Actor, at: datetime
) -> Recharge | None:
    basis = _uid(loss.basis) if loss.basis else None
    wanted = part.amount if part else 0
    standing = [row for row in mine if row.state != RechargeState.WITHDRAWN]
    if part is not None and any(row.basis_uid == basis for row in mine):
        return None
    if sum(row.amount for row in standing) == wanted:
        _rest_on(standing, basis)
        return None
    for row in standing:
        if row.state != RechargeState.SETTLED:
            row.withdraw(why=_("Liability or compensation changed."), at=at)
            row.save()
            emit(RechargeWithdrawn.of(row, at=at), by=by)
    left = wanted - sum(row.amount for row in standing if row.state == RechargeState.SETTLED)
    return _written(mine, part, left, loss, by=by, at=at) if left else None


def _rest_on(standing: list[Recharge], basis: UUID | None) -> None:
    """The new decision says the same; the line stands on it from now on."""
    if standing and basis is not None:
        standing[-1].basis_uid = basis
        standing[-1].save(update_fields=["basis_uid"])


def _written(
    mine: list[Recharge], part: Part | None, amount: int, loss: Loss, *, by: Actor, at: datetime
) -> Recharge:
    recharge = Recharge.objects.create(
        number=next_number("recharge", at=at),
        partner_id=part.partner.pk if part else mine[0].partner_id,
        matter=loss.matter,
        loss=loss.source.number,
        source_uid=_uid(loss.source),
        basis_uid=_uid(loss.basis or loss.source),
        share=part.share if part else Decimal(0),
        whole=loss.money.amount,
        amount=amount,
        currency=loss.money.currency,
        why=loss.why,
        shipment=loss.shipment,
        branch_id=loss.branch_id,
        period=month_of(at),
        recharged_at=at,
    )
    emit(PartnerRecharged.of(recharge, at=at), by=by)
    return recharge


def _uid(subject: Subject) -> UUID:
    return uuid5(NAMESPACE_URL, f"{subject.type}:{subject.id}")


def _locked(recharge: Recharge) -> Recharge:
    return Recharge.objects.select_for_update(of=("self",)).get(pk=recharge.pk)
