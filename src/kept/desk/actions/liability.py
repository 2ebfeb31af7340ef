"""Deciding who answers for a case, and revising it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.parties.models import Partner
from kept.people.models import Branch, Person
from kept.promises.actions import explain_promise
from kept.promises.enums import LiableTier
from kept.promises.models import Promise

from ..events import LiabilityDecided
from ..models import Case, LiabilityDecision, LiabilityShare
from ..models.liability import WHOLE

EVIDENCE = "evidence"
GOODS_CLOCKS = ("pickup", "delivery", "redelivery", "receipt_return")


class SharesNotWhole(Refused):
    default = _("The shares add up to %(sum)s %%. They must add up to 100 %%.")


class WhoMissing(Refused):
    default = _("Name the subcontractor who is liable.")


class WrongTier(Refused):
    default = _("A person or branch belongs to us, a subcontractor to the tier of subcontractors.")


class ReasonMissing(Refused):
    default = _("Say why.")


@dataclass(frozen=True, kw_only=True)
class ShareDraft:
    """One who is to answer, and for how many percent."""

    tier: str
    share: Decimal
    person: Person | None = None
    partner: Partner | None = None
    branch: Branch | None = None


@transaction.atomic
def decide_liability(
    *,
    case: Case,
    shares: Sequence[ShareDraft],
    why: str,
    cause: str = "",
    evidence: Sequence[Any] = (),
    by: Actor,
    at: datetime,
) -> LiabilityDecision:
    """Decide, or revise what was decided. The case and its broken promises take over cause and tier."""
    _check(shares, why)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    replaced = LiabilityDecision.objects.in_force().filter(case=case).first()
    if replaced is not None:
        replaced.replaced_at = at
        replaced.save(update_fields=["replaced_at"])
    decision = _keep(case, shares, why, cause or case.cause, evidence, by=by, at=at)
    _teach(case, decision, by=by, at=at)
    emit(_told(case, decision, replaced, at), by=by)
    return decision


def _check(shares: Sequence[ShareDraft], why: str) -> None:
    whole = sum((draft.share for draft in shares), Decimal(0))
    if whole != WHOLE:
        raise SharesNotWhole(SharesNotWhole.default % {"sum": f"{whole:g}"}, field="share")
    for draft in shares:
        if draft.tier == LiableTier.SUBCONTRACTOR and draft.partner is None:
            raise WhoMissing(field="partner")
        ours = draft.tier == LiableTier.US
        if (not ours and (draft.person or draft.branch)) or (
            draft.partner and draft.tier != LiableTier.SUBCONTRACTOR
        ):
            raise WrongTier(field="tier")
    if not why.strip():
        raise ReasonMissing(field="why")


def _keep(
    case: Case,
    shares: Sequence[ShareDraft],
    why: str,
    cause: str,
    evidence: Sequence[Any],
    *,
    by: Actor,
    at: datetime,
) -> LiabilityDecision:
    decision = LiabilityDecision.objects.create(
        case=case, cause=cause, why=why.strip(), decided_by_id=by.person_id, decided_at=at
    )
    LiabilityShare.objects.bulk_create(
        LiabilityShare(
            decision=decision,
            tier=draft.tier,
            share=draft.share,
            person=draft.person,
            partner=draft.partner,
            branch=draft.branch,
        )
        for draft in shares
    )
    for upload in evidence:
        keep_document(upload=upload, kind=EVIDENCE, about=decision, by=by, at=at)
    return decision


def _teach(case: Case, decision: LiabilityDecision, *, by: Actor, at: datetime) -> None:
    """Cause and tier go to the case, and to the promises about its goods that broke."""
    main = decision.main
    case.cause, case.liable_tier, case.responsible_id = decision.cause, main.tier, main.person_id
    case.save(update_fields=["cause", "liable_tier", "responsible"])
    goods = case.shipments.values_list("shipment", flat=True)
    broken = Promise.objects.of_kind(*GOODS_CLOCKS).filter(
        subject_type="transport.shipment", subject_id__in=list(goods)
    )
    for promise in broken:
        if promise.is_overdue(at) or promise.broken_at is not None:
            explain_promise(
                promise=promise,
                cause=decision.cause,
                liable_tier=main.tier,
                note=case.number,
                excused=promise.is_excused,
                by=by,
                at=at,
            )


def _told(
    case: Case, decision: LiabilityDecision, replaced: LiabilityDecision | None, at: datetime
) -> LiabilityDecided:
    shares = list(decision.shares.all())
    return LiabilityDecided.of(
        case,
        at=at,
        decision_id=decision.pk,
        replaces_id=replaced.pk if replaced else None,
        cause=decision.cause,
        tiers=tuple(share.tier for share in shares),
        person_ids=tuple(share.person_id for share in shares if share.person_id),
        partner_ids=tuple(share.partner_id for share in shares if share.partner_id),
    )
