from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderState(TextChoices):
    DRAFT = "draft", pgettext_lazy("order", "Draft")
    PLACED = "placed", pgettext_lazy("order", "Placed")
    HELD = "held", pgettext_lazy("order", "On hold")
    RELEASED = "released", pgettext_lazy("order", "Released")
    IN_PROGRESS = "in_progress", pgettext_lazy("order", "In progress")
    DELIVERED = "delivered", pgettext_lazy("order", "Delivered")
    CLOSED = "closed", pgettext_lazy("order", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


class Payment(TextChoices):
    PREPAID = "prepaid", _("Freight prepaid")
    FREIGHT_COLLECT = "freight_collect", _("Freight collect")
    MONTHLY = "monthly", _("Monthly account")
    COD = "cod", pgettext_lazy("payment", "Cash on delivery")


class ReceiptKind(TextChoices):
    NONE = "none", _("No receipt")
    ORIGINAL = "original", _("Original paper")
    PHOTO = "photo", _("Photo")


class DeliveryMode(TextChoices):
    SELF_PICKUP = "self_pickup", _("Self pick-up")
    DELIVERY = "delivery", _("Delivery")
    UPSTAIRS = "upstairs", _("Carry upstairs")


class Source(TextChoices):
    """By which door the order came in."""

    PHONE = "phone", _("Phone")
    PORTAL = "portal", _("Customer portal")
    FILE = "file", _("Excel or CSV file")
    API = "api", _("Program (API)")
    QUOTE = "quote", _("Accepted quote")


class Part(TextChoices):
    """What a branch has to do with an order of another branch."""

    ORIGIN = "origin", _("Origin branch")
    DESTINATION = "destination", _("Destination branch")
    HANDLING = "handling", _("Handling branch")
    BLAMED = "blamed", _("Blamed branch")


class HoldReason(TextChoices):
    CUSTOMER = "customer", _("The customer asked")
    CREDIT = "credit", _("Credit or payment")
    DOCUMENTS = "documents", _("Papers missing")
    GOODS = "goods", _("Goods not ready")
    ADDRESS = "address", _("Address unclear")
    OTHER = "other", _("Other")
