from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomerKind(TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    PERSON = "person", _("Person")


class ChainRole(TextChoices):
    """What a customer is in the logistics chain; one may be several."""

    CARGO_OWNER = "cargo_owner", _("Cargo owner (first party)")
    DEMAND = "demand", _("Company with logistics demand (second party)")
    VEHICLE_OWNER = "vehicle_owner", _("Vehicle owner")
    FOURTH_PARTY = "fourth_party", _("Fourth-party provider")


class LinkKind(TextChoices):
    """Where in the chain of a customer another one stands."""

    INTERMEDIATE = "intermediate", _("Intermediate customer")
    END = "end", _("End customer")


class CustomerState(TextChoices):
    PROSPECT = "prospect", _("Prospect")
    ACTIVE = "active", pgettext_lazy("customer", "Active")
    LOST = "lost", pgettext_lazy("customer", "Lost")


class Segment(TextChoices):
    CORE = "core", _("Core customer")
    POTENTIAL = "potential", _("Potential customer")
    GENERAL = "general", _("General customer")


class CompanySize(TextChoices):
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


class Cooperation(TextChoices):
    OCCASIONAL = "occasional", _("Occasional")
    REGULAR = "regular", _("Regular")
    STRATEGIC = "strategic", _("Strategic partner")


class ContactRole(TextChoices):
    BUYER = "buyer", _("Buyer")
    USER = "user", _("User")
    DECISION_MAKER = "decision_maker", _("Decision maker")
    FINANCE = "finance", _("Finance")
    WAREHOUSE = "warehouse", _("Warehouse")


class ToldBy(TextChoices):
    """How a customer wants to hear from us."""

    EMAIL = "email", _("Mail")
    PHONE = "phone", _("Phone")
    SMS = "sms", _("SMS")
    WECHAT = "wechat", _("WeChat")
    QQ = "qq", _("QQ")


class PartnerKind(TextChoices):
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")
    SUPPLIER = "supplier", _("Supplier")
    INSURER = "insurer", _("Insurer")
    FOURTH_PARTY = "fourth_party", _("Fourth-party provider")
