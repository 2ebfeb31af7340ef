"""What the desk reaches: how fast people are answered, how long complaints take, how often it was in vain."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kept.desk.actions.assigning import assign_case
from kept.desk.actions.contacting import answer_contact, log_contact
from kept.desk.actions.opening import open_case
from kept.desk.actions.solving import reopen_case, solve_case
from kept.desk.actions.taking_in import take_in_call_counts
from kept.desk.models import CallCount
from kept.parties.models import Customer
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.queries.behind import cases_behind, contacts_behind, counts_behind
from kept.scorecards.queries.checking import compare_facts
from kept.scorecards.queries.engine import Figure, Place, figure, measures_of
from kept.scorecards.queries.reading import Whose
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=20)
MONTH = NOON.date().replace(day=1)


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


def a_complaint(customer: Customer, *, at: datetime, hours: float | None, again: bool = False) -> None:
    """Came in by phone, was answered after six minutes, and solved after some hours or not at all."""
    call = log_contact(channel="phone", summary="外箱破损", customer=customer, by=HOUSE, at=at)
    case = open_case(kind="complaint", contact=call, by=HOUSE, at=at)
    log_contact(
        channel="phone", direction="out", case=case, summary="已核实", by=HOUSE, at=at + timedelta(minutes=6)
    )
    if hours is not None:
        solve_case(case=case, result="赔付", by=HOUSE, at=at + timedelta(hours=hours))
    if again:
        case = reopen_case(case=case, why="又坏了", by=HOUSE, at=at + timedelta(hours=(hours or 0) + 1))
        solve_case(case=case, result="换货", by=HOUSE, at=at + timedelta(hours=(hours or 0) + 2))


@pytest.fixture
def month() -> Customer:
    customer, other, third = a_customer(), a_customer(), a_customer()
    a_complaint(customer, at=NOON, hours=2)
    a_complaint(other, at=after(days=1), hours=10, again=True)
    a_complaint(third, at=after(days=2), hours=None)
    call = log_contact(channel="wechat", summary="货到哪了", customer=customer, by=HOUSE, at=after(days=3))
    answer_contact(contact=call, text="明天到", by=HOUSE, at=after(days=3, minutes=2))
    log_contact(channel="phone", summary="没人接", phone="13800000000", by=HOUSE, at=after(days=4))
    counts = [
        CallCount(
            external_key="a", starts_at=NOON, minutes=30, offered=20, answered=18, abandoned=2, in_time=15
        ),
        CallCount(external_key="b", starts_at=after(minutes=30), minutes=30, offered=5),
    ]
    take_in_call_counts(rows=counts, run_id=1, by=HOUSE, at=NOON)
    refresh_scores(at=LATER)
    return customer


def told(*codes: str, place: Place | None = None, slice: str = "all") -> dict[str, Figure]:
    place = place or Place()
    found = measures_of(
        [INDICATORS[code] for code in codes],
        start=MONTH,
        end=date(MONTH.year, MONTH.month + 1, 1),
        slices=[slice],
        by_month=False,
        as_of=LATER,
    )
    return {code: figure(INDICATORS[code], found.get(place, {})) for code in codes}


@pytest.mark.spec("R309", "R277")
def test_how_long_people_wait_and_how_long_complaints_take(month: Customer) -> None:
    found = told("answer_time_mean", "answer_time_median", "complaint_time_mean", "complaint_time_median")

    assert {code: each.value for code, each in found.items()} == {
        "answer_time_mean": Decimal(5),
        "answer_time_median": Decimal("6.0"),
        "complaint_time_mean": Decimal(7),
        "complaint_time_median": Decimal("7.0"),
    }


@pytest.mark.spec("R304")
def test_what_was_in_vain_is_counted(month: Customer) -> None:
    found = told("reopening_rate", "first_contact_rate", "complaints", "contact_volume")

    assert {code: (each.numerator, each.denominator) for code, each in found.items()} == {
        "reopening_rate": (1, 2),
        "first_contact_rate": (1, 2),
        "complaints": (3, None),
        "contact_volume": (5, None),
    }


@pytest.mark.spec("R291")
def test_the_steps_of_complaints_and_suggestions_are_counted(month: Customer) -> None:
    call = log_contact(channel="phone", summary="周末也送货", customer=month, by=HOUSE, at=after(days=1))
    suggestion = open_case(kind="suggestion", contact=call, by=HOUSE, at=after(days=1))
    for owner in (staff("clerk"), staff("clerk")):
        assign_case(case=suggestion, owner=owner, by=HOUSE, at=after(days=2))
    log_contact(channel="wechat", case=suggestion, summary="有结果了吗", by=HOUSE, at=after(days=3))
    suggestion.refresh_from_db()
    solve_case(case=suggestion, result="采纳", by=HOUSE, at=after(days=4))
    refresh_scores(at=LATER)

    found = told("steps_to_settle")["steps_to_settle"]

    two_complaints, one_suggestion = 2 + 3, 1 + 2 + suggestion.passed_on  # a complaint was solved twice
    assert suggestion.passed_on > 0
    assert (found.numerator, found.denominator) == (two_complaints + one_suggestion, 3)


@pytest.mark.spec("R266", "R267", "R268")
def test_calls_are_judged_only_where_their_end_was_counted(month: Customer) -> None:
    found = told("call_volume", "abandonment_rate", "calls_in_time_rate")

    assert {code: (each.numerator, each.denominator) for code, each in found.items()} == {
        "call_volume": (25, None),
        "abandonment_rate": (2, 20),
        "calls_in_time_rate": (15, 18),
    }


def test_without_deliveries_the_complaint_rate_says_why_there_is_none(month: Customer) -> None:
    found = told("complaint_rate")["complaint_rate"]

    assert (found.value, str(found.reason)) == (None, "nothing was delivered")


def test_figures_stand_by_customer_and_calls_belong_to_none(month: Customer) -> None:
    found = told("complaints", "call_volume", place=Place("customer", month.pk), slice="customer")

    assert (found["complaints"].value, found["call_volume"].value) == (1, None)


def test_exactly_the_counted_records_stand_behind_the_figures(month: Customer) -> None:
    span = (Whose(), MONTH, MONTH)
    behind = {
        "reopening_rate": cases_behind(HOUSE, INDICATORS["reopening_rate"], *span).count(),
        "steps_to_settle": cases_behind(HOUSE, INDICATORS["steps_to_settle"], *span).count(),
        "first_contact_rate": cases_behind(HOUSE, INDICATORS["first_contact_rate"], *span).count(),
        "complaints": cases_behind(HOUSE, INDICATORS["complaints"], *span).count(),
        "complaint_time_mean": cases_behind(HOUSE, INDICATORS["complaint_time_mean"], *span).count(),
        "contact_volume": contacts_behind(HOUSE, INDICATORS["contact_volume"], *span).count(),
        "answer_time_mean": contacts_behind(HOUSE, INDICATORS["answer_time_mean"], *span).count(),
        "abandonment_rate": sum(
            row.offered for row in counts_behind(HOUSE, INDICATORS["abandonment_rate"], *span)
        ),
    }

    found = told(*behind)

    assert behind == {code: each.denominator or each.numerator for code, each in found.items()}


def test_the_pages_of_desk_figures_open_with_their_records(client: Client, month: Customer) -> None:
    client.force_login(staff("general_manager", language="en"))
    for code in ("complaint_time_mean", "answer_time_median", "abandonment_rate", "first_contact_rate"):
        asked = {"indicator": code, "first": f"{MONTH:%Y-%m}", "last": f"{MONTH:%Y-%m}"}

        assert client.get(reverse("scorecards:scorecard"), asked).status_code == 200
        assert client.get(reverse("scorecards:records"), asked).status_code == 200


def test_facts_are_as_the_rows(month: Customer) -> None:
    refresh_facts(at=LATER)

    assert [each for each in compare_facts() if not each.agrees] == []
