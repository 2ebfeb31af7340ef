"""Service and cost: the cheapest way to a level, four relations, efficient months, the level that pays."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.kernel.money import Money
from kept.methods.cost_of_service import ChangeType
from kept.parties.models import Customer
from kept.people.actions.persons import make_key
from kept.people.queries import actor_of
from kept.scorecards.actions.costs import (
    AlreadyWithdrawn,
    BelowNothing,
    CostsNothing,
    enter_alternative,
    set_component_cost,
    withdraw_alternative,
)
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.actions.targets import NotAShare, UnknownIndicator
from kept.scorecards.catalogue.indicators import COMPONENTS
from kept.scorecards.models import ComponentCost, LevelAlternative, Target
from kept.scorecards.queries.cheapest import Obstacle, cheapest
from kept.scorecards.queries.costs import spent_by, spent_in
from kept.scorecards.queries.faults import faults_of
from kept.scorecards.queries.levels import reached
from kept.scorecards.queries.reading import Whose
from kept.scorecards.queries.relations import Span, relations
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

from .conftest import TakeIn, a_row

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
LATER = NOON + timedelta(days=3)
SPAN = {"first": "2026-03", "last": "2026-03"}


def deliver(
    take_in: TakeIn, customer: Customer, at: datetime, wrong: Sequence[str], cost: int | None
) -> None:
    """Deliveries of one day: of each the letters of what was wrong, t q d p, each at the same freight."""
    rows = []
    for n, letters in enumerate(wrong):
        rows.append(
            a_row(
                f"{customer.pk}:{at:%m%d}:{n}",
                customer,
                promised_at=at,
                happened_at=at + timedelta(hours=1 if "t" in letters else -1),
                pieces=2,
                pieces_delivered=1 if "q" in letters else 2,
                condition="damaged" if "d" in letters else "good",
                papers_ok="p" not in letters,
                freight_cost=cost,
            )
        )
    take_in(*rows, at=LATER)


@pytest.fixture
def twenty(take_in: TakeIn) -> Customer:
    """R499: of twenty deliveries each of the four is wrong once, never two at once."""
    customer = a_customer(name="宏达")
    deliver(take_in, customer, NOON, ["t", "q", "d", "p", *[""] * 16], 5000)
    refresh_scores(at=LATER)
    return customer


def a_cost(component: str, point: int = 20_000, **details: Any) -> ComponentCost:
    told = {"ceiling": Decimal("0.999"), "valid_from": date(2026, 1, 1), **details}
    return set_component_cost(component=component, cost_of_point=point, **told, by=HOUSE, at=NOON)


def costs_of_all(**details: Any) -> None:
    for component in COMPONENTS:
        a_cost(component, **details)


def answered(target: str = "0.95", whose: Whose | None = None) -> Any:
    return cheapest(reached(HOUSE, whose or Whose(), MARCH, MARCH), Decimal(target), on=date(2026, 3, 5))


@pytest.mark.spec("R499", "R500")
def test_the_product_and_the_count_differ_where_faults_avoid_each_other(twenty: Customer) -> None:
    faults = faults_of(HOUSE, Whose(), MARCH, MARCH, at=LATER)

    assert faults is not None
    assert (faults.product, faults.joint) == (Decimal("0.81450625"), Decimal("0.8"))
    assert faults.counted == (16, 4, 0, 0, 0)
    assert [round(each, 2) for each in faults.expected] == [
        Decimal(each) for each in ("16.29", "3.43", "0.27", "0.01", "0.00")
    ]
    assert faults.come_together is False
    assert faults.closest is None


def test_faults_that_come_together_are_named(take_in: TakeIn) -> None:
    deliver(take_in, a_customer(), NOON, ["tp", "tp", *[""] * 8], None)

    faults = faults_of(HOUSE, Whose(), MARCH, MARCH, at=LATER)

    assert faults is not None
    assert (faults.joint, faults.product) == (Decimal("0.8"), Decimal("0.64"))
    assert faults.come_together is True
    assert faults.closest is not None
    assert (faults.closest.one, faults.closest.other, faults.closest.counted) == ("time", "documents", 2)
    assert faults_of(HOUSE, Whose("customer", 0), MARCH, MARCH, at=LATER) is None


@pytest.mark.spec("R499", "R500")
def test_the_page_shows_product_and_count_side_by_side_with_the_reason(
    client: Client, twenty: Customer
) -> None:
    client.force_login(staff("general_manager", language="en"))

    def shown_as(**more: Any) -> str:
        return " ".join(client.get(reverse("scorecards:service_level"), **more).content.decode().split())

    kept, counted = shown_as(query_params=SPAN), {**SPAN, "part": "faults"}
    shown = shown_as(query_params=counted)
    part = shown_as(query_params=counted, headers={"HX-Request": "true"})

    assert "part=faults" in kept and "counted are" not in kept
    assert "<html" not in part and "the product says 81.45 %, counted are 80.00 %" in part
    assert "<b>81.45 %</b>" in shown
    assert "13.5 points short" in shown
    assert 'Right in all respects: <a href="' in shown
    assert '<b>80.00 %</b></a> <span class="quiet">(16 of 20)</span>' in shown
    assert "the product says 81.45 %, counted are 80.00 %" in shown
    assert "faults avoid each other" in shown


@pytest.mark.spec("R498", "R500")
def test_the_cheapest_targets_are_those_of_the_published_case(twenty: Customer) -> None:
    """Four components at 95 % whose next point costs a fifth: 98.7259 % each, for 5.468649."""
    costs_of_all(cost_now=100_000)

    found = answered()

    assert found.obstacle is None
    assert [part.to for part in found.parts] == [Decimal("0.987259")] * 4
    assert [part.added for part in found.parts] == [Money(136_716)] * 4
    assert found.added == Money(546_864)  # 5.46864 times a hundred thousand
    assert found.achieved >= Decimal("0.95")
    assert found.spent == Money(400_000)
    assert answered("0.80").added == Money(0)


def test_the_dearer_component_rises_less_and_a_ceiling_holds(twenty: Customer) -> None:
    for component, point in zip(COMPONENTS, (20_000, 40_000, 60_000, 80_000), strict=True):
        a_cost(component, point)
    published = [part.to for part in answered().parts]
    a_cost(COMPONENTS[0], 20_000, ceiling=Decimal("0.98"))

    held = answered()

    assert [round(float(each), 4) for each in published if each] == [0.9949, 0.9898, 0.9847, 0.9797]
    assert held.parts[0].to == Decimal("0.98")
    assert held.achieved >= Decimal("0.95")


def test_what_stands_in_the_way_is_said(twenty: Customer, take_in: TakeIn) -> None:
    assert answered().obstacle == Obstacle.NO_COST
    costs_of_all(ceiling=Decimal("0.98"))
    assert (answered().obstacle, answered().highest) == (Obstacle.OUT_OF_REACH, Decimal("0.98") ** 4)
    a_cost(COMPONENTS[0], currency="USD")
    assert answered().obstacle == Obstacle.CURRENCIES
    assert answered(whose=Whose("customer", a_customer().pk)).obstacle == Obstacle.NO_FIGURE


def test_a_customers_own_cost_counts_before_that_for_all_and_later_rows_before_earlier(
    twenty: Customer,
) -> None:
    costs_of_all()
    a_cost("on_time_rate", 30_000)
    a_cost("on_time_rate", 70_000, customer=twenty)
    a_cost("on_time_rate", 90_000, valid_from=date(2027, 1, 1))

    def point(whose: Whose) -> int:
        part = next(p for p in answered(whose=whose).parts if p.component == "on_time_rate")
        return part.cost.cost_of_point  # type: ignore[no-any-return]

    assert point(Whose()) == 30_000
    assert point(Whose("customer", twenty.pk)) == 70_000
    assert ComponentCost.objects.filter(component="on_time_rate").count() == 4


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"component": "volume"}, UnknownIndicator),
        ({"cost_of_point": 0}, CostsNothing),
        ({"cost_now": -1}, BelowNothing),
        ({"ceiling": Decimal("1.1")}, NotAShare),
    ],
)
def test_costs_that_make_no_sense_are_refused(db: None, details: Any, refusal: type[Exception]) -> None:
    told = {"component": "on_time_rate", "cost_of_point": 1, "ceiling": Decimal(1), "valid_from": MARCH}
    with pytest.raises(refusal):
        set_component_cost(**told | details, by=HOUSE, at=NOON)


@pytest.mark.spec("R497", "R498", "R500")
def test_a_manager_enters_costs_and_sets_the_cheapest_targets_as_levels(
    client: Client, twenty: Customer
) -> None:
    manager = staff("general_manager", language="en")
    client.force_login(manager)
    for component in COMPONENTS:
        told = {"component": component, "cost_of_point": "200", "cost_now": "1000", "currency": "CNY"}
        more = {"ceiling": "99.9", "valid_from": "2026-01-01"}
        assert client.post(reverse("scorecards:new_component_cost"), told | more).status_code == 302
    asked = {**SPAN, "slice": "customer", "id": twenty.pk, "target": "95"}

    page = client.get(reverse("scorecards:least_cost"), asked)
    shown = " ".join(page.content.decode().split())
    sent = client.post(f"{reverse('scorecards:set_cheapest')}?{page.context['query']}")

    assert "From 81.45 % to 95.00 % for 宏达: at least <b>¥5,468.64</b> more a month." in shown
    assert "Cost a month afterwards: ¥9,468.64." in shown
    assert sent["Location"] == reverse("scorecards:targets")
    levels = Target.objects.filter(customer=twenty).values_list("indicator", "value", "why", "set_by")
    why = "Cheapest way to a service level of 95.00 %"
    assert set(levels) == {(code, Decimal("0.987259"), why, manager.pk) for code in COMPONENTS}


def test_wrong_costs_are_said_beside_their_fields(client: Client, db: None) -> None:
    client.force_login(staff("general_manager", language="en"))

    answer = client.post(
        reverse("scorecards:new_component_cost"),
        {"component": "on_time_rate", "customer": "nobody", "cost_of_point": "-1", "ceiling": "120"},
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {
        "customer",
        "cost_of_point",
        "ceiling",
        "currency",
        "valid_from",
    }


def test_the_cheapest_targets_download(client: Client, twenty: Customer) -> None:
    costs_of_all()
    client.force_login(staff("finance", language="en"))

    file = client.get(reverse("scorecards:least_cost"), {**SPAN, "export": "csv"})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert rows[1][:4] == ["Complete deliveries", "0.95", "0.987259", "0.999"]
    assert client.post(f"{reverse('scorecards:set_cheapest')}?first=2026-03").status_code == 403


@pytest.fixture
def two_months(take_in: TakeIn) -> list[Customer]:
    """Ten deliveries a month: better and cheaper; better and dearer; the same, cheaper; without freight."""
    february = NOON - timedelta(days=28)
    told: list[tuple[str, list[str], int | None, list[str], int | None]] = [
        ("更好更省", ["t", "t"], 5000, ["t"], 4000),
        ("更好更贵", ["t", "t"], 5000, ["t"], 6000),
        ("不变更省", ["t"], 5000, ["t"], 4500),
        ("更好不贵", ["t"], 5000, [], 5000),
        ("变差", [], 5000, ["t"], 5000),
        ("没有运费", ["t"], None, [], None),
    ]
    customers = []
    for name, before, was, after, now in told:
        customer = a_customer(name=name)
        deliver(take_in, customer, february, before + [""] * (10 - len(before)), was)
        deliver(take_in, customer, NOON, after + [""] * (10 - len(after)), now)
        customers.append(customer)
    refresh_scores(at=LATER)
    return customers


@pytest.mark.spec("R501", "R502", "R503", "R504")
def test_each_customer_has_one_of_the_four_relations(two_months: list[Customer]) -> None:
    span = Span(MARCH, MARCH)

    whole, found = relations(HOUSE, by="customer", service="on_time_rate", span=span, before=span.before())

    told = {each.name: each.change and (each.change.type, each.change.worsened) for each in found}
    assert told == {
        "更好更省": (ChangeType.BREAKTHROUGH, ()),
        "更好更贵": (ChangeType.VALUE_FOR_MONEY, ()),
        "不变更省": (ChangeType.COST_REDUCTION, ()),
        "更好不贵": (ChangeType.EFFICIENCY, ()),
        "变差": (ChangeType.NONE, ("service",)),
        "没有运费": None,
    }
    dearer = next(each for each in found if each.name == "更好更贵")
    assert dearer.change is not None
    assert dearer.change.cost_per_point == Decimal("0.02")
    assert next(e.reason for e in found if e.name == "没有运费") == "no delivery states its freight cost"
    assert whole.change is not None
    assert (whole.before.deliveries, whole.before.per_delivery) == (60, Decimal(50))


def test_months_with_nothing_before_them_say_so_and_not_what_their_records_lack(
    client: Client, two_months: list[Customer]
) -> None:
    client.force_login(staff("general_manager", language="en"))

    asked = {"first": "2025-08", "last": "2026-03", "service": "on_time_rate"}
    shown = " ".join(client.get(reverse("scorecards:relations"), asked).content.decode().split())

    assert "Whole company: <b>no data</b>, nothing before." in shown
    assert "There is no delivery in 2024-12 to 2025-07, so there is nothing to compare" in shown


def test_spans_are_compared_with_as_many_months_before_or_a_year_before() -> None:
    span = Span(date(2026, 1, 1), date(2026, 3, 1))

    assert span.before() == Span(date(2025, 10, 1), date(2025, 12, 1))
    assert span.a_year_before() == Span(date(2025, 1, 1), date(2025, 3, 1))


def test_who_sees_one_branch_is_told_of_that_branch_and_not_of_the_company(client: Client, db: None) -> None:
    branch = a_branch()
    client.force_login(staff("branch_manager", branch=branch, language="en"))

    page = client.get(reverse("scorecards:relations"), {"last": "2026-03"})

    shown = " ".join(page.content.decode().split())
    assert f"{branch}: <b>no data</b>" in shown and "Whole company" not in shown
    assert page.context["by_name"] == "Branch"


@pytest.mark.spec("R501", "R502", "R503", "R504")
def test_the_page_of_relations_names_them_and_downloads(
    client: Client, two_months: list[Customer], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(staff("general_manager", language="en"))
    asked = {**SPAN, "service": "on_time_rate"}

    with django_assert_max_num_queries(44):
        shown = " ".join(client.get(reverse("scorecards:relations"), asked).content.decode().split())
    file = client.get(reverse("scorecards:relations"), {**asked, "export": "csv"})
    rows = {row[0]: row for row in csv.reader(io.StringIO(file.content.decode("utf-8-sig")))}

    for words in ("same service, lower cost", "better service, higher cost", "better service, same cost"):
        assert words in shown
    assert "better service, lower cost <b>1</b>" in shown
    assert "service fell" in shown
    assert rows["更好更省"][1:6] == ["0.8", "0.9", "50", "40", "CNY"]
    assert rows["没有运费"][-1] == "no delivery states its freight cost"


def test_costs_are_for_who_may_see_them(client: Client, two_months: list[Customer]) -> None:
    clerk = staff("clerk", language="en")
    client.force_login(clerk)

    assert spent_by(actor_of(clerk, LATER), "customer", MARCH, MARCH) == {}
    for name in ("relations", "level_and_profit", "least_cost", "component_costs"):
        assert client.get(reverse(f"scorecards:{name}")).status_code == 403
    assert "Service and cost" not in client.get(reverse("scorecards:service_level")).content.decode()


def test_months_are_efficient_when_no_other_gave_as_much_for_less(
    client: Client, two_months: list[Customer]
) -> None:
    client.force_login(staff("general_manager", language="en"))
    asked = {"first": "2026-02", "last": "2026-03", "service": "on_time_rate"}

    page = client.get(reverse("scorecards:level_and_profit"), asked)

    assert [(m.month, m.spent.per_delivery, m.is_efficient) for m in page.context["months"]] == [
        (FEBRUARY, Decimal(50), False),
        (MARCH, Decimal("49"), True),
    ]
    assert spent_in(HOUSE, Whose(), MARCH, MARCH)[MARCH].profit is None  # nothing was charged


@pytest.mark.spec("R505", "R506")
def test_the_alternative_that_pays_best_is_marked_and_leads_to_its_level(client: Client, db: None) -> None:
    client.force_login(staff("general_manager", language="en"))
    for name, level, income, cost in (
        ("稳", "90", "1000", "600"),
        ("好", "95", "1200", "720"),
        ("极", "99", "1300", "1000"),
    ):
        told = {"name": name, "level": level, "income": income, "cost": cost, "currency": "CNY"}
        assert client.post(reverse("scorecards:new_alternative"), told).status_code == 302

    shown = " ".join(client.get(reverse("scorecards:level_and_profit")).content.decode().split())

    assert "Of the alternatives <b>好</b> (95.00 %) pays best: ¥480.00 a month." in shown
    assert "?indicator=service_level&amp;value=95" in shown


def test_a_withdrawn_alternative_is_compared_no_more(client: Client, db: None) -> None:
    made = enter_alternative(name="好", level=Decimal("0.95"), income=2, cost=1, by=HOUSE, at=NOON)
    client.force_login(staff("general_manager", language="en"))

    client.post(reverse("scorecards:withdrawal", args=[made.pk]))
    page = client.get(reverse("scorecards:level_and_profit"))

    assert page.context["offers"] == []
    assert LevelAlternative.objects.get().withdrawn_by is not None
    with pytest.raises(AlreadyWithdrawn):
        withdraw_alternative(alternative=made, by=HOUSE, at=NOON)
    with pytest.raises(BelowNothing):
        enter_alternative(name="坏", level=Decimal("0.9"), income=-1, cost=1, by=HOUSE, at=NOON)


def test_programs_read_the_cheapest_way_and_the_relations(client: Client, twenty: Customer) -> None:
    costs_of_all()
    _, key = make_key(person=staff("finance"), name="bi", by=HOUSE, at=NOON)
    _, clerk = make_key(person=staff("clerk"), name="clerk", by=HOUSE, at=NOON)

    def read(name: str, by: str = key, **query: Any) -> Any:
        address = f"/api/v1/scorecards/{name}"
        return client.get(address, {**SPAN, **query}, headers={"Authorization": f"Bearer {by}"})

    cheapest_way = read("cheapest-levels", target="0.95").json()
    related = read("service-and-cost", service="on_time_rate").json()

    assert (cheapest_way["added"], cheapest_way["obstacle"]) == (546_864, "")
    assert {part["to"] for part in cheapest_way["components"]} == {"0.987259"}
    assert related["lines"][0]["after"] == {
        "service": "0.950000000",
        "cost_per_delivery": "50.00",
        "currency": "CNY",
        "deliveries": 20,
    }
    assert related["lines"][0]["no_data"] == "nothing before"
    assert read("cheapest-levels", target="1.2").status_code == 422
    assert read("service-and-cost", clerk).status_code == 403


def test_the_level_stands_in_its_field_as_one_writes_it(client: Client, twenty: Customer) -> None:
    costs_of_all()
    client.force_login(staff("general_manager", language="en"))

    shown = client.get(reverse("scorecards:least_cost"), {"target": "95"}).content.decode()

    assert 'name="target" value="95"' in shown
