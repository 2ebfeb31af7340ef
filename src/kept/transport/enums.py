from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ShipmentState(TextChoices):
    PLANNED = "planned", _("Planned")
    PICKED_UP = "picked_up", _("Picked up")
    IN_TRANSIT = "in_transit", _("In transit")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    PARTLY_DELIVERED = "partly_delivered", _("Partly delivered")
    DELIVERED = "delivered", _("Delivered")
    REFUSED = "refused", _("Refused")
    RETURNED = "returned", _("Returned")
    LOST = "lost", _("Lost")
    CANCELLED = "cancelled", _("Cancelled")


class TrackingCode(TextChoices):
    """What a carrier may tell us. Other codes are kept as they came and move nothing."""

    TENDER_ACCEPTED = "tender_accepted", _("Accepted by carrier")
    ARRIVED_PICKUP = "arrived_pickup", _("Vehicle at pickup")
    PICKED_UP = "picked_up", _("Picked up")
    DEPARTED_HUB = "departed_hub", _("Left the hub")
    ARRIVED_HUB = "arrived_hub", _("Arrived at hub")
    IN_TRANSIT = "in_transit", _("On the way")
    ETA_UPDATED = "eta_updated", _("New expected arrival")
    READY_FOR_PICKUP = "ready_for_pickup", _("Arrived, waits for pick-up")
    ARRIVED_DELIVERY = "arrived_delivery", _("Vehicle at consignee")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    DELIVERY_ATTEMPTED = "delivery_attempted", _("Delivery attempted")
    DELIVERED = "delivered", _("Delivered")
    DEPARTED_DELIVERY = "departed_delivery", _("Vehicle left consignee")
    DELIVERY_FAILED = "delivery_failed", _("Delivery failed")
    DELAYED = "delayed", _("Delayed")
    RETURNED = "returned", _("Returned")
    REFUSED = "refused", _("Refused")
    DAMAGED = "damaged", _("Damaged")
    CANCELLED = "cancelled", _("Cancelled")
    HANDED_ON = "handed_on", _("Handed to the next carrier")
    LOST = "lost", _("Lost")


class TrackingReason(TextChoices):
    """Why an event is not as planned."""

    WEATHER = "weather", _("Weather or disaster")
    TRAFFIC = "traffic", _("Road or congestion")
    VEHICLE = "vehicle", _("Vehicle or accident")
    SORTING = "sorting", _("Wrong sorting")
    CAPACITY = "capacity", _("No capacity")
    ADDRESS = "address", _("Wrong address")
    ABSENT = "absent", _("Receiver absent")
    CLOSED = "closed", _("Receiver closed")
    CUSTOMER_WISH = "customer_wish", _("Customer wants it later")
    PAYMENT = "payment", _("Payment missing")
    PAPERS = "papers", _("Papers missing")
    DAMAGE = "damage", _("Goods damaged")
    SHORTAGE = "shortage", _("Pieces missing")
    OTHER = "other", _("Other")


class TrackingSource(TextChoices):
    HAND = "hand", _("By hand")
    API = "api", _("By program")
    IMPORT = "import", _("From a file")
    PORTAL = "portal", _("From the portal")


class DeliveryOutcome(TextChoices):
    DELIVERED = "delivered", _("Delivered")
    PARTIAL = "partial", _("Partly delivered")
    REFUSED = "refused", _("Refused")
    ABSENT = "absent", _("Nobody there")


class GoodsCondition(TextChoices):
    GOOD = "good", _("Good")
    DAMAGED = "damaged", _("Damaged")
    SHORT = "short", _("Pieces missing")
    WRONG = "wrong", _("Wrong goods")


class ReceiptState(TextChoices):
    REQUIRED = "required", _("Required")
    SIGNED = "signed", _("Signed")
    RECEIVED = "received", _("Received by us")
    CHECKED = "checked", _("Checked")
    RETURNED = "returned", _("Returned to customer")
    ARCHIVED = "archived", _("Archived")


class ReceiptKind(TextChoices):
    ORIGINAL = "original", _("Original")
    PHOTO = "photo", _("Photo")


class ExceptionKind(TextChoices):
    DELAY = "delay", _("Delay")
    DAMAGE = "damage", _("Damage")
    REFUSAL = "refusal", _("Refusal")
    SHORTAGE = "shortage", _("Shortage")
    FAILED_DELIVERY = "failed_delivery", _("Delivery failed")
    LOST_CONTACT = "lost_contact", _("No news")
    WEATHER = "weather", _("Weather")
    CONGESTION = "congestion", _("Congestion")
    STOPPED = "stopped", _("No movement")
    MISSED_PICKUP = "missed_pickup", _("Pickup missed")
    MISSED_CONNECTION = "missed_connection", _("Connection missed or at risk")
    LOST = "lost", _("Goods lost")
    UNCOLLECTED = "uncollected", _("Not collected")


class ConnectionMode(TextChoices):
    AIR = "air", _("Flight")
    RAIL = "rail", _("Train")
    SEA = "sea", _("Ship")
    ROAD = "road", _("Line haul")
    OTHER = "other", _("Other")


class ConnectionState(TextChoices):
    PLANNED = "planned", pgettext_lazy("state of a connection", "Planned")
    MET = "met", _("Handed over in time")
    MISSED = "missed", _("Handed over too late")
    DROPPED = "dropped", _("Cancelled")


class NoticeChannel(TextChoices):
    PHONE = "phone", _("Phone")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("Mail")
    VISIT = "visit", _("In person")


class NoticeResult(TextChoices):
    """What an attempt to tell the receiver brought. A message that was sent is no proof that it was read."""

    TOLD = "told", _("Told")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    REFUSED = "refused", _("Does not want the goods")
    SENT = "sent", _("Message sent")


class Sex(TextChoices):
    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    UNKNOWN = "unknown", _("Not known")


PAYMENTS: Mapping[str, Any] = {
    "prepaid": _("Freight prepaid"),
    "freight_collect": _("Freight collect"),
    "monthly": _("Monthly account"),
    "cod": _("Cash on delivery"),
}
"""How the freight is paid, as orders say it."""
