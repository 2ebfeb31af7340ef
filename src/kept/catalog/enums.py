"""What kinds of service there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceKind(models.TextChoices):
    """Core logistics, what adds value to it, and what goes beyond it."""

    TRANSPORT = "transport", _("Core: transport")
    WAREHOUSING = "warehousing", _("Core: warehousing")
    VALUE_ADDED = "value_added", _("Value-added")
    INFORMATION = "information", _("Information")
    BEYOND = "beyond", _("Beyond logistics")


CORE = (ServiceKind.TRANSPORT, ServiceKind.WAREHOUSING)
