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
