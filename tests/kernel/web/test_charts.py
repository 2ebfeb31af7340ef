"""Charts: drawn from values, escaped, with their records and their table."""

import math
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from kept.kernel.web.charts import (
    Bar,
    BarChart,
    Chart,
    Dot,
    DotMap,
    LineChart,
    MatrixChart,
    MatrixPoint,
    Point,
    Series,
    Step,
    WaterfallChart,
    Way,
)
from kept.kernel.web.charts.drawing import draw
from kept.kernel.web.charts.lines import LOWEST, _apart
from kept.kernel.web.charts.svg import ticks

BAD = '"><script>alert(1)</script>&'

CHARTS: dict[str, Chart] = {
    "bars": BarChart(BAD, (Bar(BAD, 3, "/r/?a=1&b=2", note=BAD), Bar("none", None)), BAD, 4, BAD, note=BAD),
    "lines": LineChart(
        BAD,
        (
            Series(BAD, (Point(BAD, 0.5, "/r/", 0.4, 0.6), Point("b", None), Point("c", 0.7, "", 0.6, 0.8))),
            Series("two", (Point("a", 0.2), Point("b", 0.3), Point("c", 0.4)), "two"),
        ),
        "percent",
        Decimal("0.9"),
    ),
    "waterfall": WaterfallChart(
        BAD, (Step(BAD, Decimal("0.95"), "/r/"), Step("b", None)), BAD, BAD, set_level=Decimal("0.9")
    ),
    "matrix": MatrixChart(
        BAD,
        (MatrixPoint(1, BAD, 2, 4, "/r/", path=((1, 3), (2, 3)), around=((1.5, 3.5), (2.5, 3.5), (2, 6))),),
        BAD,
        BAD,
        (3,),
        (3,),
        cells=((BAD, "b"), ("c", "d")),
    ),
    "map": DotMap(
        BAD, (Dot(BAD, 121.5, 31.2, 5, "/r/", note=BAD),), (Way(BAD, (121.5, 31.2), (104, 30.7), "/r/"),), BAD
    ),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_hostile_label_stays_a_label(chart: Chart) -> None:
    html = draw(chart)

    assert "<script" not in html and "&lt;script&gt;" in html
    assert ElementTree.fromstring(html).tag == "figure"


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_mark_opens_its_records_and_a_table_stands_behind(chart: Chart) -> None:
    figure = ElementTree.fromstring(draw(chart))

    assert any(link.get("href", "").startswith("/r/") for link in figure.iter("a"))
    assert len(list(figure.iter("table"))) == 1


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_chart_carries_no_style_of_its_own(chart: Chart) -> None:
    assert " style=" not in draw(chart)


def test_an_empty_chart_is_still_a_chart() -> None:
    for chart in CHARTS.values():
        emptied = {
            name: () for name in ("bars", "series", "steps", "points", "dots", "ways") if hasattr(chart, name)
        }

        assert "<svg" in draw(replace(chart, **emptied))


def test_no_chart_draws_nothing() -> None:
    assert draw(None) == ""


def test_bars_start_at_nought_and_no_data_says_so() -> None:
    html = draw(BarChart("t", (Bar("a", 50), Bar("b", 100), Bar("c", None))))

    assert 'x="0" y="40" width="42.00%"' in html and 'width="84.00%"' in html
    assert "no data" in html


def test_the_waterfall_ends_at_the_product() -> None:
    steps = tuple(Step(name, Decimal("0.95")) for name in "abcd")

    assert "81.5 %" in draw(WaterfallChart("t", steps, "all", "achieved", set_level=Decimal("0.95")))


def test_a_waterfall_with_a_missing_factor_has_no_end() -> None:
    rows = ElementTree.fromstring(draw(CHARTS["waterfall"])).iter("tr")

    assert [row[1].text for row in rows][1:] == ["100.0 %", "95.0 %", "no data", "no data", "90.0 %"]


def test_a_gap_in_the_data_is_a_gap_in_the_line() -> None:
    html = draw(LineChart("t", (Series("a", (Point("1", 1), Point("2", None), Point("3", 2))),)))

    assert html.count("chart-line") == 0 and html.count("chart-dot") == 2


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0.85, 1, [0.85, 0.9, 0.95, 1]),
        (0, 730, [0, 200, 400, 600]),
        (3, 3, [3]),
    ],
)
def test_an_axis_has_round_figures(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


def test_figures_of_bars_side_by_side_are_written_alike() -> None:
    drawn = draw(BarChart("Marks", (Bar("a", Decimal("5.45")), Bar("b", Decimal(5)), Bar("c", None))))

    assert ">5.00<" in drawn and ">5.45<" in drawn and "no data" in drawn


def test_names_at_the_ends_of_lines_stay_apart_and_inside_the_drawing() -> None:
    places = _apart([80.0, 86.0, 86.0, 88.0])

    assert places[-1] <= LOWEST and all(b - a >= 12.9 for a, b in pairwise(places))
    assert _apart([10.0, 50.0]) == [10.0, 50.0]


def test_a_long_figure_of_one_line_stands_over_its_point_not_outside_the_drawing() -> None:
    long, short = (
        draw(LineChart("Cost", (Series("cost", (Point("a", 1), Point("b", Decimal(value)))),)))
        for value in ("42233.49", "93")
    )

    assert 'text-anchor="end" class="chart-figure-text">42,233.49' in long
    assert 'text-anchor="start" class="chart-figure-text">93' in short


def test_the_words_of_a_waterfall_stand_clear_of_the_line_of_the_set_level() -> None:
    def chart(level: str) -> str:
        steps = (Step("time", Decimal("0.985")),)
        return draw(WaterfallChart("Level", steps, "all", "reached", set_level=Decimal(level)))

    assert 'dy="33" text-anchor="middle" class="chart-figure-text">98.5 %' in chart("0.95")
    assert 'dy="33" text-anchor="middle" class="chart-figure-text">98.5 %' in chart("0.965")
    assert 'dy="17" text-anchor="middle" class="chart-figure-text">98.5 %' in chart("0.85")
    assert 'dy="-6" text-anchor="middle" class="chart-figure-text">89.0 %' in chart("0.89")
    assert 'dy="17" text-anchor="middle" class="chart-figure-text">98.5 %' in chart("0.5")


def test_the_figure_of_a_bar_is_read_behind_the_line_of_the_target_that_would_strike_it() -> None:
    def figure(value: float) -> str:
        tree = ElementTree.fromstring(draw(BarChart("t", (Bar("a", value), Bar("b", 100)), target=60)))
        return next(e.attrib["x"] for e in tree.iter() if e.get("class") == "chart-figure-text")

    assert figure(57.5) == "50.40%"  # where the line is
    assert figure(40) == "33.60%"
    assert figure(61) == "51.24%"


def _label(chart: Chart, css: str) -> dict[str, float | str]:
    (found,) = (e.attrib for e in ElementTree.fromstring(draw(chart)).iter() if e.get("class") == css)
    return {**found, "x": float(found["x"].rstrip("%")), "dy": int(found["dy"])}


def test_the_label_of_a_target_stands_where_the_line_of_the_values_does_not() -> None:
    def label(*values: float) -> tuple[float | str, float | str]:
        points = tuple(Point(str(i), value) for i, value in enumerate(values))
        found = _label(LineChart("t", (Series("s", points),), target=50, highest=100), "chart-target-text")
        return found["x"], found["dy"]

    assert label(20, 20, 20, 20) == (86.0, -5)
    assert label(55, 55, 55, 55) == (86.0, 14)
    assert label(20, 20, 20, 20, 20, 20, 54, 46, 54, 46)[0] != 86.0


def test_the_label_of_a_target_does_not_touch_the_figures_of_several_lines() -> None:
    def label(*last: float) -> float | str:
        series = tuple(Series(str(each), tuple(Point(str(i), each) for i in range(10))) for each in last)
        return _label(LineChart("t", series, target=50, highest=100), "chart-target-text")["x"]

    assert label(10, 90) == 86.0
    assert label(48, 54) != 86.0


def test_a_stressed_point_has_a_line_that_stands_and_its_words_on_the_side_with_room() -> None:
    def drawn(place: int) -> tuple[dict[str, str], dict[str, float | str]]:
        points = tuple(Point(str(i), i) for i in range(10))
        chart = LineChart("t", (Series("s", points),), stressed=place, stressed_label="asked")
        tree = ElementTree.fromstring(draw(chart))
        (line,) = (dict(e.attrib) for e in tree.iter() if e.get("class") == "chart-target")
        return line, _label(chart, "chart-target-text")

    (left, left_words), (right, right_words) = drawn(1), drawn(8)

    assert (left["x1"], left["y1"], left["y2"]) == (left["x2"], "8.00%", "88.00%") != (right["x1"], "", "")
    assert (left_words["text-anchor"], right_words["text-anchor"]) == ("start", "end")


def test_the_words_of_a_stressed_point_do_not_lie_on_the_highest_figure_of_the_axis() -> None:
    def highest(place: int) -> int:
        points = tuple(Point(str(i), i) for i in range(11))
        tree = ElementTree.fromstring(draw(LineChart("t", (Series("s", points),), stressed=place)))
        (tick,) = (e for e in tree.iter() if e.get("class") == "chart-tick" and e.get("y") == "8.00%")
        return int(tick.attrib["dy"])

    assert (highest(0), highest(5)) == (12, -4)


def test_the_figure_of_a_grid_line_stands_where_the_line_of_the_values_does_not() -> None:
    def place(*values: float) -> str | None:
        points = tuple(Point(str(i), value) for i, value in enumerate(values))
        drawn = ElementTree.fromstring(draw(LineChart("t", (Series("s", points),), highest=100)))
        return next(e.get("dy") for e in drawn.iter() if e.get("class") == "chart-tick" and e.text == "60")

    assert place(60, 62, 66, 70, 74, 78, 82, 86) == "12"
    assert place(60, 58, 56, 54, 52, 50, 46, 40) == "-4"
    assert place(90, 90, 90, 90) == "-4"


def test_the_class_of_a_cell_leaves_its_items_free() -> None:
    chart = MatrixChart(
        "t", (MatrixPoint(7, "i", 5.2, 6.8),), "x", "y", (3, 5), (3, 5), x_range=(1, 7), y_range=(1, 7),
        cells=(("", "", "维持"), ("", "", ""), ("", "", "")),
    )  # fmt: skip

    covered, free = _label(chart, "chart-cell-name"), _label(replace(chart, points=()), "chart-cell-name")

    assert free["dy"] == 18 and covered["dy"] == -8 and covered["y"] != free["y"]


def test_items_of_the_same_place_are_shown_beside_each_other() -> None:
    points = tuple(MatrixPoint(number, "i", 4, 4) for number in (1, 2, 3))
    chart = MatrixChart("t", points, "x", "y", (), (), x_range=(1, 7), y_range=(1, 7))

    spots = [
        tuple(float(e.attrib[name].rstrip("%")) for name in ("cx", "cy"))
        for e in ElementTree.fromstring(draw(chart)).iter()
        if "chart-spot " in e.get("class", "")
    ]

    assert len(spots) == 3
    assert all(math.dist(a, b) > 7 for a, b in combinations(spots, 2))
