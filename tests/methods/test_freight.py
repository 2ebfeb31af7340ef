"""Weights, rates, surcharges and whole prices, with the published checks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.freight import (
    Basis,
    Consignment,
    Detention,
    FirstAndContinued,
    PricedLine,
    Surcharge,
    Tariff,
    WeightBreak,
    WeightRule,
    box_volume,
    break_charge,
    chargeable_weight,
    detention_charge,
    first_and_continued,
    price,
    share_with_minimum,
    switch_weight,
    volumetric_weight,
)

D = Decimal
CARD = [WeightBreak(D(kg), D(rate)) for kg, rate in ((0, "5.00"), (45, "4.20"), (100, "3.60"), (300, "3.10"))]
LINES = Tariff(
    CARD,
    minimum=D(50),
    fuel_share=D("0.12"),
    surcharges=(
        Surcharge("insurance", Basis.SHARE_OF_DECLARED, D("0.003"), D(5)),
        Surcharge("cod_fee", Basis.SHARE_OF_COD, D("0.01"), D(3)),
    ),
    detention=Detention(120, 30, D(25)),
    tax_rate=D("0.09"),
)
GOODS = Consignment(D(90), declared_value=D(5000), cod_amount=D(1000), waited_minutes=D(200))


@pytest.mark.parametrize(
    ("size", "count", "actual", "volumetric", "greater", "half"),
    [
        ((40, 40, 40), 1, 5, "10.6667", "10.6667", "7.8333"),
        ((120, 100, 150), 1, 100, "300", "300", "200"),
        ((60, 40, 20), 8, 45, "64", "64", "54.5"),
        ((10, 10, 10), 1, 30, "0.1667", "30", "30"),
    ],
)
def test_bulky_goods_are_charged_by_volume(
    size: tuple[int, int, int], count: int, actual: int, volumetric: str, greater: str, half: str
) -> None:
    length, width, height = map(D, size)
    volume = box_volume(length, width, height, count)
    kg = volumetric_weight(volume)

    charged = {
        rule: chargeable_weight(actual_kg=D(actual), volumetric_kg=kg, rule=rule).kg for rule in WeightRule
    }

    assert round(kg, 4) == D(volumetric)
    assert {rule: round(weight, 4) for rule, weight in charged.items()} == {
        WeightRule.GREATER: D(greater),
        WeightRule.HALF_THROW: D(half),
        WeightRule.ACTUAL: D(actual),
    }


def test_the_weight_is_rounded_up_after_the_maximum() -> None:
    found = chargeable_weight(actual_kg=D("10.2"), volumetric_kg=D("10.6"), step_kg=D("0.5"))

    assert (found.unrounded_kg, found.kg) == (D("10.6"), D("11.0"))
    assert chargeable_weight(actual_kg=D("10.5"), step_kg=D("0.5")).kg == D("10.5")


@pytest.mark.parametrize(
    ("weight", "amount", "from_kg", "is_lifted", "is_minimum"),
    [
        (5, 50, 0, False, True),
        (20, 100, 0, False, False),
        (40, 189, 45, True, False),
        (44, 189, 45, True, False),
        (60, 252, 45, False, False),
        (86, 360, 100, True, False),
        (90, 360, 100, True, False),
        (250, 900, 100, False, False),
        (259, 930, 300, True, False),
        (300, 930, 300, False, False),
    ],
)
def test_a_weight_near_the_next_break_is_charged_as_the_break(
    weight: int, amount: int, from_kg: int, is_lifted: bool, is_minimum: bool
) -> None:
    found = break_charge(D(weight), CARD, D(50))

    assert (found.amount, found.used.from_kg) == (D(amount), D(from_kg))
    assert (found.is_lifted, found.is_minimum) == (is_lifted, is_minimum)


def test_the_switch_weight_below_a_break() -> None:
    assert round(switch_weight(CARD[1], CARD[2]), 3) == D("85.714")


@pytest.mark.parametrize(("weight", "charge"), [("0.4", 12), ("1", 12), ("1.01", 14), ("3", 16), ("3.2", 18)])
def test_first_and_continued_weight(weight: str, charge: int) -> None:
    assert first_and_continued(D(weight), FirstAndContinued(D(1), D(12), D(1), D(2))) == charge


@pytest.mark.parametrize(("waited", "blocks"), [(0, 0), (120, 0), (121, 1), (150, 1), (151, 2), (200, 3)])
def test_detention_is_charged_for_each_block_begun(waited: int, blocks: int) -> None:
    assert detention_charge(D(waited), Detention(120, 30, D(25))) == (blocks, D(blocks * 25))


def test_a_share_is_at_least_its_minimum() -> None:
    assert share_with_minimum(D(100), D("0.003"), D(5)).amount == 5
    assert share_with_minimum(D(100), D("0.003"), D(5)).is_minimum


def test_a_whole_price_with_one_rate_of_tax() -> None:
    found = price(GOODS, LINES)

    assert [(line.kind, line.amount_minor, line.tax_minor) for line in found.lines] == [
        ("freight", 36000, 3240),
        ("fuel", 4320, 389),
        ("insurance", 1500, 135),
        ("cod_fee", 1000, 90),
        ("detention", 7500, 675),
    ]
    assert (found.net_minor, found.tax_minor, found.total_minor) == (50320, 4529, 54849)


def test_a_whole_price_with_tax_by_kind_of_line() -> None:
    tariff = Tariff(**{**vars(LINES), "tax_rates": {"insurance": D("0.06"), "cod_fee": D("0.06")}})

    found = price(GOODS, tariff)

    assert sum(line.tax_minor for line in found.lines if line.tax_rate == D("0.09")) == 4304
    assert sum(line.tax_minor for line in found.lines if line.tax_rate == D("0.06")) == 150
    assert found.total_minor == 54774


def test_each_line_says_why() -> None:
    found = price(GOODS, LINES)

    assert found.lines[0] == PricedLine(
        kind="freight",
        amount_minor=36000,
        basis=D(100),
        rate=D("3.60"),
        clause={
            "rule": "lifted_break",
            "weight_kg": "90",
            "actual_kg": "90",
            "volumetric_kg": "0",
            "weight_rule": "greater",
            "minimum": "50",
            "charged_kg": "100",
            "from_kg": "100",
            "rate": "3.6",
        },
        tax_rate=D("0.09"),
        tax_minor=3240,
    )
    assert found.lines[1].clause == {"rule": "share_of_base", "basis": "360", "rate": "0.12", "minimum": "0"}


def test_nothing_declared_collected_or_waited_costs_nothing() -> None:
    found = price(Consignment(D(20)), LINES)

    assert [line.kind for line in found.lines] == ["freight", "fuel"]


def test_first_and_continued_weight_prices_too_and_yen_have_no_cents() -> None:
    kilo = FirstAndContinued(D(1), D(12), D(1), D(2))
    per_kg = Surcharge("upstairs", Basis.PER_KG, D("0.5"))
    tariff = Tariff(kilo, surcharges=(per_kg, Surcharge("pickup", Basis.PER_SHIPMENT, D(8))), minor_digits=0)

    found = price(Consignment(D("3.2"), volume_m3=D("0.018")), tariff)

    assert [(line.kind, line.amount_minor) for line in found.lines] == [
        ("freight", 18),
        ("upstairs", 2),
        ("pickup", 8),
    ]
    assert found.lines[0].clause["rule"] == "first_and_continued"


def test_what_cannot_be_priced_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one weight break"):
        break_charge(D(1), [])
    with pytest.raises(ValueError, match="same weight"):
        break_charge(D(1), [CARD[0], CARD[0]])
    with pytest.raises(ValueError, match="not negative"):
        price(Consignment(D(-1)), LINES)


kilograms = st.decimals(0, 2000, places=2)


@given(kilograms, kilograms)
def test_more_weight_never_costs_less(one: Decimal, two: Decimal) -> None:
    light, heavy = sorted((one, two))

    assert break_charge(light, CARD, D(50)).amount <= break_charge(heavy, CARD, D(50)).amount


@given(kilograms, kilograms, st.sampled_from(["0.1", "0.5", "1", "5"]))
def test_the_charged_weight_is_a_whole_number_of_steps_just_above(
    actual: Decimal, volumetric: Decimal, step: str
) -> None:
    found = chargeable_weight(actual_kg=actual, volumetric_kg=volumetric, step_kg=D(step))

    assert 0 <= found.kg - max(actual, volumetric) < D(step)
    assert found.kg % D(step) == 0


@given(kilograms, st.decimals(0, 100_000, places=2), st.decimals(0, 100_000, places=2), st.integers(0, 600))
def test_the_total_is_the_sum_of_its_lines(
    weight: Decimal, declared: Decimal, cod: Decimal, waited: int
) -> None:
    found = price(Consignment(weight, D(0), declared, cod, D(waited)), LINES)

    assert found.total_minor == sum(line.amount_minor + line.tax_minor for line in found.lines)
    assert all(line.amount_minor > 0 for line in found.lines)
