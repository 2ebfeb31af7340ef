"""Stock and vehicles against service, and the level that a need deserves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.differentiation import Criterion, derive_level
from kept.methods.fleet import Trips, fleet_levels
from kept.methods.stock import Replenishment, season_order, stock_level, unit_loss

POSITIVE = st.floats(0.1, 500)
MARKS = st.fixed_dictionaries({each: st.integers(1, 5) for each in Criterion})
EVEN = dict.fromkeys(Criterion, Decimal(1))
BOUNDS = {"lowest": Decimal("0.90"), "highest": Decimal("0.99")}


@pytest.mark.spec("R507")
@pytest.mark.parametrize(
    ("z", "cycle", "fill"),
    [(0, 0.5, 0.952127), (0.5, 0.691462, 0.976264), (1.645, 0.950015, 0.997494), (2, 0.977250, 0.998981)],
)
def test_the_two_kinds_of_stock_service_differ_as_published(z: float, cycle: float, fill: float) -> None:
    """Sixty strays a lead time, five hundred are ordered at once."""
    found = stock_level(Replenishment(0, 60, 1, 0, 500), cycle)

    assert found.z == pytest.approx(z, abs=2e-4)
    assert found.fill_rate == pytest.approx(fill, abs=1e-6)


def test_a_lead_time_that_does_not_stray_needs_less_stock() -> None:
    fixed = stock_level(Replenishment(100, 20, 9, 0, 1000), 0.95)

    assert fixed.safety_stock == pytest.approx(98.6912, abs=1e-4)


def test_the_wrong_published_answer_is_not_repeated() -> None:
    """Mean 80, s 30, ratio 60 / 170: the z is negative, so less than the mean is ordered."""
    found = season_order(mean=80, sd=30, price=170, cost=110, salvage=0)

    assert found.quantity == pytest.approx(68.678, abs=1e-3)


@pytest.mark.spec("R507")
@given(POSITIVE, POSITIVE, POSITIVE, st.floats(0, 10), POSITIVE, st.floats(0.5, 0.98))
def test_more_service_takes_more_stock(
    demand: float, sd: float, lead: float, lead_sd: float, quantity: float, level: float
) -> None:
    held = Replenishment(demand, sd, lead, lead_sd, quantity)
    lower, higher = stock_level(held, level), stock_level(held, level + 0.01)

    assert lower.stock < higher.stock
    assert lower.fill_rate <= higher.fill_rate + 1e-12
    assert lower.fill_rate <= 1


@given(st.floats(-6, 6))
def test_shortage_and_surplus_differ_by_the_distance(z: float) -> None:
    assert unit_loss(-z) - unit_loss(z) == pytest.approx(z, abs=1e-9)
    assert unit_loss(z) >= 0


@given(st.floats(1, 60), st.floats(4, 24), st.floats(0.2, 12), st.floats(0, 8))
def test_each_vehicle_more_lets_more_trips_start_in_time(
    trips: float, day: float, trip: float, slack: float
) -> None:
    levels = list(fleet_levels(Trips(trips, day, trip, slack)))

    shares = [each.on_time for each in levels]
    assert shares == sorted(shares)
    assert all(0 <= each.on_time <= 1 and 0 < each.out < 1 for each in levels)


@pytest.mark.parametrize("wrong", [(0, 8, 1, 0), (5, 0, 1, 0), (5, 8, 0, 0), (5, 8, 1, -1)])
def test_trips_that_make_no_sense_are_refused(wrong: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="hours"):
        Trips(*wrong)


@pytest.mark.spec("R512")
@given(MARKS, st.sampled_from(list(Criterion)))
def test_a_higher_mark_raises_the_level_but_a_dearer_need_lowers_it(
    marks: dict[Criterion, int], criterion: Criterion
) -> None:
    derived = derive_level(marks, EVEN, **BOUNDS)
    higher = derive_level({**marks, criterion: 5}, EVEN, **BOUNDS)

    assert BOUNDS["lowest"] <= derived.level <= BOUNDS["highest"]
    assert sum(derived.parts.values()) == derived.score
    if criterion == Criterion.COST:
        assert higher.level <= derived.level
    else:
        assert higher.level >= derived.level


@pytest.mark.spec("R512")
def test_the_best_and_the_worst_need_get_the_highest_and_the_lowest_level() -> None:
    best = {each: 1 if each == Criterion.COST else 5 for each in Criterion}
    worst = {each: 6 - mark for each, mark in best.items()}

    assert derive_level(best, EVEN, **BOUNDS).level == BOUNDS["highest"]
    assert derive_level(worst, EVEN, **BOUNDS).level == BOUNDS["lowest"]


def test_marks_and_weights_that_make_no_sense_are_refused() -> None:
    marks = dict.fromkeys(Criterion, 3)
    with pytest.raises(ValueError, match="mark"):
        derive_level({**marks, Criterion.NEED: 6}, EVEN, **BOUNDS)
    with pytest.raises(ValueError, match="weights"):
        derive_level(marks, dict.fromkeys(Criterion, Decimal(0)), **BOUNDS)
    with pytest.raises(ValueError, match="lowest"):
        derive_level(marks, EVEN, lowest=Decimal(1), highest=Decimal("0.9"))
