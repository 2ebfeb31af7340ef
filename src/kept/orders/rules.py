"""What an order must satisfy, as arithmetic and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbers import number_rule

INTAKE_ROWS = number_rule(
    "orders.intake_rows", 1000, _("Most rows of an order file in the browser"), unit="rows", lowest=1
)


class EmptyOrder(Refused):
    default = _("Add a line before placing the order.")


class CityMissing(Refused):
    default = _("Give the city.")


class NothingMeasured(Refused):
    default = _("Each line needs a description and a quantity above 0.")


class NoPieces(Refused):
    default = _("Each line has at least one piece.")


class NegativeMeasure(Refused):
    default = _("Weight and volume are not negative.")


class CashMissing(Refused):
    default = _("Give the cash to collect.")


class WindowReversed(Refused):
    default = _("The delivery window ends before it begins.")


class DeliveredBeforePickedUp(Refused):
    default = _("The delivery is wanted before the pick-up.")


class WantedInThePast(Refused):
    default = _("This moment has passed.")


class NoBranch(Refused):
    default = _("Choose the branch that is accountable.")


class CreditExceeded(Refused):
    default = _("The customer's credit limit is used up. Take the freight prepaid or settle first.")


Exposure = Callable[[Iterable[int]], Mapping[int, int]]
"""What customers owe and have not paid, in minor units of their currency, by customer id."""

_EXPOSURES: list[Exposure] = []


def exposure(ask: Exposure) -> Exposure:
    """A later room says what customers owe: `@exposure def open_balances(customer_ids): ...`."""
    _EXPOSURES.append(ask)
    return ask


def owed_by(customer_ids: Iterable[int]) -> dict[int, int]:
    """The sum of what all rooms say that each customer owes."""
    wanted = list(customer_ids)
    owed = dict.fromkeys(wanted, 0)
    for ask in _EXPOSURES if wanted else ():
        for customer_id, amount in ask(wanted).items():
            owed[customer_id] += amount
    return owed


class TooManyRows(Refused):
    default = _("The file has too many rows for the browser.")


class NoHeader(Refused):
    default = _("The first row must name the columns. Take the template.")


class RowsWrong(Refused):
    default = _("Mend the rows that are named; nothing was placed.")


class NothingNew(Refused):
    default = _("There is no new order in this file.")


class AlreadyTaken(Refused):
    default = _("The orders of this file have been placed already.")
