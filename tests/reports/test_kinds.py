"""Each kind of report says what it is asked, from real records, and no more than the reader's grants open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from kept.billing.models import Charge
from kept.inspections.actions.comparing import observe_competitor
from kept.kernel.actor import Actor, Scope
from kept.kernel.errors import Refused
from kept.people.models import Team
from kept.people.queries import actor_of
from kept.reports.enums import Span
from kept.reports.queries.asking import reaches
from kept.reports.queries.kinds import KINDS
from kept.reports.rules import NoPeriod, Period
from kept.surveys.actions.answering import Sheet, enter_paper_answers
from kept.surveys.rules.marks import Mark
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.surveys.scenes import a_survey

from .scenes import DAY, LATER, a_report, row_of, section, shipped, ten_orders, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.spec("R789")
def test_the_cargo_of_each_day_is_counted_by_branch_customer_and_lane() -> None:
    acme, branch = a_customer(name="Acme"), a_branch(name="North")
    shipped(acme, 3, branch=branch)
    shipped(acme, 1, at=NOON + DAY, to="西安", weight_kg=None)
    shipped(a_customer(name="Other"), 2, state="cancelled")

    made = a_report("daily_volume", "2026-03")

    assert made.answer == "4 shipments were picked up: 8 pieces, 30 kg."
    days = section(made, "days").grids[0]
    assert row_of(days, "2026-03-02") == ["2026-03-02", "3", "6", "30", "0.0", "0"]
    assert row_of(days, "2026-03-04")[1] == "0"
    assert section(made, "days").notes == ("1 shipment told no weight and adds none.",)
    by_branch, by_customer, by_lane = (words(section(made, f"part-{n}").grids[0]) for n in range(3))
    assert (by_branch[0][:2], by_customer[0][:2]) == (["North", "3"], ["Acme", "4"])
    assert [row[:3] for row in by_lane] == [["上海", "成都", "3"], ["上海", "西安", "1"]]


def test_a_reader_of_one_branch_counts_the_goods_of_that_branch_alone() -> None:
    acme, own, other = a_customer(), a_branch(), a_branch()
    shipped(acme, 3, branch=own)
    shipped(acme, 5, branch=other)
    reader = actor_of(staff("clerk", branch=own), NOON)

    assert a_report("daily_volume", "2026-03", by=reader).answer.startswith("3 shipments")
    assert not reaches(reader, "reports.customer", acme)


@pytest.mark.spec("R790")
def test_the_month_is_told_by_every_indicator_against_level_and_month_before() -> None:
    ten_orders(a_customer())

    made = a_report("operations", "2026-03")

    assert "On time were 80.0 % of the deliveries." in made.answer
    every = section(made, "all").grids[0]
    assert row_of(every, "On-time deliveries")[:3] == ["On-time deliveries", "80.0 %", "no data"]
    assert row_of(section(made, "level").grids[0], "Complete deliveries")[1:3] == ["8 of 10", "80.0 %"]
    assert row_of(section(made, "promises").grids[0], "Deliver goods")[1:3] == ["10", "5"]
    assert "no data" in row_of(section(made, "trend").grids[0], "2026-02")[1]


@pytest.mark.spec("R791")
def test_the_general_manager_reads_the_complaints_of_each_branch() -> None:
    north = a_branch(name="North")
    case = a_case(branch=north)
    a_case("question", branch=north)

    made = a_report("complaints", "2026-03")

    assert made.answer == "1 complaint came in, 0 in the month before. 1 is not solved yet."
    assert row_of(section(made, "branches").grids[0], "North")[1:3] == ["1", "0"]
    assert case.number  # the question beside it does not count


@pytest.mark.spec("R792")
def test_a_customer_s_month_tells_volume_results_causes_and_complaints() -> None:
    acme = a_customer()
    ten_orders(acme)
    a_case(customer=acme, reason="外箱破损")
    a_case(customer=a_customer())

    made = a_report("customer_month", "2026-03", customer=acme)

    results = section(made, "results").grids[0]
    assert row_of(results, "On-time deliveries")[1:3] == ["8 of 10", "80.0 %"]
    assert row_of(results, "Accuracy")[1:3] == ["6 of 10", "60.0 %"]
    assert row_of(results, "Accident rate")[1:3] == ["1 of 10", "10.0 %"]
    assert section(made, "causes").answer.startswith("7 promises were broken.")
    assert section(made, "complaints").answer == "1 complaint came in; 0 are solved."


@pytest.mark.spec("R793", "R479")
def test_a_quarter_shows_the_trend_of_volume_by_place() -> None:
    acme = a_customer()
    for place, n in enumerate((6, 5, 4, 3, 2, 1, 1)):
        shipped(acme, n, to=f"城{place}")
    shipped(acme, 2, at=NOON - 40 * DAY, to="城0")

    made = a_report("customer_period", "2026-Q1", customer=acme)

    places = section(made, "places")
    assert places.answer == "Most went to 城0: 8 of 24 shipments."
    assert words(places.grids[0])[0][:5] == ["城0", "2", "0", "6", "8"]
    assert words(places.grids[0])[-1][:5] == ["2 other places", "0", "0", "2", "2"]
    assert [cell.words for cell in places.grids[0].foot[:5]] == ["Sum", "2", "0", "22", "24"]


@pytest.mark.spec("R480")
def test_peak_and_slack_months_are_found_in_a_year() -> None:
    acme = a_customer()
    for month in range(12):
        at = NOON.replace(year=2025, month=month + 1, day=10)
        shipped(acme, 6 if month == 10 else 1 if month == 1 else 3, at=at)

    made = section(a_report("customer_period", "2025", customer=acme), "seasons")

    assert made.answer == "Peak season: November. Slack season: February."
    assert row_of(made.grids[1], "November")[1:] == ["Peak", "6.0", "1.95"]


@pytest.mark.spec("R480")
def test_less_than_a_year_tells_no_season() -> None:
    acme = a_customer()
    shipped(acme, 3)

    made = section(a_report("customer_period", "2026-Q1", customer=acme), "seasons")

    assert made.answer.startswith("No data: seasons need each calendar month")


@pytest.mark.spec("R481")
def test_regions_are_compared_with_each_other_and_with_the_period_before() -> None:
    acme = a_customer()
    shipped(acme, 3, to="成都")
    shipped(acme, 1, to="西安")
    shipped(acme, 2, at=NOON - 90 * DAY, to="西安")

    made = section(a_report("customer_period", "2026-Q1", customer=acme), "regions")

    to = made.grids[1]
    assert [(row[0], row[1], row[5], row[6]) for row in words(to)] == [
        ("成都", "3", "75.0 %", "0"),
        ("西安", "1", "25.0 %", "2"),
    ]


@pytest.mark.spec("R794")
def test_the_day_s_work_is_told_by_person_and_team() -> None:
    clerk = staff(name="Wang")
    case = a_case(owner=clerk, at=NOON)
    a_call(person=clerk)

    made = a_report("daily_work", "2026-03-02", at=NOON + timedelta(hours=8))

    line = row_of(section(made, "people").grids[0], "Wang")
    assert line[-2:] == ["1", "0"]
    assert case.number in [row[0] for row in words(section(made, "open").grids[0])]
    assert int(line[-3]) >= 1


def test_work_that_names_no_team_counts_for_the_team_of_its_person() -> None:
    clerk = staff(name="Wang")
    clerk.teams.add(Team.objects.create(name="Desk", branch=a_branch()))
    a_case(owner=clerk, at=NOON)

    made = a_report("daily_work", "2026-03-02", at=NOON + timedelta(hours=8))

    assert row_of(section(made, "teams").grids[0], "Desk")[-2:] == ["1", "0"]


@pytest.mark.spec("R795")
def test_satisfaction_is_told_item_by_item_for_the_surveys_answered_in_the_time() -> None:
    survey = a_survey()
    marks = {
        item.code: Mark(importance=6, performance=4)
        for item in survey.questionnaire.items.all()
        if item.is_pair
    }
    enter_paper_answers(
        survey=survey, sheets=[Sheet(respondent=f"r{n}", marks=marks) for n in range(5)], by=HOUSE, at=NOON
    )

    made = a_report("satisfaction", "2026-03")
    nothing = a_report("satisfaction", "2025-03")

    table = section(made, "survey-0").grids[0]
    assert made.answer.startswith("5 questionnaires were filled. Most is missing at:")
    assert {tuple(row[2:]) for row in words(table)} == {("6.00", "4.00", "2.00", "5")}
    assert nothing.answer == "No data: no questionnaire was filled in this time."


@pytest.mark.spec("R796")
def test_receivables_are_told_by_customer_and_age_and_charge_by_charge() -> None:
    acme = a_customer(name="Acme")
    _charge(acme, 10_000, days=0)
    _charge(acme, 5_000, days=100, tax=300)
    _charge(acme, 7_000, days=1, state="settled", settled_at=NOON)

    made = a_report("receivables", "2026-03")
    own = a_report("statement", "2026-03", customer=acme)

    assert made.answer == "¥153.00 are owed, tax included. 1 customer owes something older than 90 days."
    ages = row_of(section(made, "ages-CNY").grids[0], "Acme")
    assert ages[1:] == [
        "¥100.00",
        "¥0.00",
        "¥0.00",
        "¥53.00",
        "¥153.00",
    ]
    assert [row[-1] for row in words(section(own, "lines").grids[0])] == ["¥53.00", "¥100.00", "¥153.00"]


@pytest.mark.spec("R797")
def test_the_tracking_table_of_a_day_is_a_paper_with_the_columns_that_the_customer_wants() -> None:
    acme = a_customer()
    (one,) = shipped(acme, 1)
    shipped(a_customer(), 1)

    made = a_report("tracking_table", "2026-03-02", customer=acme)

    assert [row[0] for row in words(section(made, "table").grids[0])] == [one.number]


@pytest.mark.spec("R798")
def test_delivery_note_receipt_list_compensation_list_and_claim_are_papers_to_sign() -> None:
    (one,) = shipped(a_customer(name="Acme"), 1, consignee_address="Road 1")

    note = a_report("delivery_note", number=one.number)

    told = [cell for grid in note.grids for row in words(grid) for cell in row]
    assert {one.number, "Acme", "Road 1", "Checked on receipt"} <= {
        *told,
        *(grid.title for grid in note.grids),
    }
    assert note.signs == ("Handed out by", "Driver", "Received by, day and stamp")
    assert a_report("compensation_list", "2026-03").answer == "0 compensations."
    assert a_report("receipt_list", "2026-03", customer=one.customer).answer == "0 signed receipts."
    with pytest.raises(Refused):
        a_report("delivery_note", number="WB-nothing")
    with pytest.raises(Refused):
        a_report("claim_form", number="CL-nothing")


@pytest.mark.spec("R799")
def test_the_complaint_form_holds_what_was_said_and_done() -> None:
    case = a_case(customer=a_customer(name="Acme"), demand="Free delivery")

    made = a_report("complaint_form", number=case.number)

    assert made.title == "Complaint: registration and handling"
    rows = [row for grid in made.grids for row in words(grid)]
    assert ["Demand", "Free delivery"] in rows
    assert made.signs == ("Branch manager", "Operations service department")


@pytest.mark.spec("R800")
def test_a_questionnaire_can_be_filled_on_paper() -> None:
    made = a_report("questionnaire", number="eight_items")

    items = made.sections[0].grids[0]
    assert len(items.rows) == 8
    assert items.rows[0][2].words.split() == [f"☐{mark}" for mark in range(1, 8)]


def test_each_chart_has_a_table_behind_it() -> None:
    acme = a_customer()
    ten_orders(acme)
    a_case(customer=acme)

    papers = [
        a_report(
            kind.code,
            Period.holding(kind.spans[0], NOON.date()).token,
            customer=acme if kind.about == "customer" else None,
        )
        for kind in KINDS.values()
        if kind.spans
    ]

    drawn = [each for paper in papers for each in paper.sections if each.figure]
    assert len(drawn) > 15
    assert all(each.grids and each.grids[0].rows for each in drawn)


def test_a_record_out_of_reach_is_not_printed() -> None:
    case = a_case(branch=a_branch())
    stranger = actor_of(staff("clerk", branch=a_branch()), NOON)

    with pytest.raises(Refused):
        a_report("complaint_form", number=case.number, by=stranger)


def test_a_contact_person_reads_their_own_company_alone() -> None:
    acme, other = a_customer(), a_customer()
    reader = Actor("person", "x", scopes=(Scope(frozenset({"reports.customer"}), "customer", acme.pk),))

    assert (reaches(reader, "reports.customer", acme), reaches(reader, "reports.customer", other)) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("token", "span", "first", "last"),
    [
        ("2026-03-02", Span.DAY, "2026-03-02", "2026-03-02"),
        ("2026-02", Span.MONTH, "2026-02-01", "2026-02-28"),
        ("2026-Q4", Span.QUARTER, "2026-10-01", "2026-12-31"),
        ("2026", Span.YEAR, "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_read_as_it_is_written(token: str, span: Span, first: str, last: str) -> None:
    found = Period.read(token)

    assert (found.token, found.span, str(found.first), str(found.last)) == (token, span, first, last)


@pytest.mark.parametrize("token", ["", "2026-13", "2026-Q5", "26-01", "2026-02-30", "gestern", "9999-Q4"])
def test_what_is_no_period_is_refused(token: str) -> None:
    with pytest.raises(NoPeriod):
        Period.read(token)


def _charge(customer: Any, amount: int, *, days: int, tax: int = 0, **more: Any) -> Charge:
    import uuid

    from kept.kernel.numbering import next_number

    at = NOON - days * DAY
    given = {"happened_at": at, "charged_at": at, "period": at.date().replace(day=1), **more}
    return Charge.objects.create(
        number=next_number("charge", at=NOON),
        kind="freight",
        customer=customer,
        currency="CNY",
        amount=amount,
        tax=tax,
        event_uid=uuid.uuid4(),
        event_name="transport.shipment_delivered",
        **given,
    )


@pytest.mark.spec("R801")
def test_the_market_report_lays_competitors_beside_us_and_says_what_is_not_known() -> None:
    ten_orders(a_customer())
    for name, level, day in (("Swift", "0.9", 2), ("Slow", "0.5", 3), ("Old", "1", -300)):
        observe_competitor(
            competitor=name,
            dimension="reliability",
            indicator="on_time_rate",
            level=Decimal(level),
            seen_on=(NOON + day * DAY).date(),
            source="customer",
            by=HOUSE,
            at=LATER,
        )

    made = a_report("market", "2026-Q1")

    (row,) = words(section(made, "competitors").grids[0])
    assert row[:2] == ["On-time deliveries", "80.0 %"]
    assert {"90.0 % ▼", "50.0 % ▲"} == set(row[2:])
    assert made.answer == "2 competitors were seen. In 1 of 1 comparisons somebody does better than we do."
    assert [line[1] for line in words(section(made, "seen").grids[0])] == ["Swift", "Slow"]
    assert row_of(section(made, "market").grids[0], "Market share")[1] == "no data"
    assert a_report("market", "2024-Q1").answer == "Nothing was seen of any competitor in this time."
