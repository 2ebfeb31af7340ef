from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InquiryState(TextChoices):
    OPEN = "open", pgettext_lazy("inquiry", "Open")
    ANSWERED = "answered", pgettext_lazy("inquiry", "Answered without a price")
    QUOTED = "quoted", pgettext_lazy("inquiry", "Quoted")
    ACCEPTED = "accepted", pgettext_lazy("inquiry", "Accepted")
    LOST = "lost", pgettext_lazy("inquiry", "Lost")
    CANCELLED = "cancelled", pgettext_lazy("inquiry", "Cancelled")


class QuoteState(TextChoices):
    DRAFT = "draft", pgettext_lazy("quote", "Draft")
    SENT = "sent", pgettext_lazy("quote", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("quote", "Accepted")
    REJECTED = "rejected", pgettext_lazy("quote", "Rejected")
    EXPIRED = "expired", pgettext_lazy("quote", "Expired")


class GoodsClass(TextChoices):
    """Classes of dangerous goods; none of them ranks above another."""

    NONE = "", _("Not dangerous")
    C1 = "1", _("1 Explosives")
    C2 = "2", _("2 Gases")
    C3 = "3", _("3 Flammable liquids")
    C4 = "4", _("4 Flammable solids")
    C5 = "5", _("5 Oxidizers and peroxides")
    C6 = "6", _("6 Toxic and infectious")
    C7 = "7", _("7 Radioactive")
    C8 = "8", _("8 Corrosive")
    C9 = "9", _("9 Other dangerous goods")
    UNKNOWN = "unknown", _("Not known yet")


class Sheet(TextChoices):
    """The safety data sheet (MSDS) of the goods."""

    NOT_NEEDED = "not_needed", pgettext_lazy("safety data sheet", "Not needed")
    MISSING = "missing", pgettext_lazy("safety data sheet", "Asked for, missing")
    RECEIVED = "received", pgettext_lazy("safety data sheet", "Received")


class AnalysisKind(TextChoices):
    PRODUCT = "product", _("Analyse the product")
    DISTANCE = "distance", _("Measure the distance")


class AnswerChannel(TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("Email")
    WECHAT = "wechat", _("WeChat")
    SMS = "sms", _("Text message")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")
