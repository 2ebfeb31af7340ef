from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


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
