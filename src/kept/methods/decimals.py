"""Numbers as people and spreadsheets write them."""

from __future__ import annotations

import re
from decimal import Decimal
from unicodedata import normalize

from .unreadable import Reason, Unreadable

LONGEST = 40

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:([ ,'])\d{3})(?:\3\d{3})*)(\.\d*)?")
_LIKE_A_NUMBER = re.compile(r"[+-]?[\d ,.']*\d[\d ,.']*")
_SAME = str.maketrans({"−": "-", "–": "-", "’": "'"})


def parse_decimal(text: str, *, decimal_mark: str = ".") -> Decimal | Unreadable:
    """The number that a text states, with thousands separators and full-width digits allowed.

    Groups have three digits and one kind of separator (comma, space, apostrophe; a point where the decimal
    mark is a comma). Words, units and wrongly placed separators are not guessed at.

    >>> parse_decimal("１２，３４５．５０"), parse_decimal("1.234,5", decimal_mark=",")
    (Decimal('12345.50'), Decimal('1234.5'))
    >>> str(parse_decimal("See DN-304").reason), str(parse_decimal("1,23").reason)
    ('not_a_number', 'misplaced_separator')
    """
    plain = normalize("NFKC", text).translate(_SAME).strip()
    if decimal_mark == ",":
        plain = plain.translate(str.maketrans(",.", ".,"))
    if not plain:
        return Unreadable(text, Reason.EMPTY)
    if len(plain) > LONGEST:
        return Unreadable(text, Reason.TOO_LONG)
    if _PLAIN.fullmatch(plain):
        return Decimal(plain)
    if grouped := _GROUPED.fullmatch(plain):
        sign, digits, separator, fraction = grouped.groups()
        return Decimal(sign + digits.replace(separator, "") + (fraction or ""))
    like = _LIKE_A_NUMBER.fullmatch(plain)
    return Unreadable(text, Reason.MISPLACED_SEPARATOR if like else Reason.NOT_A_NUMBER)


def parse_whole_number(text: str) -> int | Unreadable:
    """The whole number that a text states; 12.0 is whole, 12.5 is not.

    >>> parse_whole_number("1,200"), str(parse_whole_number("12.5").reason)
    (1200, 'not_whole')
    """
    number = parse_decimal(text)
    if isinstance(number, Unreadable):
        return number
    return int(number) if number == number.to_integral_value() else Unreadable(text, Reason.NOT_WHOLE)
