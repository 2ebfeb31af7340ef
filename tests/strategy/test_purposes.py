"""The three purposes of service management: explicit requirements, cost under control, balance."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.contracts.actions.agreements import make_agreement
from kept.inspections.actions.caring import hear_need
from kept.inspections.enums import NeedGroup
from kept.parties.enums import CustomerState
from kept.parties.models import Customer
from kept.people.actions.persons import make_key
from kept.people.queries import actor_of
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.actions.targets import set_target
from kept.strategy.enums import Answered
from kept.strategy.queries.purposes import purposes
from kept.transport.actions.taking_in import take_in_deliveries
from tests.factories import HOUSE, NOON, a_customer, staff
from tests.scorecards.conftest import a_row

pytestmark = [pytest.mark.django_db, pytest.mark.spec("R021")]

APRIL = datetime(2026, 4, 10, 12, 0, tzinfo=NOON.tzinfo)
BEFORE = datetime(2025, 12, 2, 12, 0, tzinfo=NOON.tzinfo)


def delivered(customer: Customer, at: datetime, *, late: int, freight: int, of: int = 20) -> None:
    """Twenty deliveries of a day, some late, at the same freight in fen each; the rest of them is right."""
    rows = [
        a_row(
            f"{customer.pk}:{at:%y%m%d}:{n}",
            customer,
            promised_at=at,
            happened_at=at + timedelta(hours=1 if n < late else -1),
            pieces=2,
            pieces_delivered=2,
            condition="good",
            papers_ok=True,
            freight_cost=freight,
        )
        for n in range(of)
    ]
    take_in_deliveries(rows=rows, run_id=1, by=HOUSE, at=APRIL)


def agreed(customer: Customer, level: str | None = "0.95") -> None:
    share = Decimal(level) if level else None
    make_agreement(
        customer=customer,
        name="框架协议",
        valid_from=date(2026, 1, 1),
        service_level=share,
        by=HOUSE,
        at=NOON,
    )


def active(**details: Any) -> Customer:
    return a_customer(state=CustomerState.ACTIVE, **details)


def _as(role: str = "general_manager") -> Client:
    client = Client()
    client.force_login(staff(role), backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    return client


def test_nothing_known_is_unknown_and_no_answer_flatters() -> None:
    found = purposes(HOUSE, APRIL)

    answers = found.explicit.answer, found.cost.answer, found.balance.answer
    assert answers == (Answered.UNKNOWN, Answered.UNKNOWN, Answered.UNKNOWN)
    assert found.span is None


def test_requirements_are_explicit_when_enough_customers_have_an_agreed_level() -> None:
    first, second = active(name="甲"), active(name="乙")
    a_customer(name="丙", state=CustomerState.LOST)
    hear_need(
        customer=first, group=NeedGroup.choices[0][0], words="当天回单", since=NOON.date(), by=HOUSE, at=NOON
    )

    assert purposes(HOUSE, APRIL).explicit.answer == Answered.NO
    agreed(first)
    agreed(second, None)
    found = purposes(HOUSE, APRIL).explicit
    assert (found.customers, found.agreed, found.needs_known) == (2, 1, 1)
    assert found.answer == Answered.PARTLY and [str(each) for each in found.without] == ["乙"]
    agreed(second)

    assert purposes(HOUSE, APRIL).explicit.answer == Answered.YES


@pytest.mark.parametrize(
    ("after", "cost", "balance"),
    [
        ({"late": 0, "freight": 5000}, Answered.YES, Answered.YES),
        ({"late": 0, "freight": 5500}, Answered.NO, Answered.YES),
        ({"late": 4, "freight": 5000}, Answered.YES, Answered.NO),
        ({"late": 2, "freight": 5500}, Answered.NO, Answered.PARTLY),
    ],
)
def test_cost_and_balance_are_answered_by_what_moved(
    after: dict[str, int], cost: Answered, balance: Answered
) -> None:
    """Before, three of twenty were late at 50 yuan each; the set level is 0.95."""
    customer = active()
    delivered(customer, BEFORE, late=3, freight=5000)
    delivered(customer, NOON, **after)
    refresh_scores(at=APRIL)

    found = purposes(HOUSE, APRIL)

    assert found.span and (found.span.first, found.span.last) == (date(2026, 1, 1), date(2026, 3, 1))
    assert (found.cost.answer, found.balance.answer) == (cost, balance)


def test_a_customer_whose_cost_rose_is_named_while_the_whole_stands_still() -> None:
    dearer, cheaper = active(name="涨价"), active(name="降价")
    for each, freight in ((dearer, (5000, 6000)), (cheaper, (6000, 5000))):
        delivered(each, BEFORE, late=0, freight=freight[0])
        delivered(each, NOON, late=0, freight=freight[1])
    refresh_scores(at=APRIL)

    found = purposes(HOUSE, APRIL).cost

    assert found.answer == Answered.PARTLY
    assert [each.name for each in found.risen] == ["涨价"]


def test_the_page_says_it_with_its_records_and_goes_into_a_file() -> None:
    customer = active(name="宏达")
    delivered(customer, BEFORE, late=3, freight=5000)
    delivered(customer, NOON, late=2, freight=5500)
    refresh_scores(at=APRIL)
    set_target(
        indicator="on_time_rate", value=Decimal("0.98"), valid_from=date(2026, 1, 1), by=HOUSE, at=NOON
    )
    client = _as()

    page = client.get(reverse("strategy:purposes")).content.decode()
    file = client.get(reverse("strategy:purposes"), {"export": "csv"}).content.decode("utf-8-sig")

    assert "90.00 %" in page and "+10.0 %" in page and customer.get_absolute_url() in page
    assert reverse("scorecards:relations") in page and "1 of 4" in page
    rows = list(csv.reader(io.StringIO(file)))
    assert ["Is the cost of service under control?", "No", "Cost per delivery", "¥55.00"] in rows


def test_who_may_not_see_costs_is_told_no_figure() -> None:
    """A role of the strategy without the costs: no figure, and no answer about cost."""
    delivered(active(), NOON, late=0, freight=5000)
    refresh_scores(at=APRIL)
    seeing = actor_of(staff("general_manager"), NOON)
    scopes = tuple(
        replace(each, permissions=each.permissions - {"scorecards.costs"}) for each in seeing.scopes
    )
    blind = replace(seeing, scopes=scopes)

    found = purposes(blind, APRIL)

    assert found.cost.whole is None and found.cost.answer == Answered.UNKNOWN
    assert found.balance.level and found.balance.level.achieved == 1
    assert found.balance.answer == Answered.UNKNOWN


def test_programs_read_the_three_answers_and_others_are_refused() -> None:
    agreed(active())
    person, clerk = staff("general_manager"), staff("clerk")
    keys = [make_key(person=each, name="k", by=HOUSE, at=NOON)[1] for each in (person, clerk)]

    told, refused = (
        Client().get("/api/v1/strategy/purposes", headers={"authorization": f"Bearer {key}"}) for key in keys
    )

    assert told.status_code == 200 and told.json()["explicit"]["answer"] == "yes"
    assert told.json()["cost"] == {
        "answer": "unknown",
        "currency": "",
        "per_delivery": None,
        "per_delivery_before": None,
        "change": None,
        "customers_risen": 0,
    }
    assert refused.status_code == 403


def test_the_page_costs_the_same_for_few_and_many_customers(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(12):
        delivered(active(name=f"客户{n}"), NOON, late=0, freight=5000, of=1)
    refresh_scores(at=APRIL)
    client = _as()
    client.get(reverse("strategy:purposes"))

    with django_assert_max_num_queries(48):
        client.get(reverse("strategy:purposes"))
