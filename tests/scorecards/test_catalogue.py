"""Every indicator of the catalogue, from what it is made of to its figure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from kept.parties.models import Customer
from kept.people.models import Branch
from kept.promises.kinds import KINDS
from kept.scorecards.actions.entering import Told, enter_numbers
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.actions.judging import judge_indicator
from kept.scorecards.catalogue import CATALOGUE, INDICATORS, MEASURES, Indicator, Judged, Measure, Recorded
from kept.scorecards.catalogue.tree import CLASSES, NODES
from kept.scorecards.catalogue.tree import GROUPS as TREE
from kept.scorecards.enums import Direction, How, Sort
from kept.scorecards.queries.checking import compare_facts
from kept.scorecards.queries.engine import Figure, Place, figure, measures_of
from kept.scorecards.queries.shape import children_of, declared_range
from kept.scorecards.queries.tree import duplicates, placed_twice
from tests.factories import HOUSE, actor

from .conftest import TakeIn
from .told import EXPECTED, GROUPS, NUMBERS, TOLD, Row, cases
from .world import LATER, surround

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
RECORDED = [m for m in MEASURES.values() if isinstance(m, Recorded)]
FIGURES = [row for row in EXPECTED if row["how"] != How.JUDGED]
JUDGED = [row for row in EXPECTED if row["how"] == How.JUDGED]
KEPT_BY_KIND = {f"kept_{kind}" for kind in KINDS}
MARKS = {"supplier_relationship": (4, 3), "social_responsibility": (5, 3)}
"""Of two judged indicators, what two persons gave on 1 to 5: 75 and 50, and 100 and 50, of 100."""

_figures: dict[str, Figure] = {}


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
        rows = [Told(name, MARCH, value) for name, value in TOLD.items()]
        enter_numbers(rows=rows, source="月报", by=HOUSE, at=LATER)
        for code, marks in MARKS.items():
            for judge, mark in zip(("general_manager", "service_manager"), marks, strict=True):
                judge_indicator(
                    indicator=code, month=MARCH, mark=Decimal(mark), why="同行比较", by=actor(judge), at=LATER
                )
        _figures.update(figures_of(list(INDICATORS.values())))
    return _figures


@pytest.mark.spec("R357", "R358", "R359", "R367", "R368")
@pytest.mark.parametrize("row", cases(EXPECTED))
def test_each_indicator_is_declared_as_it_should_be(row: Row) -> None:
    indicator = INDICATORS[row["code"]]
    limits = indicator.band or (indicator.worst, indicator.best)

    assert {
        "requirements": " ".join(each for each in indicator.sources if re.fullmatch(r"R\d{3}", each)),
        "code": indicator.code,
        "groups": " ".join(indicator.groups),
        "weighs": "yes" if indicator.is_leaf else "no",
        "phase": indicator.phase,
        "horizon": indicator.horizon,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "worst": "" if limits[0] is None else str(limits[0]),
        "best": "" if limits[1] is None else str(limits[1]),
        "scale": "-".join(map(str, indicator.scale)) if indicator.how == How.JUDGED else "",
        "how": indicator.how,
    } == {name: told for name, told in row.items() if name not in ("figure", "by_hand")}
    assert indicator.sort == (Sort.RATED if row["how"] == How.JUDGED else Sort.QUANTITATIVE)


@pytest.mark.parametrize("row", cases(FIGURES))
def test_each_indicator_is_worked_out_over_a_known_world(row: Row, worked_out: dict[str, Figure]) -> None:
    found = worked_out[row["code"]]

    assert found.value is not None, found.reason
    assert round(found.value, 6) == Decimal(row["figure"])


@pytest.mark.spec("R031")
@pytest.mark.parametrize("code", sorted(KEPT_BY_KIND))
def test_of_each_kind_of_promise_half_is_kept(code: str, worked_out: dict[str, Figure]) -> None:
    assert worked_out[code].value == Decimal("0.5")


@pytest.mark.spec("R407", "R475")
def test_a_judged_indicator_is_the_mean_of_what_persons_judged_of_it(worked_out: dict[str, Figure]) -> None:
    found = {
        row["code"]: (worked_out[row["code"]].value, worked_out[row["code"]].denominator) for row in JUDGED
    }

    assert {code: each for code, each in found.items() if each[0] is not None} == {
        "supplier_relationship": (Decimal("62.5"), 2),
        "social_responsibility": (Decimal(75), 2),
    }
    assert worked_out["core_competence"].reason == "nobody has judged it yet"


@pytest.mark.parametrize("row", cases([row for row in EXPECTED if row["how"] != How.COMPUTED]))
@pytest.mark.django_db
def test_without_numbers_or_judgements_there_is_no_data_by_name(row: Row) -> None:
    found = figure(INDICATORS[row["code"]], {})

    assert found.value is None
    assert str(found.reason).startswith(("nobody has ", "no ", "nothing ", "there "))


def test_no_indicator_is_declared_that_the_table_does_not_know() -> None:
    assert set(INDICATORS) == {row["code"] for row in EXPECTED} | KEPT_BY_KIND


def test_the_table_has_a_row_for_every_requirement_that_names_an_indicator() -> None:
    named = {each for row in EXPECTED for each in row["requirements"].split()}
    series = {"R479", "R480", "R481"}  # of volume, not figures of their own

    assert {f"R{n}" for n in range(374, 495)} - series <= named


def test_each_base_number_says_how_its_months_become_one() -> None:
    declared = [
        {"number": each.name, "unit": each.unit, "over": each.over, "whole": "yes" if each.is_whole else "no"}
        for each in RECORDED
    ]

    assert declared == [{name: told for name, told in row.items() if name != "told"} for row in NUMBERS]


@pytest.mark.spec("R357", "R359")
def test_the_tree_has_four_classes_sixteen_groups_and_the_leaves_that_were_asked_for() -> None:
    leaves = {group.code: children_of(group.code, CATALOGUE) for group in TREE}

    assert [(each.number, each.code) for each in CLASSES] == [
        ("1", "functional"),
        ("2", "operating"),
        ("3", "stability"),
        ("4", "experience"),
    ]
    assert {g.code: (g.number, g.under, len(leaves[g.code])) for g in TREE} == GROUPS
    assert {code: set(found) for code, found in leaves.items()} == {
        code: {row["code"] for row in EXPECTED if row["weighs"] == "yes" and code in row["groups"].split()}
        for code in GROUPS
    }
    assert sum(len(found) for found in leaves.values()) == 102
    assert len({code for found in leaves.values() for code in found}) == 101


@pytest.mark.spec("R383", "R441", "R366")
def test_an_indicator_that_is_named_twice_is_one_value_in_two_groups() -> None:
    twice = placed_twice(CATALOGUE)

    assert [(i.code, i.groups) for i in twice] == [
        ("service_cost_per_customer", ("customer_service_level", "cost_level"))
    ]
    assert duplicates(CATALOGUE) == []


@pytest.mark.parametrize("code", list(INDICATORS))
def test_every_declaration_says_what_a_reader_needs(code: str) -> None:
    indicator = INDICATORS[code]

    assert set(indicator.groups) <= set(NODES)
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
    assert Counter(str(number.title) for number in RECORDED).most_common(1)[0][1] == 1


def test_every_base_number_is_needed_by_an_indicator() -> None:
    used = {name for indicator in INDICATORS.values() for name in indicator.measures}

    assert {number.name for number in RECORDED} <= used
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
