"""`kept importance-performance`: exact keys, and one line that names row, column and reason."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kept.surveys.commands import COMMANDS

from .scenes import CASE, ITEMS

HEAD = "respondent,item,importance,performance\n"


def _run(*arguments: Any) -> Result:
    return CliRunner().invoke(COMMANDS[0], [str(argument) for argument in arguments])


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "ratings.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.spec("R539", "R540", "R541", "R542", "R543")
def test_the_published_case_prints_its_means_gaps_and_classes() -> None:
    told = _run(CASE, "--json")

    found = json.loads(told.output)
    assert told.exit_code == 0
    assert list(found) == ["items"]
    assert found["items"][0] == {
        "item": "price",
        "importance": 6.2,
        "performance": 3.4,
        "gap": 2.8,
        "cell": "high/medium",
        "class": "improve",
    }
    assert [(one["item"], one["gap"], one["class"]) for one in found["items"]] == [
        ("price", 2.8, "improve"),
        ("quality", 0.4, "maintain"),
        ("assortment", 1.2, "improve"),
        ("correctness", -0.4, "maintain"),
        ("scheduled_date", 1.0, "improve"),
        ("order_completeness", 0.8, "maintain"),
        ("stockout_notice", -0.6, "maintain"),
        ("urgent_delivery", 2.8, "must_improve"),
    ]


def test_every_item_has_exactly_the_six_keys() -> None:
    items = json.loads(_run(CASE, "--json").output)["items"]

    assert {tuple(item) for item in items} == {("item", "importance", "performance", "gap", "cell", "class")}
    assert tuple(item["item"] for item in items) == ITEMS


def test_without_json_a_table_is_printed() -> None:
    told = _run(CASE)

    lines = told.output.splitlines()
    assert lines[0].split() == ["item", "importance", "performance", "gap", "cell", "class"]
    assert lines[8].split() == ["urgent_delivery", "5.40", "2.60", "2.80", "high/low", "must_improve"]


def test_cuts_and_centre_change_the_classes() -> None:
    cut = json.loads(_run(CASE, "--json", "--cuts", "2.33,4.67").output)["items"]
    middle = json.loads(_run(CASE, "--json", "--centre", "median").output)["items"]

    assert {one["item"]: one["class"] for one in cut}["urgent_delivery"] == "improve"
    assert (middle[0]["importance"], middle[0]["performance"]) == (6.0, 3.0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_files_are_read_with_and_without_a_mark_at_the_front(tmp_path: Path, encoding: str) -> None:
    file = _file(tmp_path, f"{HEAD}一店,货品价格,6,3\n", encoding)

    told = _run(file, "--json")

    assert json.loads(told.output)["items"][0]["item"] == "货品价格"


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    file = _file(tmp_path, f"{HEAD}一店,貨品價格,6,3\n", "big5")

    assert json.loads(_run(file, "--json", "--encoding", "big5").output)["items"][0]["item"] == "貨品價格"
    assert _run(file, "--encoding", "klingon").exit_code == 2


def test_columns_may_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    file = _file(tmp_path, "Item;note;Performance;Importance;Respondent\nprice;x;3;6;CS1\n")

    assert json.loads(_run(file, "--json").output)["items"][0]["gap"] == 3.0


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("CS1,price,6,3\nCS2,price,9,3\n", "Row 3, column importance: 9 is off the scale from 1 to 7."),
        ("CS1,price,6,x\n", "Row 2, column performance: 'x' is not a number."),
        ("CS1,price,6,\n", "Row 2, column performance: is empty."),
        ("CS1,price,6\n", "Row 2, column performance: is empty."),
        ("CS1,price,NaN,3\n", "Row 2, column importance: NaN is off the scale from 1 to 7."),
        (
            "CS1,price,6,3\n\nCS1,price,5,3\n",
            "Row 4, column item: CS1 has already marked this item in row 2.",
        ),
        (",price,6,3\n", "Row 2, column respondent: is empty."),
        ("", "The file has a heading and no rows."),
        ("CS1,price,6," + "3" * 200_000, "The file is no table in CSV."),
    ],
)
def test_a_wrong_row_stops_with_one_line_and_exit_code_2(tmp_path: Path, rows: str, line: str) -> None:
    told = _run(_file(tmp_path, HEAD + rows))

    assert told.exit_code == 2
    assert told.output.strip() == f"Error: ratings.csv: {line}"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    told = _run(_file(tmp_path, "respondent,item,importance\nCS1,price,6\n"))

    assert (told.exit_code, told.output.strip()) == (
        2,
        "Error: ratings.csv: Row 1, column performance: this column is missing.",
    )


def test_an_empty_file_and_a_missing_one_are_said_so(tmp_path: Path) -> None:
    assert _run(_file(tmp_path, "")).output.strip() == "Error: ratings.csv: The file is empty."
    missing = _run(tmp_path / "nothing.csv")
    assert (missing.exit_code, "No such file" in missing.output) == (2, True)


@pytest.mark.parametrize("given", ["5", "5,3", "a,b", "1,2,3", "nan,3"])
def test_scale_and_cuts_are_two_rising_numbers(given: str) -> None:
    told = _run(CASE, "--cuts", given)

    assert told.exit_code == 2


def test_cuts_outside_the_scale_are_refused() -> None:
    told = _run(CASE, "--scale", "1,5", "--cuts", "3,6")

    assert told.exit_code == 2
    assert "do not divide the scale" in told.output
