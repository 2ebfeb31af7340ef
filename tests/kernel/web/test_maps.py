"""Names on a map: none lies over another, over a place or over the edge."""

import re

from kept.kernel.web.charts.dots import draw
from kept.kernel.web.charts.naming import PHONE, Sheet
from kept.kernel.web.charts.shapes import Dot, DotMap


def test_names_that_are_close_stand_apart() -> None:
    sheet = Sheet()
    spots = [sheet.name("杭州", 50, 50, 8), sheet.name("宁波", 51, 50, 8), sheet.name("苏州", 50, 51, 8)]

    assert len(set(spots)) == 3
    for n, one in enumerate(sheet.taken):
        for other in sheet.taken[n + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_stays_on_the_sheet_and_off_the_places() -> None:
    sheet = Sheet()
    sheet.circle(50, 60, 16)

    below_is_a_place = sheet.name("杭州", 50, 50, 4)
    at_the_foot = sheet.name("广州", 20, 99, 6)

    assert below_is_a_place is not None and below_is_a_place.dy < 0
    assert at_the_foot is not None and at_the_foot.dy < 0
    assert all(box[0] >= 0 and box[2] <= PHONE[0] and box[3] <= PHONE[1] for box in sheet.taken[1:])


def test_what_has_no_room_on_a_phone_is_named_on_wide_screens_and_in_the_table() -> None:
    crowd = DotMap("在途", tuple(Dot(f"第{n}站", 120 + n / 100, 30, 5) for n in range(12)))
    drawing, table = draw(crowd)

    named = re.findall(r'class="(chart-place-name[^"]*)"', drawing)
    assert len(named) == 12 and "chart-place-name chart-minor" in named
    assert [row[0][0] for row in table.rows] == [dot.label for dot in crowd.dots]


def test_every_line_of_the_grid_has_its_figure_beside_a_place_on_a_phone_or_on_wide_screens() -> None:
    by_the_line = DotMap(
        "在途", (Dot("广州", 113.3, 23.1, 4), Dot("深圳", 114.1, 22.5, 1), Dot("北京", 116.4, 39.9, 1))
    )
    crowd = DotMap("在途", tuple(Dot("站", 100 + n, 20 + m, 5) for n in range(25) for m in range(0, 20, 2)))

    for chart in (by_the_line, crowd):
        drawing, _table = draw(chart)
        assert drawing.count('class="chart-grid"') == drawing.count("°</text>")
    assert "chart-tick chart-minor" in drawing
