"""Money: integer minor units with a currency; never summed across currencies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from .errors import Refused

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "KWD": 3, "BHD": 3}
SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "HKD": "HK$", "TWD": "NT$", "JPY": "JP¥", "GBP": "£"}


class CurrenciesDiffer(Refused):
    default = _("Amounts of different currencies cannot be added.")


@dataclass(frozen=True, order=False)
class Money:
    """`Money(12345, "CNY")` is 123.45 yuan."""

    amount: int
    currency: str = "CNY"

    @property
    def value(self) -> Decimal:
        return Decimal(self.amount).scaleb(-minor_digits(self.currency))

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrenciesDiffer
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return show_money(self)


def minor_digits(currency: str) -> int:
    return MINOR_DIGITS.get(currency, 2)


def to_minor(value: Decimal | int | str, currency: str = "CNY") -> int:
    """Round half up to the currency's smallest unit."""
    scaled = Decimal(value).scaleb(minor_digits(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def show_money(money: Money) -> str:
    digits = minor_digits(money.currency)
    figure = number_format(abs(money.value), decimal_pos=digits, force_grouping=True)
    sign = SIGNS.get(money.currency, f"{money.currency} ")
    return f"{'-' if money.amount < 0 else ''}{sign}{figure}"
