from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InstructionKind(TextChoices):
    """What a customer wants done with an order under way."""

    HOLD = "hold", _("Hold the goods")
    RELEASE = "release", _("Let it go on")
    TIME = "time", _("Other delivery time")
    ADDRESS = "address", _("Other delivery address")
    STOP = "stop", _("Stop in transit")
    RETURN = "return", _("Return to the shipper")
    PARTS = "parts", _("Deliver in parts")
    REPACK = "repack", _("Repack or relabel")
    OTHER = "other", _("Other")


class InstructionChannel(TextChoices):
    """By which way the customer said it."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("Mail")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    CHAT = "chat", _("Online chat")
    VISIT = "visit", _("Visit")
    LETTER = "letter", _("Letter")
    PORTAL = "portal", _("Customer portal")
    API = "api", _("Program (API)")


class InstructionState(TextChoices):
    GIVEN = "given", _("To be carried out")
    CARRIED_OUT = "carried_out", pgettext_lazy("instruction", "Carried out")
    REFUSED = "refused", pgettext_lazy("instruction", "Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn by the customer")


class Area(TextChoices):
    """Where an instruction was acted upon."""

    ORDER = "order", _("Order")
    WAREHOUSE = "warehouse", _("Warehouse")
    TRANSPORT = "transport", _("Transport")
    OTHER = "other", _("Elsewhere")
