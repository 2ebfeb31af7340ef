from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementState(TextChoices):
    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    ACTIVE = "active", pgettext_lazy("agreement", "Active")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")


class SurchargeBasis(TextChoices):
    PER_SHIPMENT = "per_shipment", _("Per shipment")
    PER_KG = "per_kg", _("Per kg")
    SHARE_OF_BASE = "share_of_base", _("Share of base freight")
    SHARE_OF_DECLARED = "share_of_declared", _("Share of declared value")
    SHARE_OF_COD = "share_of_cod", _("Share of cash on delivery")


class WeightRule(TextChoices):
    GREATER = "greater", _("Greater of actual and volumetric weight")
    HALF_THROW = "half_throw", _("Mean of actual and volumetric weight")
    ACTUAL = "actual", _("Actual weight only")


class HandedHow(TextChoices):
    """How a text came to the customer."""

    IN_PERSON = "in_person", _("In person")
    EMAIL = "email", _("Mail")
    POST = "post", _("By post")
    CHAT = "chat", pgettext_lazy("how handed over", "By chat")


class Element(TextChoices):
    """What is to be in place before the first transaction with a customer."""

    STATEMENT = "statement", _("Written service statement")
    TEXT = "text", _("Service text handed over to the customer")
    ORGANISATION = "organisation", _("Our organisation structure told")
    FLEXIBILITY = "flexibility", _("Contingency and flexibility")
    TECHNICAL = "technical", _("Technical services")


RECORDED = (Element.STATEMENT, Element.TEXT)
"""Answered from records; nobody ticks them."""
NOTED = tuple(element for element in Element if element not in RECORDED)


class Standing(TextChoices):
    """Unknown is not 'not in place'."""

    IN_PLACE = "in_place", _("In place")
    MISSING = "missing", pgettext_lazy("before a transaction", "Not in place")
    UNKNOWN = "unknown", pgettext_lazy("before a transaction", "Unknown")
