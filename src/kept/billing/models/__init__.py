"""What billing knows: charges to customers, what has no price yet, and what subcontractors bear."""

from .charges import Charge, ChargeQuerySet, Unpriced, UnpricedQuerySet
from .recharges import Recharge, RechargeQuerySet

__all__ = ["Charge", "ChargeQuerySet", "Recharge", "RechargeQuerySet", "Unpriced", "UnpricedQuerySet"]
