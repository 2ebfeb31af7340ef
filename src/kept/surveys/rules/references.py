"""Figures that others state. They stand beside what we measure and never in its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Reference:
    """A figure from outside: what it says, who says so, and what it may be used for."""

    figure: Decimal
    words: Any
    source: Any
    use: Any


TEXTBOOK: Final = _("textbook of customer service in third-party logistics; reference, not our measurement")

TIMES_AS_WILLING: Final = Reference(
    Decimal(6),
    _("A satisfied customer is six times more willing to buy than a dissatisfied one."),
    TEXTBOOK,
    _("It stands beside what our own customers did; nothing is worked out from it."),
)
PUNCTUALITY: Final = Reference(
    Decimal("0.25"),
    _("Punctual departure and arrival make 25 % of the satisfaction of air passengers."),
    TEXTBOOK,
    _("It is the sample weight of the dimension punctuality; put your own in its place."),
)

OF_QUESTIONNAIRE: Final = {"air_journey": PUNCTUALITY}
"""The reference that a ready questionnaire takes a weight from."""
