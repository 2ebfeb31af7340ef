"""The appraisal of satisfaction: levels, periodic surveys, and whether satisfied customers order again."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.actions.persons import make_key
from kept.people.models import Branch, Person
from kept.scorecards.actions.targets import set_target
from kept.scorecards.catalogue import CATALOGUE
from kept.scorecards.models import Score
from kept.scorecards.queries.appraisal import APPRAISED, Periodic, appraisal, periodic_surveys
from kept.scorecards.queries.reading import Whose
from kept.scorecards.queries.targets import Levels
from kept.scorecards.queries.willingness import Group, willingness
from kept.surveys.actions.surveying import close_survey, start_survey
from kept.surveys.models import Answer, Invitation, Questionnaire, Response, Survey
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)
LATER = NOON + timedelta(days=120)
DAY = timedelta(days=1)
SYSTEM = Actor.system("test")
SPAN = {"first": "2026-03", "last": "2026-03"}


def a_survey(trigger: str = "person") -> Survey:
    questionnaire = Questionnaire.objects.current().get(code="after_service")
    return start_survey(questionnaire=questionnaire, title="回访", trigger=trigger, by=HOUSE, at=NOON)


def said(survey: Survey, customer: Customer | None, *marks: int, at: Any = NOON) -> Response:
    """A filled questionnaire with these marks of 1 to 7."""
    response = Response.objects.create(
        survey=survey, customer=customer, answered_at=at, is_anonymous=customer is None
    )
    items = survey.questionnaire.items.order_by("position")
    for item, mark in zip(items, marks, strict=False):
        Answer.objects.create(response=response, item=item, performance=mark)
    return response


def ordered(customer: Customer, branch: Branch, at: Any) -> None:
    Order.objects.create(
        number=f"O-{Order.objects.count()}",
        state="released",
        customer=customer,
        branch=branch,
        service=Service.objects.get(code="transport"),
        origin_city="上海",
        destination_city="武汉",
        received_at=at,
        placed_at=at,
    )


def ten_satisfied_and_five_dissatisfied() -> Branch:
    """Within 90 days eight of ten satisfied customers ordered again, and one of five dissatisfied ones."""
    survey, branch = a_survey(), a_branch()
    for n in range(10):
        said(survey, customer := a_customer(), 7, 6, 5)
        if n < 8:
            ordered(customer, branch, NOON + 90 * DAY)
    for n in range(5):
        said(survey, customer := a_customer(), 2, 3)
        ordered(customer, branch, NOON + (1 if n == 0 else 91) * DAY)
        ordered(customer, branch, NOON)
    said(survey, neither := a_customer(), 5, 4)
    ordered(neither, branch, NOON + DAY)
    said(survey, None, 7)
    return branch


def worth(whose: Whose = Whose(), at: Any = LATER) -> Any:  # noqa: B008
    return willingness(SYSTEM, whose, MARCH, MARCH, at=at)


def keep(code: str, value: str) -> None:
    Score.objects.create(
        indicator=code,
        slice="all",
        month=MARCH,
        numerator=Decimal(value),
        denominator=Decimal(1),
        value=Decimal(value),
        as_of=NOON,
    )


def page(client: Client, person: Person, **query: str) -> Any:
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    with time_machine.travel(LATER, tick=False):
        return client.get(reverse("scorecards:satisfaction"), {**SPAN, **query})


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.spec("R313")
def test_satisfied_customers_are_compared_with_dissatisfied_ones_by_what_they_ordered() -> None:
    ten_satisfied_and_five_dissatisfied()

    found = worth()

    assert (found.satisfied, found.dissatisfied) == (Group(10, 8), Group(5, 1))
    assert found.ratio is not None
    assert (round(found.ratio.estimate, 6), round(found.ratio.low, 3), round(found.ratio.high, 3)) == (
        4.0,
        0.674,
        23.725,
    )
    assert found.holds(6) and not found.holds(25)


@pytest.mark.spec("R313")
def test_what_is_too_little_to_compare_gives_no_data_with_its_reason() -> None:
    branch = ten_satisfied_and_five_dissatisfied()
    Customer.objects.filter(responses__answers__performance=2).update(branch=branch)

    assert worth(at=NOON + 89 * DAY).reason == "fewer than 5 satisfied customers answered long enough ago"
    of_branch = worth(Whose("branch", branch.pk))
    assert (of_branch.satisfied, of_branch.dissatisfied.customers, of_branch.ratio) == (Group(0, 0), 5, None)
    assert worth(Whose("service", 1)).satisfied == Group(0, 0)

    dissatisfied = Order.objects.filter(customer__branch=branch, placed_at__gt=NOON)
    dissatisfied.update(placed_at=NOON + 91 * DAY)
    assert (worth().ratio, worth().reason) == (None, "in one of the two groups nobody ordered again")

    Response.objects.filter(customer__branch=branch).first().delete()  # type: ignore[union-attr]
    assert worth().reason == "fewer than 5 dissatisfied customers answered long enough ago"


@pytest.mark.spec("R313")
def test_of_each_customer_the_newest_answer_counts() -> None:
    ten_satisfied_and_five_dissatisfied()
    once_satisfied = Response.objects.filter(answers__performance=7, customer__isnull=False).first()
    assert once_satisfied is not None

    said(once_satisfied.survey, once_satisfied.customer, 1, at=NOON + DAY)

    assert (worth().satisfied.customers, worth().dissatisfied.customers) == (9, 6)


@pytest.mark.spec("R343")
def test_each_indicator_of_satisfaction_stands_against_its_level() -> None:
    keep("customer_satisfaction", "82")
    keep("complaint_rate", "12")
    for code, level in (("customer_satisfaction", "80"), ("complaint_rate", "10"), ("opinion_mean", "4")):
        set_target(indicator=code, value=Decimal(level), valid_from=MARCH, by=HOUSE, at=NOON)

    found = appraisal(SYSTEM, Whose(), MARCH, MARCH, within=CATALOGUE, levels=Levels())

    assert [row.indicator.code for row in found] == list(APPRAISED)
    assert {row.indicator.code: (row.gap, row.is_reached) for row in found if row.level} == {
        "customer_satisfaction": (Decimal(-2), True),
        "opinion_mean": (None, None),
        "complaint_rate": (Decimal(2), False),
    }


@pytest.mark.spec("R343")
def test_periodic_surveys_tell_whom_they_asked_and_who_answered(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    a_survey()
    by_calendar, ended = a_survey("calendar"), a_survey("start")
    close_survey(survey=ended, by=HOUSE, at=NOON + DAY)
    for n in range(4):
        moment = NOON + DAY if n == 0 else None
        Invitation.objects.create(
            survey=by_calendar, customer=a_customer(), sent_at=NOON, answered_at=moment, trigger="calendar"
        )
    said(by_calendar, a_customer(), 5, at=NOON + DAY)
    said(by_calendar, a_customer(), 6, at=NOON)

    with django_assert_num_queries(3):
        found = periodic_surveys(SYSTEM, at=LATER)

    assert found == [
        Periodic(ended, False, invited=0, came=0, answered=0, last_answer=None),
        Periodic(by_calendar, True, invited=4, came=1, answered=2, last_answer=NOON + DAY),
    ]
    assert [each.rate for each in found] == [None, 0.25]


@pytest.mark.spec("R313", "R343")
def test_the_page_shows_levels_surveys_and_the_reference_as_a_reference(client: Client) -> None:
    ten_satisfied_and_five_dissatisfied()
    keep("customer_satisfaction", "82")
    set_target(indicator="customer_satisfaction", value=Decimal(80), valid_from=MARCH, by=HOUSE, at=NOON)

    shown = text_of(page(client, staff("general_manager", language="en")))

    assert "<b>1 of 1</b> indicators of satisfaction reach their level" in shown
    assert "ordered again <b>4.0 times</b> as often as dissatisfied ones (0.7 to 23.7" in shown
    assert "six times more willing to buy than a dissatisfied one. · textbook" in shown
    assert "reference, not our measurement" in shown
    assert "The reference lies within this range." in shown
    assert "No survey asks by itself now." in shown
    assert f"{reverse('surveys:new')}?trigger=calendar" in shown
    assert f"{reverse('scorecards:new_target')}?indicator=opinion_mean" in shown

    a_survey("calendar")
    assert "No survey asks by itself now." not in text_of(page(client, staff("general_manager")))


@pytest.mark.spec("R313", "R343")
def test_the_page_is_a_file_too(client: Client) -> None:
    ten_satisfied_and_five_dissatisfied()
    keep("customer_satisfaction", "82")

    file = page(client, staff("general_manager", language="en"), export="csv")

    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["Customer satisfaction", "82"]
    assert [row[0] for row in rows[-4:-1]] == [
        "Satisfied customers who ordered again",
        "Dissatisfied customers who ordered again",
        "Times as often",
    ]
    assert [rows[-4][1], rows[-3][1], rows[-2][1], rows[-1][1]] == ["0.8", "0.2", "4.0", "6"]
    assert "reference, not our measurement" in rows[-1][-1]


@pytest.mark.spec("R313", "R343")
def test_a_program_reads_the_appraisal(client: Client) -> None:
    ten_satisfied_and_five_dissatisfied()
    keep("customer_satisfaction", "82")
    _, key = make_key(person=staff("general_manager"), name="test", by=HOUSE, at=NOON)

    with time_machine.travel(LATER, tick=False):
        told = client.get(
            "/api/v1/scorecards/satisfaction", SPAN, headers={"Authorization": f"Bearer {key}"}
        ).json()

    assert [row["indicator"] for row in told["indicators"]] == list(APPRAISED)
    assert (told["indicators"][0]["figure"]["value"], told["indicators"][0]["level"]) == (
        "82.000000000",
        None,
    )
    worth = told["worth"]
    assert (worth["satisfied"], worth["dissatisfied"]) == (
        {"customers": 10, "ordered_again": 8},
        {"customers": 5, "ordered_again": 1},
    )
    assert round(worth["times"], 6) == 4
    assert (worth["reference"], worth["no_data"]) == ("6", "")


@pytest.mark.spec("R313", "R343")
def test_whoever_sees_no_surveys_sees_neither_them_nor_what_customers_ordered(client: Client) -> None:
    ten_satisfied_and_five_dissatisfied()
    a_survey("calendar")
    person = staff("client")

    shown = text_of(page(client, person))
    file = page(client, person, export="csv").content.decode("utf-8-sig")

    assert "Indicators and levels" in shown
    assert "What satisfaction is worth" not in shown and "回访" not in shown
    assert [row[4:6] for row in csv.reader(io.StringIO(file))][-4:-2] == [["0", "0"], ["0", "0"]]


def test_a_survey_by_the_calendar_is_one_click_away(client: Client) -> None:
    client.force_login(staff("general_manager"), backend="kept.people.queries.signed_in.PersonBackend")

    form = client.get(reverse("surveys:new"), {"trigger": "calendar"}).context["form"]
    wrong = client.get(reverse("surveys:new"), {"trigger": "weather"}).context["form"]

    assert (form["trigger"].initial, wrong["trigger"].initial) == ("calendar", "person")
