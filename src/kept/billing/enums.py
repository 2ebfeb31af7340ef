from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChargeState(TextChoices):
    OPEN = "open", pgettext_lazy("state of a charge", "Open")
    SETTLED = "settled", pgettext_lazy("state of a charge", "Settled")
    REVERSED = "reversed", pgettext_lazy("state of a charge", "Reversed")


class HoldOutcome(TextChoices):
    """What was decided on a disputed charge."""

    STANDS = "stands", pgettext_lazy("of a disputed charge", "It stands")
    CREDITED = "credited", pgettext_lazy("of a disputed charge", "Partly given back")
    REVERSED = "reversed", pgettext_lazy("of a disputed charge", "Reversed")


class RechargeState(TextChoices):
    OPEN = "open", pgettext_lazy("state of a recharge", "Open")
    CONTESTED = "contested", pgettext_lazy("state of a recharge", "Contested")
    UPHELD = "upheld", pgettext_lazy("state of a recharge", "Upheld")
    SETTLED = "settled", pgettext_lazy("state of a recharge", "Settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a recharge", "Withdrawn")


class Payer(TextChoices):
    """Who pays: with freight collect it is whoever receives the goods."""

    CUSTOMER = "customer", _("Customer")
    CONSIGNEE = "consignee", _("Consignee")


class Occasion(TextChoices):
    """What happened that has a price."""

    DELIVERED = "transport.shipment_delivered", _("Delivered")
    RETURNED = "transport.shipment_returned", _("Returned to the shipper")
    COMPENSATED = "desk.compensation_paid", _("Compensated")
    DISPUTED = "billing.dispute_decided", _("Dispute decided")


PRICED = frozenset((Occasion.DELIVERED, Occasion.RETURNED))
"""What a rate card prices. The rest was decided by people."""


class WhyUnpriced(TextChoices):
    NO_SERVICE = "no_service", _("The shipment names no service.")
    NO_WEIGHT = "no_weight", _("The shipment has no weight.")
    NO_CARD = "no_card", _("No rate card is in force for this customer and service.")
    NO_RATE = "no_rate", _("The rate card has no price for this lane.")
    CURRENCY = "currency", _("The shipment's amounts are in another currency than the rate card.")
