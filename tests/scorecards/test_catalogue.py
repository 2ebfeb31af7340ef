"""Every indicator of the catalogue, from what it is made of to its figure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from kept.parties.models import Customer
from kept.people.models import Branch
from kept.scorecards.actions.entering import Told, enter_numbers
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.actions.judging import judge_indicator
from kept.scorecards.catalogue import CATALOGUE, INDICATORS, MEASURES, Indicator, Judged, Measure, Recorded
from kept.scorecards.catalogue.tree import CLASSES, GROUPS, NODES
from kept.scorecards.enums import Direction, Horizon, How, Sort
from kept.scorecards.queries.checking import compare_facts
from kept.scorecards.queries.engine import Figure, Place, figure, measures_of
from kept.scorecards.queries.shape import children_of, declared_range
from kept.scorecards.queries.tree import duplicates, placed_twice
from tests.factories import HOUSE, actor

from .conftest import TakeIn
from .world import LATER, surround

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
COMPUTED = [i for i in INDICATORS.values() if i.how == How.COMPUTED]
RECORDED = [i for i in INDICATORS.values() if i.how == How.RECORDED]
JUDGED = [i for i in INDICATORS.values() if i.how == How.JUDGED]
NUMBERS = [m for m in MEASURES.values() if isinstance(m, Recorded)]
TOLD_VALUE = {number.name: Decimal(n + 3) for n, number in enumerate(NUMBERS)}

EXPECTED = {
    "on_time_rate": "0.8",
    "early_share": "0",
    "controllable_on_time_rate": "0.8",
    "original_on_time_rate": "0.8",
    "quantity_rate": "0.8",
    "quality_rate": "0.9",
    "documents_rate": "0.9",
    "joint_rate": "0.5",
    "first_attempt_rate": "1",
    "promises_kept_rate": "0.5",
    "lead_time_mean": "33",
    "lead_time_median": "29",
    "lead_time_p90": "50",
    "volume": "10",
    "weight": "20",
    "freight_per_kg": "2.5",
    "answer_time_mean": "4",
    "answer_time_median": "4",
    "answer_time_p90": "6",
    "contact_volume": "4",
    "complaints": "1",
    "complaint_rate": "1000",
    "complaint_time_mean": "10",
    "complaint_time_median": "10",
    "reopening_rate": "0.333333",
    "first_contact_rate": "1",
    "asked_again": "0.25",
    "passed_on": "0.25",
    "steps_to_settle": "2",
    "opinion_mean": "3.5",
    "call_volume": "20",
    "abandonment_rate": "0.1",
    "calls_in_time_rate": "0.833333",
    "delivery_error_rate": "0.1",
    "customer_satisfaction": "87.5",
    "order_processing_time": "3",
    "order_completion_stability": "0.604897",
    "customer_retention_rate": "0.5",
    "post_service_satisfaction_rate": "0.5",
    "delivery_safety": "0.8",
    "transit_time": "33",
    "transport_accuracy": "0.9",
    "goods_damage_rate": "0.1",
    "error_correction_time": "6",
    "market_growth_rate": "1",
    "new_customer_success_rate": "0.25",
    "real_time_transmission_rate": "0.75",
    "mean_transmission_delay": "960",
    "customer_stability": "1.998631",
    "shipping_accuracy_rate": "0.8",
    "accident_rate": "0.1",
    "late_rate": "0.2",
    "safe_and_on_time_rate": "0.7",
    "otif_rate": "0.7",
    "unit_fill_rate": "0.96",
    "customer_contribution": "1",
    "order_frequency_growth": "1",
    "complaint_reduction": "0.8",
    "satisfied_opinions_rate": "0.5",
    "net_promoter_score": "33.333333",
    "handling_time_mean": "250",
    "claim_time_mean": "48",
}
"""Worked out by hand from the world: published for the ten orders and twenty calls, counted for the rest."""

FROM_THE_WORLD = {"customers_served": 1, "orders_placed": 4, "shipments_delivered": 10, "charges_made": 400}

_figures: dict[str, Figure] = {}


def marked(indicators: list[Indicator]) -> list[Any]:
    """Each with the requirements that name it."""
    return [
        pytest.param(
            i.code, id=i.code, marks=pytest.mark.spec(*[s for s in i.sources if re.fullmatch(r"R\d{3}", s)])
        )
        for i in indicators
    ]


def figures_of(indicators: list[Indicator]) -> dict[str, Figure]:
    refresh_facts(at=LATER)
    found = measures_of(indicators, start=MARCH, end=APRIL, slices=["all"], by_month=False, as_of=LATER)
    return {i.code: figure(i, found.get(Place(), {})) for i in indicators}


@pytest.fixture
def world(ten_orders: Customer, take_in: TakeIn) -> Branch:
    return surround(ten_orders, take_in)


@pytest.fixture
def worked_out(request: pytest.FixtureRequest) -> dict[str, Figure]:
    """Worked out once for all tests: they are values, the world itself is gone."""
    if not _figures:
        request.getfixturevalue("world")
        rows = [Told(name, MARCH, value) for name, value in TOLD_VALUE.items()]
        enter_numbers(rows=rows, source="月报", by=HOUSE, at=LATER)
        for judge, mark in ((actor("general_manager"), 4), (actor("service_manager"), 3)):
            for each in JUDGED:
                judge_indicator(
                    indicator=each.code, month=MARCH, mark=Decimal(mark), why="同行比较", by=judge, at=LATER
                )
        _figures.update(figures_of(list(INDICATORS.values())))
    return _figures


@pytest.mark.parametrize("code", marked(COMPUTED))
def test_each_computed_indicator_is_worked_out_over_a_known_world(
    code: str, worked_out: dict[str, Figure]
) -> None:
    expected = "0.5" if code.startswith("kept_") else EXPECTED[code]

    found = worked_out[code]
    assert found.value is not None, found.reason
    assert round(found.value, 6) == round(Decimal(expected), 6)


@pytest.mark.parametrize("code", marked(RECORDED))
def test_each_recorded_indicator_is_worked_out_from_what_was_entered(
    code: str, worked_out: dict[str, Figure]
) -> None:
    numbers = {**{name: Fraction(n) for name, n in FROM_THE_WORLD.items()}, "greatest": max}
    numbers |= {name: Fraction(value) for name, value in TOLD_VALUE.items()}
    expected = eval(INDICATORS[code].formula, {"__builtins__": {}}, numbers)

    found = worked_out[code]
    assert found.value is not None, found.reason
    assert abs(Fraction(found.value) - expected) < Fraction(1, 10**9)


@pytest.mark.parametrize("code", marked(JUDGED))
def test_each_judged_indicator_is_the_mean_of_what_persons_judged(
    code: str, worked_out: dict[str, Figure]
) -> None:
    found = worked_out[code]

    assert (found.value, found.denominator) == (Decimal("62.5"), 2)  # 4 and 3 of 1 to 5: 75 and 50


@pytest.mark.parametrize("code", marked([i for i in INDICATORS.values() if i.how != How.COMPUTED]))
@pytest.mark.django_db
def test_without_numbers_or_judgements_there_is_no_data_by_name(code: str) -> None:
    found = figure(INDICATORS[code], {})

    assert found.value is None
    assert str(found.reason).startswith(("nobody has ", "no ", "nothing ", "there "))


@pytest.mark.spec("R357", "R359")
def test_the_tree_has_four_classes_sixteen_groups_and_the_leaves_that_were_asked_for() -> None:
    leaves = {group.code: len(children_of(group.code, CATALOGUE)) for group in GROUPS}

    assert [each.number for each in CLASSES] == ["1", "2", "3", "4"]
    assert list(leaves.values()) == [12, 4, 8, 6, 4, 4, 6, 8, 12, 6, 3, 7, 5, 3, 10, 4]
    assert sum(leaves.values()) == 102
    distinct = {code for group in GROUPS for code in children_of(group.code, CATALOGUE)}
    assert len(distinct) == 101


@pytest.mark.spec("R383", "R441", "R366")
def test_an_indicator_that_is_named_twice_is_one_value_in_two_groups() -> None:
    twice = placed_twice(CATALOGUE)

    assert [(i.code, i.groups) for i in twice] == [
        ("service_cost_per_customer", ("customer_service_level", "cost_level"))
    ]
    assert duplicates(CATALOGUE) == []


@pytest.mark.spec("R357", "R358", "R367", "R368")
@pytest.mark.parametrize("code", list(INDICATORS))
def test_every_declaration_says_what_a_reader_needs(code: str) -> None:
    indicator = INDICATORS[code]

    assert set(indicator.groups) <= set(NODES)
    assert indicator.phase in ("before", "during", "after")
    assert indicator.horizon in Horizon and indicator.sort in Sort and indicator.direction in Direction
    assert str(indicator.title) and str(indicator.words) and str(indicator.asks)
    assert indicator.sources and indicator.measures
    if indicator.is_leaf:
        assert declared_range(indicator) is not None
    if indicator.direction in (Direction.UP, Direction.DOWN) and declared_range(indicator):
        reach = declared_range(indicator)
        assert reach is not None and (reach.best > reach.worst) == (indicator.direction == Direction.UP)


def test_measures_base_numbers_and_indicators_do_not_share_names_by_accident() -> None:
    shared = set(MEASURES) & set(INDICATORS)

    assert shared == {"complaints", "steps_to_settle"}
    assert all(INDICATORS[name].measures[0] == name for name in shared)
    assert Counter(str(number.title) for number in NUMBERS).most_common(1)[0][1] == 1


def test_every_base_number_is_needed_by_an_indicator() -> None:
    used = {name for indicator in INDICATORS.values() for name in indicator.measures}

    assert {number.name for number in NUMBERS} <= used
    assert all(measure.compiled for measure in MEASURES.values() if isinstance(measure, Measure))


def test_the_new_fact_tables_agree_with_the_rows(world: Branch) -> None:
    refresh_facts(at=LATER)

    assert [each for each in compare_facts() if not each.agrees] == []


@pytest.mark.spec("R491")
def test_a_customers_contribution_is_his_share_of_all_that_was_charged(world: Branch) -> None:
    refresh_facts(at=LATER)
    customer = Customer.objects.order_by("pk").first()
    assert customer is not None
    asked = [INDICATORS["customer_contribution"]]
    found = measures_of(asked, start=MARCH, end=APRIL, slices=["all", "customer"], by_month=True, as_of=LATER)

    assert figure(asked[0], found[Place("customer", customer.pk, MARCH)]).value == Decimal("0.75")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_every_measure_has_a_title_and_every_formula_is_written_in_words(language: str) -> None:
    with translation.override(language):
        titles = [str(source.title) for source in MEASURES.values() if not isinstance(source, Judged)]
        formulas = [str(indicator.words) for indicator in INDICATORS.values()]

    assert [title for title in titles if not title or "_" in title] == []
    assert [title for title, times in Counter(titles).items() if times > 1] == []
    assert [formula for formula in formulas if "_" in formula] == []


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_titles_of_measures_are_chinese_to_chinese_readers(language: str) -> None:
    with translation.override(language):
        titles = [str(source.title) for source in MEASURES.values()]

    assert [title for title in titles if re.search("[A-Za-z]{3}", title)] == []
