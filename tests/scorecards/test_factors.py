"""The four factors of a service level, stock and vehicles against it, and the level a need deserves."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.kernel.models import RuleValue
from kept.methods.differentiation import Criterion
from kept.orders.models import Order
from kept.people.actions.persons import make_key
from kept.scorecards.actions.needs import MarkMissing, NoNeed, RulesDisagree, WhoseNeed, rate_need
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.actions.targets import set_target
from kept.scorecards.models import NeedRating, Target
from kept.scorecards.queries.factors import flexibility, information, lead_times
from kept.scorecards.queries.reading import Whose
from kept.scorecards.rules import HIGHEST_LEVEL, LOWEST_LEVEL
from kept.scorecards.ui.stock_views import EXAMPLE, FLEET_EXAMPLE
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.orders.orders import placed

from .conftest import TakeIn, a_row

MARCH = date(2026, 3, 1)
LATER = NOON + timedelta(days=3)
SPAN = {"first": "2026-03", "last": "2026-03"}
MARKS = {
    Criterion.COST: 2,
    Criterion.CUSTOMER: 5,
    Criterion.ACCEPTABLE: 4,
    Criterion.NEED: 5,
    Criterion.COMPETITOR: 3,
}


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.spec("R508")
def test_the_times_of_orders_add_up_to_their_lead_time(db: None) -> None:
    order, without = placed(), placed()
    moments = ("received_at", "placed_at", "released_at", "started_at", "delivered_at")
    hours = (0, 1, 4, 9, 30)
    told = {name: NOON + timedelta(hours=after) for name, after in zip(moments, hours, strict=True)}
    Order.objects.filter(pk=order.pk).update(state="delivered", **told)
    Order.objects.filter(pk=without.pk).update(state="delivered", **told | {"released_at": None})

    found = lead_times(HOUSE, Whose(), MARCH, MARCH)

    assert found.hours == {"processing": 1, "preparation": 3, "dispatch": 5, "carriage": 21}
    assert (found.total, found.slowest, found.orders, found.delivered) == (9, "dispatch", 1, 2)
    assert lead_times(HOUSE, Whose("branch", a_branch().pk), MARCH, MARCH).hours == {}


@pytest.mark.spec("R510")
def test_information_is_measured_by_five_shares(take_in: TakeIn) -> None:
    whole = {"pieces": 1, "weight_kg": Decimal(5), "picked_up_at": NOON - timedelta(days=1)}
    customer = a_customer()
    take_in(a_row("a", customer, receiver_name="李四", **whole), a_row("b", customer, **whole))
    Shipment.objects.filter(external_key="a").update(eta_at=NOON + timedelta(minutes=30))
    Shipment.objects.filter(external_key="b").update(eta_at=NOON + timedelta(hours=5))

    told = information(HOUSE, Whose(), MARCH, MARCH)

    assert {name: each.value for name, each in told.items()} == {
        "available": 0,
        "precise": Decimal("0.5"),
        "timely": None,
        "complete": Decimal("0.5"),
        "reliable": 1,
    }
    assert told["timely"].reason == "nobody told anything on the way"
    assert information(HOUSE, Whose("customer", 0), MARCH, MARCH)["available"].value is None


@pytest.mark.spec("R511")
def test_flexibility_is_how_differently_different_customers_are_treated(db: None) -> None:
    branch = a_branch(city="上海")
    core, general = a_customer(segment="core", branch=branch), a_customer(branch=branch)
    set_target(
        indicator="service_level", value=Decimal("0.98"), valid_from=MARCH, customer=core, by=HOUSE, at=NOON
    )
    for month in (1, 2, 3):
        order = placed(core)
        Order.objects.filter(pk=order.pk).update(placed_at=NOON.replace(month=month))
    once = placed(general)
    Order.objects.filter(pk=once.pk).update(placed_at=NOON)

    demand, told = flexibility(HOUSE, Whose(), date(2026, 1, 1), MARCH)

    assert (demand.steady, demand.changing, demand.erratic, demand.unknown) == (1, 0, 1, 0)
    assert told["segmented"].value == told["own_level"].value == Decimal("0.5")
    assert flexibility(HOUSE, Whose(), MARCH, MARCH)[0].unknown == 2


@pytest.mark.spec("R508", "R509", "R510", "R511")
def test_the_page_of_factors_measures_or_says_what_is_missing(client: Client, take_in: TakeIn) -> None:
    take_in(a_row("a", a_customer(), condition="good", pieces=2, pieces_delivered=2, papers_ok=True))
    refresh_scores(at=LATER)
    client.force_login(staff("general_manager", language="en"))

    shown = text_of(client.get(reverse("scorecards:factors"), SPAN))
    file = client.get(reverse("scorecards:factors"), {**SPAN, "export": "csv"})
    rows = {row[1]: row for row in csv.reader(io.StringIO(file.content.decode("utf-8-sig")))}

    assert "no delivered order has all five moments of its course" in shown
    assert "no record holds when the customer sent an order" in shown
    assert rows["Sound deliveries"][3] == "1"
    assert rows["Available"][3:5] == ["0", "0 of 1"]
    assert rows["Timely"][5] == "nobody told anything on the way"
    assert rows["Segmentation"][4] == "0 of 1"


@pytest.mark.spec("R507")
def test_stock_cost_stands_beside_each_service_level(client: Client, db: None) -> None:
    client.force_login(staff("clerk", language="en"))

    page = client.get(reverse("scorecards:stock"), EXAMPLE)
    shown = text_of(page)
    file = client.get(reverse("scorecards:stock"), {**EXAMPLE, "export": "csv"})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert "<b>343</b> pieces of safety stock, an order at 1,243, and <b>¥8,434.56</b> a year." in shown
    costs = [row.cost.amount for row in page.context["rows"]]
    assert costs == sorted(costs)
    assert [round(float(cell), 4) for cell in next(r for r in rows if r[0] == "0.95")[2:4]] == [
        343.4555,
        1243.4555,
    ]


def test_all_levels_of_stock_are_rounded_to_the_same_place(client: Client, db: None) -> None:
    client.force_login(staff("clerk", language="en"))

    def levels(target: str) -> list[str]:
        shown = text_of(client.get(reverse("scorecards:stock"), {**EXAMPLE, "target": target}))
        return re.findall(r'<tr><td class="figure">(?:<b>)?([\d.]+) %', shown)

    assert levels("95")[5:8] == ["90.0", "95.0", "97.5"]
    assert levels("95.25")[5:8] == ["90.00", "95.00", "95.25"]


@pytest.mark.spec("R507")
def test_one_order_for_a_season_is_the_published_one(client: Client, db: None) -> None:
    client.force_login(staff("clerk", language="en"))
    season = {**EXAMPLE, "demand": "1000", "demand_sd": "200", "value": "60", "price": "100", "salvage": "50"}

    shown = text_of(client.get(reverse("scorecards:stock"), season))
    wrong = client.get(reverse("scorecards:stock"), {**season, "price": "50"})

    assert "the level that pays best is <b>80.0 %</b>: order 1,168." in shown
    assert "22.3 are missed, 190.7 are left, 97.8 % of the demand is served" in shown
    assert "37,200.38 CNY" in shown
    assert wrong.status_code == 422
    assert "It must be sold for more than its value." in wrong.content.decode()


def test_vehicles_stand_beside_the_share_that_starts_in_time(client: Client, db: None) -> None:
    client.force_login(staff("clerk", language="en"))

    page = client.get(reverse("scorecards:fleet"), FLEET_EXAMPLE)
    empty = client.get(reverse("scorecards:fleet"))
    much = client.get(reverse("scorecards:fleet"), {**FLEET_EXAMPLE, "trips": "99999"})

    fewest = next(row for row in page.context["rows"] if row.is_fewest)
    before = page.context["rows"][page.context["rows"].index(fewest) - 1]
    assert before.level.on_time < 0.95 <= fewest.level.on_time
    assert f"it takes <b>{fewest.level.vehicles}</b> vehicles" in text_of(page)
    assert fewest.cost.amount == fewest.level.vehicles * 1_800_000
    assert "Enter trips, hours" in empty.content.decode()
    assert much.status_code == 422


@pytest.mark.spec("R512")
def test_a_need_is_rated_and_leads_to_setting_its_level(client: Client, db: None) -> None:
    manager = staff("general_manager", language="en")
    customer = a_customer(name="宏达")
    client.force_login(manager)
    told = {"need": "当日送达", "customer": customer.number, "segment": "", "why": "年会"}
    marks = {f"mark_{criterion}": mark for criterion, mark in MARKS.items()}

    sent = client.post(reverse("scorecards:new_need"), told | marks)
    shown = text_of(client.get(reverse("scorecards:needs")))
    rating = NeedRating.objects.get()

    assert sent.status_code == 302
    assert (rating.score, rating.level, rating.rated_by) == (Decimal("0.8"), Decimal("0.972"), manager)
    assert "97.20 %" in shown
    assert f"indicator=service_level&amp;value=97.2&amp;customer={customer.number}" in shown
    more = {"indicator": "service_level", "value": "97.2", "customer": customer.number}
    client.post(reverse("scorecards:new_target"), {**more, "valid_from": "2026-03-05"})
    assert Target.objects.get().value == Decimal("0.972")


@pytest.mark.spec("R512")
def test_the_newest_rating_of_a_need_counts_and_earlier_ones_stay(client: Client, db: None) -> None:
    customer = a_customer()
    client.force_login(staff("clerk", language="en"))
    for mark in (5, 1):
        rate_need(
            need="当日送达", customer=customer, marks={**MARKS, Criterion.NEED: mark}, by=HOUSE, at=NOON
        )
    rate_need(need="当日送达", segment="core", marks=MARKS, by=HOUSE, at=NOON)

    current = client.get(reverse("scorecards:needs")).context["list"].records
    history = client.get(reverse("scorecards:needs"), {"history": "on"}).context["list"].records

    assert [(each.whom, each.mark_need) for each in current] == [("Core customer", 5), (str(customer), 1)]
    assert len(history) == 3


@pytest.mark.spec("R512")
def test_weights_and_bounds_are_rule_numbers(db: None) -> None:
    RuleValue.objects.create(key=LOWEST_LEVEL, value=Decimal("0.5"), valid_from=NOON)

    rated = rate_need(need="当日送达", segment="core", marks=MARKS, by=HOUSE, at=NOON)

    assert rated.level == Decimal("0.892")
    RuleValue.objects.create(key=HIGHEST_LEVEL, value=Decimal("0.4"), valid_from=NOON)
    with pytest.raises(RulesDisagree):
        rate_need(need="当日送达", segment="core", marks=MARKS, by=HOUSE, at=NOON)


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({"need": " "}, NoNeed),
        ({"segment": ""}, WhoseNeed),
        ({"marks": {**MARKS, Criterion.NEED: 6}}, MarkMissing),
    ],
)
def test_a_rating_that_makes_no_sense_is_refused(db: None, details: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rate_need(**{"need": "当日送达", "segment": "core", "marks": MARKS, **details}, by=HOUSE, at=NOON)


def test_programs_read_rated_needs(client: Client, db: None) -> None:
    rate_need(need="当日送达", segment="core", marks=MARKS, by=HOUSE, at=NOON)
    _, key = make_key(person=staff("clerk"), name="bi", by=HOUSE, at=NOON)

    told = client.get("/api/v1/scorecards/needs", headers={"Authorization": f"Bearer {key}"}).json()

    assert [(each["need"], each["segment"], each["level"], each["marks"]["need"]) for each in told] == [
        ("当日送达", "core", "0.972000", 5)
    ]
