"""A paper is the same on the page, as PDF and as workbook; nothing that a person wrote is obeyed."""

from __future__ import annotations

import io
import json
import re
import zlib
from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from kept.documents.papers import (
    Cell,
    Grid,
    Head,
    Paper,
    PaperTooLong,
    PressFailed,
    Section,
    as_data,
    cell,
    figure_of,
    from_data,
    press,
    pressed,
    workbook,
)
from kept.documents.papers.pictures import for_print
from kept.documents.papers.press import _words
from kept.kernel.money import Money
from kept.kernel.web.charts import (
    Bar,
    BarChart,
    Dot,
    DotMap,
    LineChart,
    MatrixChart,
    MatrixPoint,
    Point,
    Series,
    Step,
    WaterfallChart,
)

SHORT = ("2026-10-02", "2026-10-02 16:30", "66.7 %", "已完成", "–")
LONG = ("AC-2609-001 客服夜班与四十分钟回复", "送货 · 全公司 · 华东", "No difference shown")


def test_days_figures_and_a_few_signs_stay_in_one_line() -> None:
    assert all(Cell(words).is_short for words in SHORT)
    assert not any(Cell(words).is_short for words in LONG)


HOSTILE = (
    '#read("/etc/passwd")',
    "#panic()",
    "*fett* _schief_ $x^2$ `roh` <marke> @quelle // weg /* weg */",
    "= Überschrift\n- Punkt",
    '\\ \\u{1F600} ]) #eval("1") [',
    "=cmd|'/C calc'!A0",
    "</svg><script>alert(1)</script>&amp;",
    "上海\x00\x07\u202e公司",
)


def a_paper(name: str = "宏达电子", language: str = "zh-hans", rows: int = 3, **details: object) -> Paper:
    chart = BarChart(title=f"按客户 {name}", bars=(Bar(name, Decimal("0.5"), note=name),), unit="percent")
    grid = Grid(
        name,
        (Head(name), Head("件数", is_figure=True)),
        tuple((cell(name), cell(n)) for n in range(rows)),
        foot=(cell("合计"), cell(rows)),
        note=name,
    )
    section = Section(
        "one", name, answer=name, figure=figure_of(chart), grids=(grid,), notes=(name,), remark=name
    )
    told = {
        "title": name,
        "about": name,
        "answer": name,
        "as_of": "2026-03-02 12:00",
        "house": name,
        **details,
    }
    return Paper(name="test", sections=(section,), language=language, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_somebody_is_called_is_set_and_not_obeyed(name: str) -> None:
    made = pressed(a_paper(name))

    assert made.startswith(b"%PDF-")
    assert b"root:x:" not in unpacked(made)


def test_a_word_without_end_may_be_broken_and_an_ordinary_one_is_not() -> None:
    assert _words("9" * 90) == "\u200b".join(["9" * 40, "9" * 40, "9" * 10])
    assert _words("SO-2611-00053 客户回顾") == "SO-2611-00053 客户回顾"


def test_every_chart_of_the_house_can_be_printed() -> None:
    points = (Point("1月", 3), Point("2月", None), Point("3月", 5, low=4, high=6))
    charts = (
        BarChart(title="柱", bars=(Bar("上海", 3), Bar("北京", None)), target=2),
        LineChart(title="线", series=(Series("甲", points), Series("乙", points, tone="two")), target=4),
        WaterfallChart(
            title="瀑", steps=(Step("时间", Decimal("0.9")),), start_label="全", end_label="得", set_level=1
        ),
        MatrixChart(
            title="阵",
            points=(MatrixPoint(1, "价格", 4, 6),),
            x_label="表现",
            y_label="重要",
            x_cuts=(3,),
            y_cuts=(4,),
            x_range=(1, 7),
            y_range=(1, 7),
        ),
        DotMap(title="图", dots=(Dot("上海", 121, 31), Dot("成都", 104, 30))),
    )
    sections = tuple(Section(str(n), "", figure=figure_of(chart)) for n, chart in enumerate(charts))

    made = pressed(Paper("charts", "图", "", "", sections, "zh-hans", ""))

    assert made.startswith(b"%PDF-")
    assert all("var(--" not in for_print(s.figure.svg) for s in sections if s.figure)


@pytest.mark.parametrize(
    ("language", "font"), [("zh-hans", b"NotoSansSC"), ("zh-hant", b"NotoSansTC"), ("en", b"NotoSansSC")]
)
def test_the_letters_of_each_language_are_in_the_file(language: str, font: bytes) -> None:
    made = pressed(a_paper(language=language))

    assert font in unpacked(made)


def test_no_letter_is_an_empty_box() -> None:
    """The typesetter draws one box for all letters that a font lacks; here each has a shape of its own."""
    letters = "季度回顾廣東順豐客戶週轉"
    paper = Paper("glyphs", "", "", letters, (), "zh-hans", "")

    shapes = set(re.findall(r'href="#(\w+)"', pressed(paper, form="svg").decode()))

    assert len(shapes) >= len(set(letters))


def test_figures_stay_figures_and_words_never_become_formulas() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(a_paper("=1+1"))))

    first, second = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert first[0][0] == "=1+1"
    assert second == [["=1+1", "件数"], ["=1+1", 0], ["=1+1", 1], ["=1+1", 2], ["合计", 3]]


def test_sheets_of_the_same_title_have_names_of_their_own() -> None:
    grid = Grid("a/very long title that goes on: and on", (Head("x"),), ())
    paper = Paper("n", "t", "", "", (Section("s", "", grids=(grid, grid)),), "en", "")

    names = CalamineWorkbook.from_filelike(io.BytesIO(workbook(paper))).sheet_names

    assert len(names) == len({name.lower() for name in names}) == 3
    assert all(len(name) <= 31 for name in names)


def test_a_kept_paper_comes_back_as_it_was() -> None:
    paper = a_paper()

    assert from_data(json.loads(json.dumps(as_data(paper)))) == paper


def test_nothing_is_said_as_nothing_and_never_as_nought() -> None:
    with translation.override("en"):
        assert cell(None) == Cell("–")
        assert cell(None, unit="percent", none="no data") == Cell("no data")
        assert cell(Decimal("0.954"), unit="percent") == Cell("95.4 %", 0.954, is_percent=True)
        assert cell(Money(12345, "CNY")) == Cell("¥123.45", 123.45)


def test_a_long_table_is_cut_on_paper_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MOST_ROWS", 10)
    told = press._told(a_paper(rows=25))["sections"][0]["grids"][0]

    assert len(told["rows"]) == 10
    assert "10" in told["note"] and "25" in told["note"]


def test_two_thousand_rows_are_set_within_the_bounds() -> None:
    assert pressed(a_paper(rows=2_000)).startswith(b"%PDF-")


def test_what_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MEGABYTES", 60)

    with pytest.raises((PaperTooLong, PressFailed)):
        pressed(a_paper())


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "START", "import time; time.sleep(60)")
    monkeypatch.setattr(press, "SECONDS", 0.2)

    with pytest.raises(PaperTooLong):
        pressed(a_paper())


def unpacked(pdf: bytes) -> bytes:
    """The file with its streams opened."""
    parts, place = [pdf], 0
    while (place := pdf.find(b"stream\n", place)) >= 0:
        with suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(pdf[place + 7 :]))
        place += 7
    return b"".join(parts)
