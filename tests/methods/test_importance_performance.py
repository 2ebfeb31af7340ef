"""The published case of eight items and five stores, and what holds of every survey."""

from collections import Counter
from decimal import Decimal
from math import degrees, hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.importance_performance import (
    DEFAULT_CLASSES,
    ITEMS,
    STORES,
    Answer,
    Band,
    Cell,
    Centre,
    Crosshair,
    ItemClass,
    MatrixOptions,
    OffScale,
    Quadrant,
    RepeatedAnswer,
    by_priority,
    class_by_gap,
    importance_performance,
    mean_ellipse,
    published_case,
    quadrants,
)

CASE = published_case()
HIGH, MEDIUM, LOW = Band.HIGH, Band.MEDIUM, Band.LOW
MUST, IMPROVE, MAINTAIN, REDUCE = ItemClass


def numbers(names: object) -> set[int]:
    assert isinstance(names, list | tuple)
    return {ITEMS.index(name) + 1 for name in names}


@pytest.mark.spec("R535", "R536")
def test_the_case_ships_with_eight_items_and_two_marks_of_each_of_five_stores() -> None:
    assert len(CASE) == len(ITEMS) * len(STORES) == 40
    assert sum(int(answer.importance) for answer in CASE) == 223
    assert sum(int(answer.performance) for answer in CASE) == 183


@pytest.mark.spec("R539", "R541", "R542", "R543")
def test_the_case_gives_the_printed_means_gaps_and_classes() -> None:
    found = importance_performance(CASE)

    rows = [
        (str(item.importance), str(item.performance), str(item.gap), str(item.cell), item.class_)
        for item in found.items
    ]
    assert rows == [
        ("6.2", "3.4", "2.8", "high/medium", IMPROVE),
        ("5.6", "5.2", "0.4", "high/high", MAINTAIN),
        ("6", "4.8", "1.2", "high/medium", IMPROVE),
        ("5.4", "5.8", "-0.4", "high/high", MAINTAIN),
        ("5.4", "4.4", "1", "high/medium", IMPROVE),
        ("4.8", "4", "0.8", "medium/medium", MAINTAIN),
        ("5.8", "6.4", "-0.6", "high/high", MAINTAIN),
        ("5.4", "2.6", "2.8", "high/low", MUST),
    ]
    assert [item.item for item in found.items] == list(ITEMS)
    assert {item.n for item in found.items} == {5}
    assert (found.importance, found.performance) == (Decimal("5.575"), Decimal("4.575"))


def test_other_cuts_give_other_classes() -> None:
    cuts = (Decimal(7) / 3, Decimal(14) / 3)

    found = importance_performance(CASE, MatrixOptions(importance_cuts=cuts, performance_cuts=cuts))

    by_item = {item.item: item.cell for item in found.items}
    assert by_item["urgent delivery"] == Cell(HIGH, MEDIUM)
    assert by_item["completeness of assortment"] == Cell(HIGH, HIGH)


def test_medians_may_stand_for_the_items() -> None:
    found = importance_performance(CASE, MatrixOptions(centre=Centre.MEDIAN))

    assert [int(item.importance) for item in found.items] == [6, 6, 6, 6, 5, 5, 6, 5]
    assert [int(item.performance) for item in found.items] == [3, 5, 5, 6, 4, 4, 6, 3]
    assert (found.importance, found.performance) == (Decimal("6"), Decimal("4.5"))


def test_a_company_may_give_a_cell_its_own_class() -> None:
    classes = {**DEFAULT_CLASSES, Cell(HIGH, MEDIUM): MUST}

    found = importance_performance(CASE, MatrixOptions(classes=classes))

    assert numbers(found.of_class(MUST)) == {1, 3, 5, 8}


def test_a_mean_on_the_cut_belongs_to_the_upper_band() -> None:
    tenths = [Answer(str(n), "price", 5, Decimal(mark)) for n, mark in enumerate(("2.9", "3.1", "3.0"))]

    assert importance_performance(tenths).items[0].cell == Cell(HIGH, MEDIUM)


def test_items_are_worked_on_from_the_widest_gap() -> None:
    found = importance_performance(CASE)

    assert [ITEMS.index(item.item) + 1 for item in by_priority(found)] == [1, 8, 3, 5, 6, 2]


def test_classes_by_gap_alone() -> None:
    classes = {item.item: class_by_gap(item.gap) for item in importance_performance(CASE).items}

    assert numbers([item for item, kind in classes.items() if kind is MUST]) == {1, 8}
    assert numbers([item for item, kind in classes.items() if kind is IMPROVE]) == {2, 3, 5, 6}
    assert numbers([item for item, kind in classes.items() if kind is MAINTAIN]) == {4, 7}


@pytest.mark.parametrize(
    ("crosshair", "concentrate", "keep_up", "low_priority", "overkill"),
    [
        (Crosshair.MEAN, {1}, {2, 3, 7}, {5, 6, 8}, {4}),
        (Crosshair.MEDIAN, {1}, {2, 3, 7}, {5, 6, 8}, {4}),
        (Crosshair.MIDPOINT, {1, 8}, {2, 3, 4, 5, 6, 7}, set(), set()),
    ],
)
def test_the_quadrants_depend_on_the_crosshair(
    crosshair: Crosshair,
    concentrate: set[int],
    keep_up: set[int],
    low_priority: set[int],
    overkill: set[int],
) -> None:
    found = quadrants(CASE, crosshair=crosshair)

    places = {
        quadrant: numbers([item for item, place in found.of_item.items() if place is quadrant])
        for quadrant in Quadrant
    }
    assert list(places.values()) == [concentrate, keep_up, low_priority, overkill]


def test_the_crosshair_of_medians() -> None:
    found = quadrants(CASE, crosshair=Crosshair.MEDIAN)

    assert (found.importance, found.performance) == (Decimal("5.5"), Decimal("4.6"))


def test_the_ellipse_of_the_case_holds_its_mean_and_turns_with_the_covariance() -> None:
    pairs = Counter((int(one.importance), int(one.performance)) for one in CASE if one.item == ITEMS[0])

    found = mean_ellipse(pairs)

    assert found is not None
    assert (found.performance, found.importance) == pytest.approx((3.4, 6.2))
    assert (found.longer, found.shorter) == pytest.approx((1.919994, 1.186622), abs=1e-6)
    assert degrees(found.turn) == pytest.approx(-76.7175, abs=1e-4)
    assert found.holds(3.4, 6.2) and not found.holds(5.4, 6.2)


def test_two_respondents_have_no_ellipse_and_agreement_has_a_point() -> None:
    assert mean_ellipse({(6, 3): 2}) is None
    point = mean_ellipse({(6, 3): 5})
    assert point is not None and (point.longer, point.shorter) == (0, 0)
    assert set(point.outline(4)) == {(3.0, 6.0)}


@given(st.dictionaries(st.tuples(st.integers(1, 7), st.integers(1, 7)), st.integers(1, 9), min_size=3))
def test_a_surer_ellipse_is_wider_and_its_outline_lies_on_it(times: dict[tuple[int, int], int]) -> None:
    wide, narrow = mean_ellipse(times, 0.99), mean_ellipse(times, 0.9)

    assert wide is not None and narrow is not None
    assert wide.longer > narrow.longer >= narrow.shorter >= 0
    for x, y in narrow.outline(12):
        assert hypot(x - narrow.performance, y - narrow.importance) <= narrow.longer * (1 + 1e-9)


def test_no_answers_give_no_items_and_no_crosshair() -> None:
    assert importance_performance([]).items == ()
    with pytest.raises(ValueError, match="no answers"):
        quadrants([])


def test_a_mark_off_the_scale_and_a_second_mark_are_refused() -> None:
    with pytest.raises(OffScale, match="CS1 marked price 8"):
        importance_performance([Answer("CS1", "price", 8, 3)])
    with pytest.raises(RepeatedAnswer, match="twice"):
        importance_performance([*CASE, CASE[0]])


@pytest.mark.parametrize(
    "options",
    [
        {"importance_cuts": (5, 3)},
        {"performance_cuts": (3, 9)},
        {"classes": {Cell(HIGH, LOW): MUST}},
    ],
)
def test_options_that_do_not_fit_the_scale_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"cuts|nine cells"):
        MatrixOptions(**options)  # type: ignore[arg-type]


marks = st.integers(1, 7)


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=12))
def test_the_gap_is_the_difference_of_means_and_the_order_of_answers_does_not_matter(
    pairs: list[tuple[int, int]],
) -> None:
    answers = [Answer(str(n), "price", *pair) for n, pair in enumerate(pairs)]

    forwards, backwards = importance_performance(answers), importance_performance(answers[::-1])

    assert forwards == backwards
    item = forwards.items[0]
    assert float(item.gap) == pytest.approx(float(item.importance) - float(item.performance))
    assert item.class_ is DEFAULT_CLASSES[item.cell]
