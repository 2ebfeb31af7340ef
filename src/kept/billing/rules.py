"""What prices depend on beside the rate card, and what may not be done to a charge."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbers import number_rule

RETURN_SHARE = number_rule(
    "billing.return_share",
    "0.5",
    _("Freight back to the shipper, as a share of the freight out"),
    unit="share",
    highest=2,
)


class ReasonMissing(Refused):
    default = _("Say why.")


class PricedAlready(Refused):
    default = _("This has been priced already.")


class StillNoPrice(Refused):
    default = _("There is still no price for this.")


class NothingToCredit(Refused):
    default = _("Give an amount above zero.")


class NotByRateCard(Refused):
    default = _("People decided this line; no rate card prices it again.")


class FourEyes(Refused):
    default = _("Somebody else has to decide this: whoever began it may not.")


class HeldAlready(Refused):
    default = _("One of these charges is held already.")


class NothingToHold(Refused):
    default = _("Choose open charges of the customer.")


class CreditTooHigh(Refused):
    default = _("Give an amount between zero and the charge.")


class ChargeIsHeld(Refused):
    default = _("%(number)s is disputed. Decide on the dispute first.")
