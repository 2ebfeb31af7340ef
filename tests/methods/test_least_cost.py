"""Levels at least cost, menus of measures, and the four types of change."""

from decimal import Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.cost_of_service import (
    ChangeType,
    Offer,
    best_offer,
    change_between,
    classify_change,
    frontier,
)
from kept.methods.least_cost import Effort, Measure, OutOfReach, cheapest_menu, least_cost_levels

MENUS = {
    name: [Measure(Decimal(level), Decimal(cost)) for level, cost in options]
    for name, options in {
        "quantity": [("0.95", 0), ("0.97", 3), ("0.99", 8)],
        "quality": [("0.95", 0), ("0.98", 5), ("0.99", 7)],
        "time": [("0.95", 0), ("0.97", 2), ("0.99", 6)],
        "documents": [("0.95", 0), ("0.98", 1), ("0.99", 3)],
    }.items()
}


@pytest.mark.parametrize(
    ("unit_costs", "floors", "multiplier", "levels", "cost"),
    [
        ((1, 1, 1, 1), (0.95,) * 4, 77.483972, (0.987259,) * 4, 5.468649),
        ((1, 2, 3, 4), (0.95,) * 4, 193.462799, (0.994858, 0.989768, 0.984730, 0.979743), 12.619970),
        ((4, 2, 1, 1), (0.95,) * 4, 154.598411, (0.974779, 0.987228, 0.993573, 0.993573), 9.570097),
        ((1, 1, 1, 1), (0.95, 0.95, 0.95, 0.99), 72.240835, (0.986346,) * 3 + (0.990000,), 3.894063),
    ],
)
def test_levels_at_least_cost(
    unit_costs: tuple[int, ...],
    floors: tuple[float, ...],
    multiplier: float,
    levels: tuple[float, ...],
    cost: float,
) -> None:
    efforts = {str(place): Effort(*pair) for place, pair in enumerate(zip(floors, unit_costs, strict=True))}

    found = least_cost_levels(0.95, efforts)

    assert found.multiplier == pytest.approx(multiplier, abs=1e-6)
    assert tuple(found.levels.values()) == pytest.approx(levels, abs=5e-7)
    assert found.cost == pytest.approx(cost, abs=5e-7)
    assert found.achieved == pytest.approx(0.95)


def test_who_is_there_already_pays_nothing_and_nobody_reaches_one() -> None:
    there = least_cost_levels(0.9, {"time": Effort(0.95, 1)})

    assert (there.cost, there.levels) == (0.0, {"time": 0.95})
    with pytest.raises(OutOfReach):
        least_cost_levels(1, {"time": Effort(0.95, 1)})


def test_no_level_goes_beyond_its_ceiling() -> None:
    efforts = {"time": Effort(0.95, 4, ceiling=0.97), "papers": Effort(0.95, 1)}

    found = least_cost_levels(0.95, efforts)

    assert found.levels["time"] == pytest.approx(0.95 / found.levels["papers"])
    assert found.levels["time"] <= 0.97
    with pytest.raises(OutOfReach, match="ceilings"):
        least_cost_levels(0.98, efforts)


def test_the_next_point_at_todays_level_gives_the_curve_of_the_published_case() -> None:
    """A fifth a point at 95 % is the curve with c = 1: four of them reach 95 % for 5.468649."""
    found = least_cost_levels(0.95, {name: Effort.of_point(0.95, 0.2) for name in "abcd"})

    assert found.cost == pytest.approx(5.468649, abs=5e-7)
    assert Effort.of_point(0.95, 0.2).cost_of(0.975) == pytest.approx(0.693147, abs=1e-6)


POINTS = st.dictionaries(
    st.text(min_size=1, max_size=3), st.tuples(st.decimals(0, 9, places=1), st.decimals(0, 1, places=2))
)


@given(POINTS)
def test_nobody_beats_those_on_the_frontier_and_all_others_are_beaten(
    points: dict[str, tuple[Decimal, Decimal]],
) -> None:
    kept = frontier(points)

    best = {points[name] for name in kept}
    for cost, level in points.values():
        beaten = any(c <= cost and lv >= level and (c, lv) != (cost, level) for c, lv in points.values())
        assert ((cost, level) in best) != beaten
    costs = [points[name] for name in kept]
    assert costs == sorted(costs)
    assert [level for _cost, level in costs] == sorted({level for _cost, level in costs})


@pytest.mark.spec("R505", "R506")
def test_the_best_level_is_the_one_whose_profit_is_largest_then_the_higher_one() -> None:
    offers = [
        Offer(name, Decimal(level), Decimal(income), Decimal(cost))
        for name, level, income, cost in (
            ("lean", "0.90", 100_000, 60_000),
            ("good", "0.95", 120_000, 72_000),
            ("same", "0.96", 125_000, 77_000),
            ("best service", "0.99", 130_000, 100_000),
        )
    ]

    best = best_offer(offers)

    assert best is not None
    assert (best.name, best.profit) == ("same", 48_000)
    assert best_offer([]) is None


@given(
    st.lists(st.tuples(st.floats(0.5, 0.99), st.floats(0.1, 10)), min_size=1, max_size=5),
    st.floats(0.9, 0.999),
    st.data(),
)
def test_no_other_levels_that_reach_it_cost_less(
    parts: list[tuple[float, float]], target: float, data: st.DataObject
) -> None:
    efforts = {str(place): Effort(*part) for place, part in enumerate(parts)}
    found = least_cost_levels(target, efforts)
    halved = data.draw(st.sampled_from(sorted(efforts)))

    dearer = {
        name: Effort(effort.level, effort.unit_cost * (2 if name == halved else 1))
        for name, effort in efforts.items()
    }

    assert prod(found.levels.values()) >= target - 1e-12
    assert least_cost_levels(target, dearer).cost >= found.cost - 1e-9


@pytest.mark.parametrize(
    ("target", "cost", "achieved", "levels"),
    [
        ("0.90", 11, "0.903640", ["0.97", "0.98", "0.97", "0.98"]),
        ("0.92", 15, "0.922272", ["0.97", "0.98", "0.99", "0.98"]),
        ("0.95", 22, "0.950893", ["0.97", "0.99", "0.99", "0.99"]),
        ("0.96", 24, "0.960596", ["0.99"] * 4),
    ],
)
def test_the_cheapest_menu_is_found(target: str, cost: int, achieved: str, levels: list[str]) -> None:
    choice = cheapest_menu(Decimal(target), MENUS)

    assert choice.cost == cost
    assert round(choice.achieved, 6) == Decimal(achieved)
    if target != "0.95":
        assert [str(measure.level) for measure in choice.measures.values()] == levels


def test_a_level_beyond_all_menus_is_out_of_reach() -> None:
    with pytest.raises(OutOfReach):
        cheapest_menu(Decimal("0.97"), MENUS)


@pytest.mark.spec("R501", "R502", "R503", "R504")
@pytest.mark.parametrize(
    ("service", "cost", "kind", "per_point", "worsened"),
    [
        ("0.002", "-0.04", ChangeType.COST_REDUCTION, None, ()),
        ("0.02", "0.03", ChangeType.VALUE_FOR_MONEY, Decimal("0.015"), ()),
        ("0.02", "0.004", ChangeType.EFFICIENCY, None, ()),
        ("0.02", "-0.03", ChangeType.BREAKTHROUGH, None, ()),
        ("-0.01", "-0.05", ChangeType.NONE, None, ("service",)),
        ("0.001", "0.05", ChangeType.NONE, None, ("cost",)),
        ("0", "0", ChangeType.NONE, None, ()),
    ],
)
def test_a_change_of_service_and_cost_has_one_of_four_types(
    service: str, cost: str, kind: ChangeType, per_point: Decimal | None, worsened: tuple[str, ...]
) -> None:
    change = classify_change(Decimal(service), Decimal(cost))

    assert (change.type, change.cost_per_point, change.worsened) == (kind, per_point, worsened)


def test_nothing_spent_before_gives_no_relative_change_of_cost() -> None:
    assert change_between((Decimal("0.9"), Decimal("0.9")), (Decimal(0), Decimal(5))) == (
        Decimal("0.0"),
        None,
    )
