from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomerKind(TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    PERSON = "person", _("Person")


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
