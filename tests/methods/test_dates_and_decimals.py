"""Reading dates and numbers as they stand in other people's files."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.dates import from_excel_serial, parse_date, parse_moment
from kept.methods.decimals import parse_decimal, parse_whole_number
from kept.methods.unreadable import Reason, Unreadable


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("2026-11-22", ["iso"], date(2026, 11, 22)),
        ("2026/1/2", ["ymd"], date(2026, 1, 2)),
        ("2026.11.22", ["ymd"], date(2026, 11, 22)),
        ("２０２６年１１月２２日", ["chinese"], date(2026, 11, 22)),
        ("26年1月2号", ["chinese"], date(2026, 1, 2)),
        ("2-Jun-06", ["%d-%b-%y"], date(2006, 6, 2)),
        ("14-Nov-98", ["iso", "%d-%b-%y"], date(1998, 11, 14)),
        ("11/22/26", ["%m/%d/%y"], date(2026, 11, 22)),
        ("1", ["excel"], date(1900, 1, 1)),
        ("59", ["excel"], date(1900, 2, 28)),
        ("61", ["excel"], date(1900, 3, 1)),
        ("45983", ["%Y-%m-%d", "excel"], date(2025, 11, 22)),
        ("0", ["excel1904"], date(1904, 1, 1)),
        ("2026-11-22 23:59", ["iso"], date(2026, 11, 22)),
    ],
)
def test_dates_are_read_by_their_formats(text: str, formats: list[str], expected: date) -> None:
    assert parse_date(text, formats) == expected


@pytest.mark.parametrize(("pivot", "year"), [(68, 2050), (49, 1950)])
def test_the_pivot_decides_the_century(pivot: int, year: int) -> None:
    assert parse_date("1-Jan-50", ["%d-%b-%y"], pivot=pivot) == date(year, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22 08:05", datetime(2026, 11, 22, 8, 5)),
        ("2026/11/22 8:05:09", datetime(2026, 11, 22, 8, 5, 9)),
        ("2026年11月22日14时30分", datetime(2026, 11, 22, 14, 30)),
        ("2026年11月22日 14:30:05", datetime(2026, 11, 22, 14, 30, 5)),
        ("2026年11月22日下午3点", datetime(2026, 11, 22, 15)),
        ("2026年11月22日上午9点5分", datetime(2026, 11, 22, 9, 5)),
        ("2026年11月22日中午12点", datetime(2026, 11, 22, 12)),
        ("2026年11月22日中午1点", datetime(2026, 11, 22, 13)),
        ("2026年11月22日晚上11点", datetime(2026, 11, 22, 23)),
    ],
)
def test_moments_are_read_with_their_time(text: str, expected: datetime) -> None:
    assert parse_moment(text) == expected


@pytest.mark.parametrize(
    ("text", "formats", "reason"),
    [
        ("  ", ["iso"], Reason.EMPTY),
        ("Date Not Captured", ["iso", "%d-%b-%y"], Reason.NOT_A_DATE),
        ("2025-02-30", ["iso", "ymd"], Reason.NO_SUCH_DAY),
        ("30-Feb-06", ["%d-%b-%y"], Reason.NO_SUCH_DAY),
        ("2025年13月1日", ["chinese"], Reason.NO_SUCH_DAY),
        ("60", ["excel"], Reason.NO_SUCH_DAY),
        ("2958466", ["excel"], Reason.NO_SUCH_DAY),
        ("45983", ["iso", "ymd", "chinese"], Reason.NOT_A_DATE),
    ],
)
def test_what_is_no_date_says_why(text: str, formats: list[str], reason: Reason) -> None:
    assert parse_date(text, formats) == Unreadable(text, reason)


@given(st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)))
def test_a_spreadsheet_serial_gives_the_moment_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    since = moment - datetime(1899, 12, 30)

    serial = Decimal(since.days) + Decimal(since.seconds) / 86_400

    assert from_excel_serial(serial) == moment


@given(st.dates(date(1969, 1, 1), date(2068, 12, 31)))
def test_a_written_date_is_read_back(day: date) -> None:
    written = (f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}", day.isoformat())

    assert {parse_date(text) for text in written} == {day}
    assert parse_date(day.strftime("%d.%m.%y"), ["%d.%m.%y"]) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("-1,234.50", "-1234.50"),
        ("1 234 567", "1234567"),
        ("1\u00a0234", "1234"),
        ("1'234.5", "1234.5"),
        ("１２３．５", "123.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("−3", "-3"),
        ("1E+05", "1E+5"),
        ("  12 ", "12"),
    ],
)
def test_numbers_are_read_with_their_separators(text: str, number: str) -> None:
    assert parse_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        ("Freight Included in Commodity Cost", Reason.NOT_A_NUMBER),
        ("12 kg", Reason.NOT_A_NUMBER),
        ("NaN", Reason.NOT_A_NUMBER),
        ("Infinity", Reason.NOT_A_NUMBER),
        ("=1+1", Reason.NOT_A_NUMBER),
        ("1,23", Reason.MISPLACED_SEPARATOR),
        ("1,234 567", Reason.MISPLACED_SEPARATOR),
        ("1.2.3", Reason.MISPLACED_SEPARATOR),
        ("1,0000", Reason.MISPLACED_SEPARATOR),
        ("9" * 41, Reason.TOO_LONG),
    ],
)
def test_what_is_no_number_says_why(text: str, reason: Reason) -> None:
    assert parse_decimal(text) == Unreadable(text, reason)


def test_a_comma_may_be_the_decimal_mark() -> None:
    assert parse_decimal("1.234,50", decimal_mark=",") == Decimal("1234.50")
    assert parse_decimal("1,5", decimal_mark=",") == Decimal("1.5")


def test_pieces_are_whole() -> None:
    assert parse_whole_number("12.0") == 12
    assert parse_whole_number("12.5") == Unreadable("12.5", Reason.NOT_WHOLE)
    assert not parse_whole_number("twelve")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_a_written_number_is_read_back(number: Decimal) -> None:
    assert parse_decimal(f"{number:,}") == parse_decimal(f"{number}") == number


@given(st.text())
def test_any_text_is_read_or_named_unreadable(text: str) -> None:
    assert isinstance(parse_decimal(text), Decimal | Unreadable)
    assert isinstance(parse_date(text, ["iso", "ymd", "chinese", "excel", "%d-%b-%y"]), date | Unreadable)
