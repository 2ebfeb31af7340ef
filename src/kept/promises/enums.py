from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PromiseState(TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    KEPT = "kept", _("Kept")
    BROKEN = "broken", _("Broken")
    WAIVED = "waived", _("Waived")
    CANCELLED = "cancelled", _("Cancelled")


class Term(TextChoices):
    TIME = "time", _("Time")
    QUANTITY = "quantity", _("Quantity")
    QUALITY = "quality", _("Quality")
    DOCUMENTS = "documents", _("Documents")


class TermState(TextChoices):
    NOT_PROMISED = "", _("Not promised")
    OPEN = "open", pgettext_lazy("term of a promise", "Open")
    KEPT = "kept", _("Kept")
    BROKEN = "broken", _("Broken")
    UNKNOWN = "unknown", _("Unknown")


class LiableTier(TextChoices):
    US = "us", _("Us")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")
    CLIENT = "client", _("Client")
    CLIENTS_CUSTOMER = "clients_customer", _("Client's customer")
    EXTERNAL = "external", _("External")
    UNDETERMINED = "undetermined", _("Undetermined")


class Cause(TextChoices):
    STAFFING = "staffing", _("No one free in time")
    FORGOTTEN = "forgotten", _("Overlooked")
    INFORMATION = "information", _("Information missing or wrong")
    VEHICLE = "vehicle", _("Vehicle or equipment")
    TRAFFIC = "traffic", _("Traffic")
    WEATHER = "weather", _("Weather or disaster")
    HANDLING = "handling", _("Handling or packing")
    SORTING = "sorting", _("Wrong sorting or loading")
    ABSENT = "absent", _("Receiver absent or closed")
    ADDRESS = "address", _("Wrong address given")
    GOODS_NOT_READY = "goods_not_ready", _("Goods not ready")
    DOCUMENTS = "documents", _("Papers missing or wrong")
    CAPACITY = "capacity", _("No capacity")
    SYSTEM = "system", _("System failure")
    OTHER = "other", _("Other")


class PauseReason(TextChoices):
    CUSTOMER = "waiting_customer", _("waiting for the customer")
    THIRD_PARTY = "waiting_third_party", _("waiting for a third party")


class LimitKind(TextChoices):
    WORKING_TIME = "working_time", _("Working time")
    MONTH_END = "month_end", _("End of the month")
    AGREED = "agreed", _("Moment agreed with the customer")


class Phase(TextChoices):
    BEFORE = "before", _("Before the transaction")
    DURING = "during", _("During the transaction")
    AFTER = "after", _("After the transaction")
