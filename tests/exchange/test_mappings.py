"""A mapping says how a file is read; what is wrong in it is named by table, key and reason."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.exchange.deliveries import DELIVERIES, FIELDS
from kept.exchange.enums import RejectReason, reason_words
from kept.exchange.queries.mappings import shipped
from kept.exchange.reading.cells import Marked, Moment, Problem, reader_of
from kept.exchange.reading.files import Source
from kept.exchange.reading.mapping import BadMapping, read_mapping
from kept.exchange.reading.rows import RowReader

LEAST = '[fields]\ncustomer = "Client"\nhappened_at = "Done"\n'
ZONE = ZoneInfo("Asia/Shanghai")


def one(field: str, **given: Any) -> Any:
    """A reader of one field as a mapping states it."""
    lines = "".join(f"{key} = {_toml(value)}\n" for key, value in given.items())
    text = (
        f"{LEAST}[fields.{field}]\n{lines}"
        if field not in ("customer", "happened_at")
        else _instead(field, lines)
    )
    return reader_of(read_mapping(text, name="x").fields[field], DELIVERIES, ZONE)


def _instead(field: str, lines: str) -> str:
    other = "happened_at" if field == "customer" else "customer"
    return f'[fields]\n{other} = "Other"\n[fields.{field}]\n{lines}'


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{key}" = {_toml(each)}' for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return str(value).lower() if isinstance(value, bool) else f"'{value}'"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fields = 1", "Mapping, fields: must be a table"),
        ("colour = 1\n" + LEAST, "Mapping, colour: no such key; there are"),
        ('[fields]\ncustomer = "C"', "Mapping, [fields] happened_at: this field is needed"),
        (LEAST + 'vendor = "V"', "Mapping, [fields] vendor: no such field; there are"),
        (LEAST + "carrier = 3", "Mapping, [fields] carrier: must be the name of a column or a table"),
        (LEAST + "carrier = {}", "Mapping, [fields.carrier] column: give either a column or a value"),
        (LEAST + 'carrier = { column = "V", colour = 1 }', "Mapping, [fields.carrier] colour: no such key"),
        (
            LEAST + 'weight_kg = { column = "W", times = "x" }',
            "Mapping, [fields.weight_kg] times: must be a number",
        ),
        (
            LEAST + 'weight_kg = { column = "W", beyond = "ignore" }',
            "Mapping, [fields.weight_kg] beyond: must be one",
        ),
        (
            LEAST + 'outcome = { column = "S", codes = { ok = "fine" } }',
            "Mapping, [fields.outcome.codes] ok: must be",
        ),
        (LEAST + 'outcome = { value = "fine" }', "Mapping, [fields.outcome] value: must be one of"),
        ('zone = "Mars/Olympus"\n' + LEAST, "Mapping, zone: there is no time zone 'Mars/Olympus'"),
        ('currency = "yuan"\n' + LEAST, "Mapping, currency: must be three capital letters"),
        (LEAST + "= 3", "Mapping, x: "),
    ],
)
def test_what_is_wrong_in_a_mapping_is_named(text: str, said: str) -> None:
    with pytest.raises(BadMapping) as no:
        read_mapping(text, name="x")

    assert str(no.value.message).startswith(said)


@pytest.mark.parametrize("file", shipped(), ids=lambda file: file.stem)
def test_the_shipped_mappings_are_right(file: Path) -> None:
    mapping = read_mapping(file.read_text(encoding="utf-8"), name=file.stem)

    assert mapping.name == file.stem
    assert set(mapping.title) == {"en", "zh-hans", "zh-hant"}


@pytest.mark.parametrize(
    ("given", "cell", "day"),
    [
        ({"formats": ["%d-%b-%y"]}, "2-Jun-06", datetime(2006, 6, 2, tzinfo=ZONE)),
        ({}, "2026年11月22日", datetime(2026, 11, 22, tzinfo=ZONE)),
        ({}, "2026/11/22", datetime(2026, 11, 22, tzinfo=ZONE)),
        ({"formats": ["excel"]}, "38870", datetime(2006, 6, 2, tzinfo=ZONE)),
    ],
)
def test_dates_are_read_in_the_formats_of_the_mapping(
    given: dict[str, Any], cell: str, day: datetime
) -> None:
    assert one("happened_at", column="Done", **given)(cell) == Moment(day, is_day=True)


def test_a_moment_with_a_zone_keeps_it_and_one_without_takes_the_mappings() -> None:
    read = one("happened_at", column="Done")

    assert read("2026-11-22T08:05:00+00:00").at == datetime(2026, 11, 22, 8, 5, tzinfo=UTC)
    assert read("2026-11-22 08:05") == Moment(datetime(2026, 11, 22, 8, 5, tzinfo=ZONE), is_day=False)


def test_text_in_a_column_of_numbers_is_no_data_when_the_mapping_says_so_and_else_rejected() -> None:
    read = one("weight_kg", column="W", ignore=["See DN-*", "Weight Captured Separately"])

    assert read("See DN-304 (ID#:10589)") is None
    assert read("weight captured separately") is None
    assert read("See ASN-1") == Problem("W", RejectReason.NOT_A_NUMBER, "See ASN-1", "40")
    assert read("1,234.5") == Decimal("1234.5")


def test_absurd_numbers_are_left_out_or_rejected_as_the_mapping_says() -> None:
    out = one("weight_kg", column="W", times="0.001", highest="1000", lowest="0.001", beyond="no data")
    no = one("weight_kg", column="W", highest="1000")

    assert out("200000000") == Marked("W", RejectReason.TOO_HIGH, "1000000")
    assert out("0") == Marked("W", RejectReason.TOO_LOW, "1")
    assert out("7404.0") == Decimal("7.4040")
    assert no("1000.1") == Problem("W", RejectReason.TOO_HIGH, "1000.1", "1000")


def test_codes_are_translated_and_unknown_ones_named() -> None:
    read = one("outcome", column="S", codes={"签收": "delivered", "拒收": "refused"})
    lax = one("papers_ok", column="P", codes={"齐全": True, "缺": False}, other="no data")

    assert (read("签收"), read(" 拒收 ")) == ("delivered", "refused")
    assert read("丢失") == Problem("S", RejectReason.UNKNOWN_CODE, "丢失")
    assert (lax("齐全"), lax("缺"), lax("?")) == (True, False, Marked("P", RejectReason.UNKNOWN_CODE))


@given(st.text(max_size=60), st.sampled_from(sorted(FIELDS)))
def test_any_text_is_read_or_refused_with_a_reason_that_can_be_said(text: str, field: str) -> None:
    found = one(field, column="X")(text)

    if isinstance(found, Problem):
        assert reason_words(found.reason, value=found.value, limit=found.limit)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("12")), max_size=30))
def test_equal_rows_get_different_keys_and_the_same_file_the_same_keys(rows: list[tuple[str, str]]) -> None:
    mapping = read_mapping('[fields]\ncustomer = "C"\nhappened_at = "D"\n', name="x")
    lines = [(number, [name, f"2026-03-0{day}"]) for number, (name, day) in enumerate(rows, 2)]

    def keys() -> list[str]:
        source = Source(("C", "D"), len(lines), "", lambda: iter(lines))
        return [row.key for row in RowReader(mapping, source).rows()]

    assert len(set(keys())) == len(rows)
    assert keys() == keys()


@given(st.lists(st.sampled_from("ABC"), min_size=1, max_size=30), st.data())
def test_going_on_after_any_row_gives_the_keys_of_a_whole_run(names: list[str], data: st.DataObject) -> None:
    mapping = read_mapping('[fields]\ncustomer = "C"\nhappened_at = "D"\n', name="x")
    lines = [(number, [name, "2026-03-01"]) for number, name in enumerate(names, 2)]
    source = Source(("C", "D"), len(lines), "", lambda: iter(lines))
    whole = [row.key for row in RowReader(mapping, source).rows()]
    after = data.draw(st.integers(min_value=1, max_value=len(names) + 1))

    reader = RowReader(mapping, source)
    rest = [row.key for line in lines if (row := reader.after(line, after)) is not None]

    assert rest == whole[max(after - 1, 0) :]


def test_a_text_that_is_no_toml_is_told_by_line_and_sign() -> None:
    with pytest.raises(BadMapping) as no:
        read_mapping("[file]\nhead == 1\n", name="own")

    assert "line 2, sign 7" in str(no.value.message)
