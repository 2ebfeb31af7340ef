"""What billing knows: charges to customers, what has no price yet, and what subcontractors bear."""

from .charges import Charge, ChargeQuerySet, Unpriced, UnpricedQuerySet
from .holds import ChargeHold, ChargeHoldQuerySet
from .recharges import Recharge, RechargeQuerySet

__all__ = [
    "Charge",
    "ChargeHold",
    "ChargeHoldQuerySet",
    "ChargeQuerySet",
    "Recharge",
    "RechargeQuerySet",
    "Unpriced",
    "UnpricedQuerySet",
]
