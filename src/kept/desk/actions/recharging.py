"""Recharging what a case cost to the subcontractors who are liable for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.billing.actions.recharging import Loss, Part, recharge_loss
from kept.kernel.actor import Actor
from kept.kernel.events import Subject
from kept.methods.apportioning import apportion

from ..models import Case, Compensation, LiabilityDecision

OVER = frozenset(("proposed", "refused", "declined"))


@transaction.atomic
def recharge_case(*, case: Case, by: Actor, at: datetime) -> None:
    """Every compensation that we stand by is borne as liability is decided now. Idempotent."""
    decisions = LiabilityDecision.objects.in_force().filter(case=case)
    decision = decisions.prefetch_related("shares__partner").first()
    for compensation in case.compensations.filter(amount__gt=0).order_by("pk"):
        recharge_loss(loss=_loss(case, compensation, decision), by=by, at=at)


def _loss(case: Case, compensation: Compensation, decision: LiabilityDecision | None) -> Loss:
    stands = decision is not None and compensation.state not in OVER
    return Loss(
        source=Subject.of(compensation),
        basis=Subject.of(decision) if decision and stands else None,
        matter=case.number,
        money=compensation.money,
        parts=_parts(decision, compensation.amount) if decision and stands else (),
        why=decision.why if decision else "",
        shipment=case.shipment,
        branch_id=case.branch_id,
    )


def _parts(decision: LiabilityDecision, amount: int) -> list[Part]:
    """All shares are rounded together, so that no fen is borne twice."""
    shares = list(decision.shares.all())
    amounts = apportion(amount, [share.share for share in shares])
    found: dict[int, Part] = {}
    for share, each in zip(shares, amounts, strict=True):
        if share.partner is None:
            continue
        known = found.get(share.partner.pk)
        before, borne = (known.share, known.amount) if known else (0, 0)
        found[share.partner.pk] = Part(share.partner, share.share + before, each + borne)
    return list(found.values())
