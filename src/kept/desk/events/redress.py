"""Who is liable, what is made good, what is claimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event

from .cases import CaseEvent


@event("desk.liability_decided")
@dataclass(frozen=True, kw_only=True)
class LiabilityDecided(CaseEvent):
    """Who answers for the case. With `replaces_id` an earlier decision was revised."""

    title = _("Liability decided")
    decision_id: int
    replaces_id: int | None
    cause: str
    tiers: tuple[str, ...]
    person_ids: tuple[int, ...]
    partner_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CompensationEvent(CaseEvent):
    """What all events of a compensation carry. Amounts in minor units."""

    compensation_id: int
    measure: str
    amount: int
    currency: str


@event("desk.compensation_proposed")
@dataclass(frozen=True, kw_only=True)
class CompensationProposed(CompensationEvent):
    """Above the proposer's authority: `waits_for` is the level that decides."""

    title = _("Compensation proposed")
    waits_for: str


@event("desk.compensation_passed_on")
@dataclass(frozen=True, kw_only=True)
class CompensationPassedOn(CompensationEvent):
    """The case was granted more meanwhile: `waits_for` is the level that decides now."""

    title = _("Compensation passed on")
    waits_for: str


@event("desk.compensation_approved")
@dataclass(frozen=True, kw_only=True)
class CompensationApproved(CompensationEvent):
    title = _("Compensation approved")


@event("desk.compensation_refused")
@dataclass(frozen=True, kw_only=True)
class CompensationRefused(CompensationEvent):
    title = _("Compensation refused")


@event("desk.compensation_accepted")
@dataclass(frozen=True, kw_only=True)
class CompensationAccepted(CompensationEvent):
    title = _("Customer accepted the compensation")


@event("desk.compensation_declined")
@dataclass(frozen=True, kw_only=True)
class CompensationDeclined(CompensationEvent):
    title = _("Customer declined the compensation")


@event("desk.compensation_made_good")
@dataclass(frozen=True, kw_only=True)
class CompensationMadeGood(CompensationEvent):
    title = _("Compensation made good")
    charge_id: int | None


@event("desk.authority_changed")
@dataclass(frozen=True, kw_only=True)
class AuthorityChanged(Event):
    title = _("Limit of authority changed")
    role: str
    measure: str
    currency: str
    amount: int | None


@dataclass(frozen=True, kw_only=True)
class ClaimEvent(Event):
    """What all events of a claim carry; the subject is its case. Amounts in minor units."""

    claim_id: int
    claim: str
    side: str
    partner_id: int | None
    customer_id: int | None
    branch_id: int | None
    amount: int
    currency: str

    @classmethod
    def of(cls, claim: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(claim.case),
            occurred_at=at,
            claim_id=claim.pk,
            claim=claim.number,
            side=claim.side,
            partner_id=claim.partner_id,
            customer_id=claim.case.customer_id,
            branch_id=claim.case.branch_id,
            amount=claim.amount,
            currency=claim.currency,
            **more,
        )

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["claim"])


@event("desk.claim_filed")
@dataclass(frozen=True, kw_only=True)
class ClaimFiled(ClaimEvent):
    title = _("Claim filed")


@event("desk.claim_decided")
@dataclass(frozen=True, kw_only=True)
class ClaimDecided(ClaimEvent):
    title = _("Claim decided")
    granted: int


@event("desk.claim_paid")
@dataclass(frozen=True, kw_only=True)
class ClaimPaid(ClaimEvent):
    title = _("Claim paid")
    granted: int


@event("desk.claim_withdrawn")
@dataclass(frozen=True, kw_only=True)
class ClaimWithdrawn(ClaimEvent):
    title = _("Claim withdrawn")
