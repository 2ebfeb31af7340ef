"""One form of a telephone number, so that two writings of it can be compared.

key = the digits without trunk prefix 0 and without the country code of home; the extension apart.

Source: the Chinese numbering plan. A mobile number has 11 digits and begins with 1; a fixed one has an area
code, dialled with 0 in front of it from elsewhere.

>>> key_of("+86 138-0000-1111") == key_of("013800001111") == key_of("13800001111")
True
>>> phone_of("(021) 5888 1234 转 802")
Phone(digits='2158881234', extension='802')
>>> phone_of("+852 2345 6789").digits
'85223456789'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

HOME: Final = "86"
FEWEST: Final = 3
MOST: Final = 20
INSIDE: Final = re.compile(
    r"(?:(?:转|轉|分机|分機|extension|ext|x)[\s.:]*)+\d[\d\s/,、-]*$",
    re.IGNORECASE,
)
"""An extension at the end: the only letters that belong to a number."""
SHORTEST: Final = 7
"""Fewer digits are an extension or a service number, compared as they are."""
EXTENSION: Final = re.compile(r"(?:转|轉|分机|分機|ext\.?|extension|#|x)\s*(\d{1,6})\s*$", re.IGNORECASE)
CHINESE_MOBILE: Final = re.compile(r"^1[3-9]\d{9}$")
FOREIGN_DIGITS: Final = re.compile(r"^[1-9]\d{6,14}$")
AFTER_DASH: Final = re.compile(r"^(.*\d{7,8})\s*-\s*(\d{1,4})$")


@dataclass(frozen=True)
class Phone:
    digits: str
    extension: str = ""


def phone_of(text: str) -> Phone:
    """Read a number as people and telephone systems write it; without digits it is empty."""
    plain = unicodedata.normalize("NFKC", text).strip()
    extension = ""
    if found := EXTENSION.search(plain) or AFTER_DASH.match(plain):
        extension = found.group(found.lastindex or 1)
        plain = plain[: found.start(found.lastindex or 1)]
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("+") or digits.startswith("00"):
        digits = _national(digits.removeprefix("00"))
    elif digits.startswith(HOME) and len(digits) >= 12:
        digits = _national(digits)
    return Phone(digits.removeprefix("0") if len(digits) > SHORTEST else digits, extension)


def may_be_phone(text: str) -> bool:
    """Whether this can be a number at all: 3 to 20 digits, and no letters but those before an extension.

    >>> [may_be_phone(said) for said in ("+86 138-0000-1111", "021-6666 8888转12", "110")]
    [True, True, True]
    >>> [may_be_phone(said) for said in ("ask Wang", "--", "12", "13800001111/13900002222", "wx 1380000")]
    [False, False, False, False, False]
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = sum(sign.isdecimal() for sign in plain)
    return FEWEST <= digits <= MOST and not any(sign.isalpha() for sign in INSIDE.sub("", plain))


def key_of(text: str) -> str:
    return phone_of(text).digits


def mobile_of(text: str) -> str:
    """The number that an SMS can go to: 11 digits in China, with + and country code elsewhere; else empty.

    >>> mobile_of("+86 138-0000-1111"), mobile_of("+852 6345 6789"), mobile_of("021-58881234")
    ('13800001111', '+85263456789', '')
    """
    key = key_of(text)
    if CHINESE_MOBILE.match(key):
        return key
    plain = unicodedata.normalize("NFKC", text).strip()
    is_foreign = plain.startswith(("+", "00")) and not re.sub(r"\D", "", plain).lstrip("0").startswith(HOME)
    return f"+{key}" if is_foreign and FOREIGN_DIGITS.match(key) else ""


def writings_of(key: str) -> tuple[str, ...]:
    """The rows of digits under which a number may have been written down, with and without prefixes."""
    if len(key) < SHORTEST:
        return (key,) if key else ()
    return (key, f"0{key}", f"{HOME}{key}", f"00{HOME}{key}", f"{HOME}0{key}", f"00{key}")


def local_parts(key: str) -> tuple[str, ...]:
    """A fixed number as neighbours write it, without its area code (two digits in the largest cities).

    >>> local_parts("2158881234"), local_parts("75588887777"), local_parts("13800001111")
    (('58881234',), ('88887777',), ())
    """
    if (len(key) == 11 and key.startswith("1")) or key.startswith(("400", "800")):
        return ()
    local = key[2:] if key.startswith(("10", "2")) else key[3:]
    return (local,) if len(local) in (7, 8) else ()


def _national(digits: str) -> str:
    """Without the country code of home; other countries keep theirs."""
    return digits.removeprefix(HOME).removeprefix("0") if digits.startswith(HOME) else digits
