from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@event("billing.charged")
@dataclass(frozen=True, kw_only=True)
class ShipmentCharged(Event):
    """A shipment got its charges for one event. Amounts in minor units, net and tax."""

    title = _("Charged")
    customer_id: int
    occasion: str
    charge_ids: tuple[int, ...]
    amount: int
    tax: int
    currency: str


@event("billing.not_priced")
@dataclass(frozen=True, kw_only=True)
class ShipmentNotPriced(Event):
    title = _("No price was found")
    customer_id: int
    occasion: str
    why: str


@event("billing.charge_reversed")
@dataclass(frozen=True, kw_only=True)
class ChargeReversed(Event):
    title = _("Charge reversed")
    customer_id: int
    shipment_id: int | None
    amount: int
    tax: int
    currency: str
    why: str


@event("billing.charge_settled")
@dataclass(frozen=True, kw_only=True)
class ChargeSettled(Event):
    title = _("Charge settled")
    customer_id: int
    amount: int
    tax: int
    currency: str


@event("billing.credited")
@dataclass(frozen=True, kw_only=True)
class CustomerCredited(Event):
    """A line in the customer's favour. The amount is negative, in minor units."""

    title = _("Credited")
    customer_id: int
    matter_number: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class RechargeEvent(Event):
    """What all events of a recharge carry. The amount in minor units."""

    partner_id: int
    branch_id: int | None
    matter_number: str
    amount: int
    currency: str

    @classmethod
    def of(cls, recharge: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(recharge),
            occurred_at=at,
            partner_id=recharge.partner_id,
            branch_id=recharge.branch_id,
            matter_number=recharge.matter,
            amount=recharge.amount,
            currency=recharge.currency,
            **more,
        )


@event("billing.recharged")
@dataclass(frozen=True, kw_only=True)
class PartnerRecharged(RechargeEvent):
    title = _("Recharged to the subcontractor")


@event("billing.recharge_contested")
@dataclass(frozen=True, kw_only=True)
class RechargeContested(RechargeEvent):
    title = _("Recharge contested")


@event("billing.recharge_contest_decided")
@dataclass(frozen=True, kw_only=True)
class RechargeContestDecided(RechargeEvent):
    title = _("Contested recharge decided")
    upheld: bool


@event("billing.recharge_settled")
@dataclass(frozen=True, kw_only=True)
class RechargeSettled(RechargeEvent):
    title = _("Recharge settled")


@event("billing.recharge_withdrawn")
@dataclass(frozen=True, kw_only=True)
class RechargeWithdrawn(RechargeEvent):
    title = _("Recharge withdrawn")


@dataclass(frozen=True, kw_only=True)
class HoldEvent(Event):
    """What all events of a disputed charge carry. Amounts in minor units."""

    charge_id: int
    customer_id: int
    matter_number: str
    amount: int
    currency: str

    @classmethod
    def of(cls, hold: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(hold),
            occurred_at=at,
            charge_id=hold.charge_id,
            customer_id=hold.charge.customer_id,
            matter_number=hold.matter,
            amount=hold.charge.amount,
            currency=hold.charge.currency,
            **more,
        )


@event("billing.charge_held")
@dataclass(frozen=True, kw_only=True)
class ChargeHeld(HoldEvent):
    title = _("Disputed charge held")


@event("billing.hold_decided")
@dataclass(frozen=True, kw_only=True)
class HoldDecided(HoldEvent):
    title = _("Disputed charge decided")
    outcome: str
    credited: int
