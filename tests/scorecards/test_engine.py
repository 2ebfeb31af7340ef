"""The engine against the published fixture of ten orders, and what it says where there is nothing to say."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kept.methods.service_level import service_level
from kept.parties.models import Customer
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.catalogue import INDICATORS, MEASURES, Measure
from kept.scorecards.catalogue.indicators import COMPONENTS
from kept.scorecards.catalogue.language import (
    BadExpression,
    Undefined,
    check_formula,
    check_measure,
    evaluate,
    shared_conditions,
)
from kept.scorecards.enums import Direction, How, Unit
from kept.scorecards.queries.engine import Figure, Place, figure, measures_of
from tests.factories import NOON, a_customer, a_partner

from .conftest import TakeIn, a_row

LATER = NOON + timedelta(days=3)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def figures(slices: tuple[str, ...] = ("all",), by_month: bool = False) -> dict[Place, dict[str, Figure]]:
    refresh_facts(at=LATER)
    found = measures_of(
        INDICATORS.values(), start=MARCH, end=APRIL, slices=slices, by_month=by_month, as_of=LATER
    )
    return {p: {c: figure(i, values) for c, i in INDICATORS.items()} for p, values in found.items()}


@pytest.mark.spec("R379", "R377")
def test_the_ten_orders_have_the_published_rates_and_times(ten_orders: Customer) -> None:
    told = figures()[Place()]

    rates = {
        code: told[code].value for code in ("on_time_rate", "quantity_rate", "quality_rate", "documents_rate")
    }
    assert rates == {
        "on_time_rate": Decimal("0.8"),
        "quantity_rate": Decimal("0.8"),
        "quality_rate": Decimal("0.9"),
        "documents_rate": Decimal("0.9"),
    }
    assert told["joint_rate"].value == Decimal("0.5")
    level = service_level(Decimal("0.95"), {code: told[code].value for code in COMPONENTS})
    assert level.achieved == Decimal("0.5184")
    times = [told[code].value for code in ("lead_time_mean", "lead_time_median", "lead_time_p90")]
    assert times == [Decimal("33"), Decimal("29"), Decimal("50")]
    assert told["volume"].value == 10


def test_every_declaration_parses() -> None:
    assert [measure.compiled for measure in MEASURES.values() if isinstance(measure, Measure)]
    assert {name for i in INDICATORS.values() for name in i.measures} <= set(MEASURES)
    assert all(i.basis.records for i in INDICATORS.values() if i.is_share and i.how == How.COMPUTED)


@pytest.mark.spec("R358")
def test_every_indicator_says_its_phase_unit_and_direction() -> None:
    assert {i.phase for i in INDICATORS.values()} == {"before", "during", "after"}
    assert all(i.unit in Unit and i.direction in Direction and i.source for i in INDICATORS.values())


@pytest.mark.parametrize(
    "sql",
    [
        "sum(nothing)",
        "1",
        "sum(weight_kg) + 1",
        "sum(read_text('x'))",
        "count(*) FILTER (WHERE promise_id IN (SELECT 1))",
        "sum(promise_id) OVER ()",
        "count(*); DROP TABLE x",
    ],
)
def test_a_measure_is_one_aggregate_over_columns_and_nothing_else(sql: str) -> None:
    with pytest.raises(BadExpression):
        check_measure(sql, {"promise_id", "weight_kg"})


def test_what_all_measures_ask_is_asked_of_a_row_before() -> None:
    asked = [
        "count(*) FILTER (WHERE kind = 'delivery' AND (term = 'time' OR is_first) AND state = 'kept')",
        "sum(pieces) FILTER (WHERE (term = 'time' OR is_first) AND kind = 'delivery')",
    ]

    assert shared_conditions(asked) == ["kind = 'delivery'", "term = 'time' OR is_first"]
    assert shared_conditions(["count(*) FILTER (WHERE a OR b)"]) == ["a OR b"]
    assert shared_conditions([*asked, "count(*)"]) == []


def test_an_indicator_is_arithmetic_and_never_divides_by_nought() -> None:
    assert check_formula("1 - a / b", {"a", "b"}) == ("a", "b")
    assert evaluate("1 - a / b", {"a": Decimal(1), "b": Decimal(4)}) == Decimal("0.75")
    with pytest.raises(Undefined) as lacking:
        evaluate("a / b", {"a": Decimal(0), "b": Decimal(0)})
    assert lacking.value.measure == "b"
    with pytest.raises(BadExpression):
        check_formula("exp(a)", {"a"})


def test_what_is_not_there_is_no_data_by_name_and_never_nought(take_in: TakeIn) -> None:
    take_in(a_row("only-time", a_customer()))

    told = figures()[Place()]

    assert told["on_time_rate"].value == 1
    assert (told["quantity_rate"].value, str(told["quantity_rate"].reason)) == (
        None,
        "no delivery says whether its quantity was right",
    )
    assert told["kept_invoice"].value is None
    assert told["lead_time_p90"].value is None
    assert told["freight_per_kg"].value is None


def test_early_counts_as_on_time_and_stands_beside(take_in: TakeIn) -> None:
    customer = a_customer()
    take_in(
        a_row("early", customer, promised_from=NOON - timedelta(minutes=30)),
        a_row("on-time", customer, promised_from=NOON - timedelta(hours=2)),
        a_row("late", customer, happened_at=NOON + timedelta(minutes=1)),
    )

    told = figures()[Place()]

    assert (told["on_time_rate"].numerator, told["on_time_rate"].denominator) == (2, 3)
    assert (told["early_share"].numerator, told["early_share"].denominator) == (1, 3)


def test_what_is_due_and_not_delivered_is_late_as_soon_as_its_moment_is_past(take_in: TakeIn) -> None:
    take_in(a_row("lost", a_customer(), happened_at=None))

    told = figures()[Place()]["on_time_rate"]

    assert (told.value, told.denominator) == (0, 1)


def test_an_excused_failure_leaves_the_controllable_rate_only(take_in: TakeIn) -> None:
    customer = a_customer()
    late = NOON + timedelta(hours=1)
    found = take_in(a_row("storm", customer, happened_at=late), a_row("fine", customer))
    found.promises[0].is_excused = True
    found.promises[0].save()

    told = figures()[Place()]

    assert told["on_time_rate"].value == Decimal("0.5")
    assert told["controllable_on_time_rate"].value == 1


def test_amounts_of_several_currencies_are_not_added(take_in: TakeIn) -> None:
    customer = a_customer()
    take_in(
        a_row("cny", customer, freight_cost=1000, weight_kg=Decimal(10)),
        a_row("usd", customer, freight_cost=1000, weight_kg=Decimal(10), currency="USD"),
    )

    told = figures()[Place()]["freight_per_kg"]

    assert (told.value, str(told.reason)) == (None, "amounts in several currencies are not added")


def test_figures_are_grouped_by_whose_they_are_in_one_scan(take_in: TakeIn) -> None:
    one, two, carrier = a_customer(), a_customer(), a_partner()
    late = NOON + timedelta(hours=1)
    take_in(
        a_row("1", one, carrier_id=carrier.pk),
        a_row("2", one, carrier_id=carrier.pk, happened_at=late),
        a_row("3", two, happened_at=late),
    )

    told = figures(("all", "customer", "subcontractor"), by_month=True)

    rates = {(place.slice, place.id): t["on_time_rate"].value for place, t in told.items()}
    assert rates == {
        ("all", None): Decimal(1) / 3,
        ("customer", one.pk): Decimal("0.5"),
        ("customer", two.pk): 0,
        ("subcontractor", carrier.pk): Decimal("0.5"),
    }
    assert {place.month for place in told} == {MARCH}
