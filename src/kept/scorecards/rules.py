"""What is aimed at where nobody has set a level."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

SERVICE_LEVEL: Final = "service_level"
"""Stands among the indicators of targets: the product of the four components."""

SET_LEVEL = number_rule(
    "scorecards.service_level",
    "0.95",
    _("Service level where none was agreed or set"),
    unit="share",
    highest=1,
)
