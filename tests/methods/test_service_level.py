"""The service level as a product, the inverse question, and what service costs."""

from decimal import Decimal
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.service_level import (
    Component,
    ServiceLevel,
    components_that_reach,
    equal_level_needed,
    fault_distribution,
    service_level,
)

NAMES = ("quantity", "quality", "time", "documents")
rates = st.decimals(0, 1, places=6)


@pytest.mark.spec("R498", "R499", "R500")
def test_four_rates_of_95_percent_miss_95_percent_by_13_55_points() -> None:
    level = service_level(Decimal("0.95"), dict.fromkeys(NAMES, Decimal("0.95")))

    quarter = (Decimal("0.95"), Decimal("0.25"), Decimal("0.857375"))
    assert level == ServiceLevel(
        set=Decimal("0.95"),
        achieved=Decimal("0.81450625"),
        gap=Decimal("0.13549375"),
        components=tuple(Component(name, *quarter) for name in NAMES),
        lowest=Decimal("0.80"),
        highest=Decimal("0.95"),
        missing=(),
    )


def test_the_loss_is_shared_by_the_logarithms() -> None:
    values = (Decimal("0.98"), Decimal("0.97"), Decimal("0.99"), Decimal("0.96"))

    level = service_level(Decimal("0.95"), dict(zip(NAMES, values, strict=True)))

    assert round(level.achieved or 0, 6) == Decimal("0.903450")
    shares = [round(part.loss_share or 0, 6) for part in level.components]
    assert shares == [Decimal("0.198974"), Decimal("0.299990"), Decimal("0.098985"), Decimal("0.402051")]


def test_a_missing_rate_leaves_the_level_unknown_and_is_named() -> None:
    level = service_level(Decimal("0.95"), {"time": Decimal("0.9"), "quantity": None, "documents": None})

    assert (level.achieved, level.gap, level.missing) == (None, None, ("quantity", "documents"))
    assert level.components[0] == Component("time", Decimal("0.9"), None, None)


def test_perfect_rates_lose_nothing_and_a_rate_of_zero_loses_all() -> None:
    perfect = service_level(Decimal("0.95"), {"time": Decimal(1), "quality": Decimal(1)})
    nothing = service_level(Decimal("0.95"), {"time": Decimal(0), "quality": Decimal("0.9")})

    assert [part.loss_share for part in perfect.components] == [None, None]
    assert perfect.gap == Decimal("-0.05")
    assert [part.loss_share for part in nothing.components] == [Decimal(1), Decimal(0)]
    assert [part.without_it for part in nothing.components] == [Decimal("0.9"), Decimal(0)]


@pytest.mark.parametrize("components", [{}, {"time": Decimal("1.01")}, {"time": Decimal("-0.01")}])
def test_rates_outside_nought_and_one_are_refused(components: dict[str, Decimal | None]) -> None:
    with pytest.raises(ValueError, match=r"component|between"):
        service_level(Decimal("0.95"), components)


@pytest.mark.parametrize(("level", "needed"), [(0.95, 0.987259), (0.90, 0.974004), (0.99, 0.997491)])
def test_four_equal_rates_need_the_fourth_root(level: float, needed: float) -> None:
    assert equal_level_needed(level, 4) == pytest.approx(needed, abs=5e-7)


@given(st.floats(0.5, 0.99), st.integers(1, 12))
def test_components_at_the_equal_level_reach_the_level(level: float, count: int) -> None:
    assert components_that_reach(level, equal_level_needed(level, count)) == count


@given(st.lists(rates, min_size=1, max_size=8))
def test_the_product_lies_within_its_bounds_and_never_above_any_rate(values: list[Decimal]) -> None:
    level = service_level(Decimal("0.95"), {str(place): rate for place, rate in enumerate(values)})

    assert level.achieved is not None and level.lowest is not None and level.highest is not None
    assert level.lowest <= level.achieved <= level.highest
    assert float(level.achieved) == pytest.approx(prod(map(float, values)))
    assert level.gap is not None
    assert Fraction(level.gap) == Fraction("0.95") - Fraction(level.achieved)


@given(st.lists(st.decimals(Decimal("0.01"), 1, places=4), min_size=1, max_size=8))
def test_the_shares_of_a_loss_sum_to_one(values: list[Decimal]) -> None:
    level = service_level(Decimal("0.95"), {str(place): rate for place, rate in enumerate(values)})

    shares = [part.loss_share for part in level.components]
    assert all(share is None for share in shares) or float(sum(filter(None, shares))) == pytest.approx(1)


@given(st.lists(st.decimals(0, 1, places=3), max_size=6))
def test_the_numbers_of_faults_have_all_of_the_probability(rates: list[Decimal]) -> None:
    shares = fault_distribution(rates)

    assert len(shares) == len(rates) + 1
    assert sum(shares) == 1
    assert sum(number * share for number, share in enumerate(shares)) == sum(1 - rate for rate in rates)


@pytest.mark.spec("R499")
def test_the_ten_published_orders_have_their_product_as_share_without_a_fault() -> None:
    rates = [Decimal(rate) for rate in ("0.8", "0.8", "0.9", "0.9")]

    assert fault_distribution(rates)[0] == Decimal("0.5184")
