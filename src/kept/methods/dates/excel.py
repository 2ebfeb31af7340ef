"""Serial numbers of spreadsheets."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

_SERIAL = re.compile(r"\d{1,7}(?:\.\d+)?")
_LAST = 2_958_465  # 9999-12-31


def from_excel_serial(serial: Decimal | float, *, since_1904: bool = False) -> datetime:
    """moment = 1899-12-30 + serial days, to the second; before March 1900 one day more.

    Source: the 1900 date system, which counts a 29 February 1900 (serial 60) that never was: refused here.

    >>> from_excel_serial(45983.5)
    datetime.datetime(2025, 11, 22, 12, 0)
    """
    days = Decimal(str(serial))
    if not 0 <= days < _LAST + 1 or (not since_1904 and int(days) in (0, 60)):
        raise ValueError(f"there is no day {serial} in a spreadsheet")
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 + (days < 60))
    return start + timedelta(seconds=int((days * 86_400).to_integral_value()))


def excel_text(text: str, *, since_1904: bool) -> datetime | None:
    """A serial number in a text; None if the text is not a number."""
    return from_excel_serial(Decimal(text), since_1904=since_1904) if _SERIAL.fullmatch(text) else None
