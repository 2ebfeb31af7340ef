"""What an agreement and its prices must satisfy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused


class EndsBeforeItBegins(Refused):
    default = _("The last day lies before the first day.")


class NotAShare(Refused):
    default = _("A service level lies above 0 and not above 100 %.")


class PolicyOfOthers(Refused):
    default = _("Choose a policy that is made for contract lines.")


class NoZone(Refused):
    default = _("Add at least one zone with a price.")


class LaneTwice(Refused):
    default = _("The same lane stands in two zones.")


class NoBreak(Refused):
    default = _("Each zone needs at least one weight break.")


class BreakTwice(Refused):
    default = _("Two weight breaks begin at the same weight.")


class NegativeNumber(Refused):
    default = _("Weights, prices and shares are not negative.")


class SurchargeTwice(Refused):
    default = _("The same surcharge stands twice.")


@dataclass(frozen=True)
class ZoneTerms:
    """A lane and its weight breaks as pairs (from kg, price per kg). An empty end means everywhere else."""

    origin: str
    destination: str
    breaks: tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True)
class SurchargeTerms:
    """A surcharge; `on_demand` ones are charged only when they were asked for."""

    code: str
    basis: str
    rate: Decimal
    minimum: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    on_demand: bool = False


def check_term(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise EndsBeforeItBegins(field="valid_until")


def check_level(level: Decimal | None) -> None:
    if level is not None and not 0 < level <= 1:
        raise NotAShare(field="service_level")


def check_zones(zones: Sequence[ZoneTerms]) -> None:
    """Lanes once, at least one break each, breaks begin once, nothing negative."""
    if not zones:
        raise NoZone(field="zones")
    if len({(zone.origin, zone.destination) for zone in zones}) < len(zones):
        raise LaneTwice(field="zones")
    for zone in zones:
        if not zone.breaks:
            raise NoBreak(field="zones")
        if len({start for start, _rate in zone.breaks}) < len(zone.breaks):
            raise BreakTwice(field="zones")
        check_numbers(number for pair in zone.breaks for number in pair)


def check_surcharges(surcharges: Sequence[SurchargeTerms]) -> None:
    if len({one.code for one in surcharges}) < len(surcharges):
        raise SurchargeTwice(field="surcharges")
    check_numbers(number for one in surcharges for number in (one.rate, one.minimum))


def check_numbers(numbers: Iterable[Decimal]) -> None:
    if any(number < 0 for number in numbers):
        raise NegativeNumber


class TextMissing(Refused):
    default = _("Write the text in at least one language.")


class ChangeMissing(Refused):
    default = _("Say what changed against the version before.")


class TwoScopes(Refused):
    default = _("A statement is for a segment or for one customer, not for both.")


class StatementStands(Refused):
    default = _(
        "There is a statement for these customers already. Write a new version of it, or end it first."
    )


class BeginsInThePast(Refused):
    default = _("What applied in the past stays. Choose today or a later day.")


class BeginsBeforeLast(Refused):
    default = _("A new version begins after the one before it.")


class StatementHasEnded(Refused):
    default = _("This statement has ended.")


class PolicyIsEmpty(Refused):
    default = _("Write the policy, or add its file.")


class ToldByRecords(Refused):
    default = _("Records tell this. Write a statement, or hand the text over.")


class RemarkMissing(Refused):
    default = _("Say in a remark what was found.")


class NotedInTheFuture(Refused):
    default = _("This day has not come yet.")


class NothingToHandOver(Refused):
    default = _("On this day no statement applies to this customer.")


class NotInThisLanguage(Refused):
    default = _("The statement has no text in this language.")


class TakerMissing(Refused):
    default = _("Say to whom it is handed over.")


class ContactOfOthers(Refused):
    default = _("This contact person belongs to somebody else.")


class HandedInTheFuture(Refused):
    default = _("It cannot have been handed over after today.")


def check_words(words: Mapping[str, str], languages: Collection[str]) -> dict[str, str]:
    """The texts in our languages without empty ones. Raises TextMissing when none is left."""
    said = {code: text.strip() for code, text in words.items() if code in languages and text.strip()}
    if not said:
        raise TextMissing(field="words")
    return said
