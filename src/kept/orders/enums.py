from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrderState(TextChoices):
    DRAFT = "draft", _("Draft")
    PLACED = "placed", _("Placed")
    HELD = "held", _("On hold")
    RELEASED = "released", _("Released")
    IN_PROGRESS = "in_progress", _("In progress")
    DELIVERED = "delivered", _("Delivered")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Payment(TextChoices):
    PREPAID = "prepaid", _("Freight prepaid")
    FREIGHT_COLLECT = "freight_collect", _("Freight collect")
    MONTHLY = "monthly", _("Monthly account")
    COD = "cod", _("Cash on delivery")


class ReceiptKind(TextChoices):
    NONE = "none", _("No receipt")
    ORIGINAL = "original", _("Original")
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
    API = "api", _("Program")
    QUOTE = "quote", _("Accepted quote")


class Part(TextChoices):
    """What a branch has to do with an order of another branch."""

    ORIGIN = "origin", _("Origin")
    DESTINATION = "destination", _("Destination")
    HANDLING = "handling", _("Handling")
    BLAMED = "blamed", _("Blamed")


class HoldReason(TextChoices):
    CUSTOMER = "customer", _("The customer asked")
    CREDIT = "credit", _("Credit or payment")
    DOCUMENTS = "documents", _("Papers missing")
    GOODS = "goods", _("Goods not ready")
    ADDRESS = "address", _("Address unclear")
    OTHER = "other", _("Other")
