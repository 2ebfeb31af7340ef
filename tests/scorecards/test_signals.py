"""Signal or noise: an indicator by week or month between its control limits."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.desk.actions.opening import open_case
from kept.desk.models import Case
from kept.methods.control_charts import NELSON, WESTERN_ELECTRIC, SignalRule
from kept.parties.models import Customer
from kept.people.actions.persons import make_key
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import ChartKind, Step
from kept.scorecards.queries.behind import promises_behind, within_days
from kept.scorecards.queries.reading import Whose
from kept.scorecards.queries.series import charted, kind_of, series
from tests.factories import HOUSE, NOON, a_customer, staff

from .conftest import TakeIn, a_row

WEEKS = 10
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
LATER = NOON + timedelta(days=90)
KEPT = INDICATORS["promises_kept_rate"]
RATE = INDICATORS["complaint_rate"]
SPAN = {"first": "2026-03", "last": "2026-05"}


def monday(week: int) -> datetime:
    return NOON + timedelta(days=7 * week)


@pytest.fixture
def ten_weeks(take_in: TakeIn) -> Customer:
    """Twenty deliveries a week; one of them late, in the eighth week twelve."""
    customer = a_customer()
    for week in range(WEEKS):
        late = 12 if week == 7 else 1
        take_in(
            *(
                a_row(
                    f"{week}:{n}",
                    customer,
                    promised_at=monday(week),
                    happened_at=monday(week) + timedelta(hours=1 if n < late else -1),
                    picked_up_at=monday(week) - timedelta(hours=25),
                )
                for n in range(20)
            ),
            at=LATER,
        )
    return customer


def weekly(indicator: Any, whose: Whose | None = None) -> Any:
    end = date(2026, 5, 10)
    whose = whose or Whose()
    return series(indicator, whose, step=Step.WEEK, first=date(2026, 3, 2), last=end, as_of=LATER)


def test_shares_are_read_by_week_and_the_week_that_fell_is_a_signal(ten_weeks: Customer) -> None:
    refresh_facts(at=LATER)

    periods = weekly(KEPT)
    found = charted(KEPT, periods, rules=WESTERN_ELECTRIC)

    assert [(p.first, int(p.figure.numerator or 0)) for p in periods][6:9] == [
        (date(2026, 4, 13), 19),
        (date(2026, 4, 20), 8),
        (date(2026, 4, 27), 19),
    ]
    assert found is not None
    assert found.kind == ChartKind.P
    assert found.chart.centre == pytest.approx(179 / 200)
    assert [(s.rule, found.of(s)[0].first, s.is_high) for s in found.signals] == [
        (SignalRule.BEYOND, date(2026, 4, 20), False)
    ]


def test_exactly_the_promises_of_a_week_stand_behind_it(ten_weeks: Customer) -> None:
    refresh_facts(at=LATER)

    for period in weekly(KEPT):
        month = (period.first.replace(day=1), period.last.replace(day=1))
        rows = promises_behind(HOUSE, KEPT, Whose(), *month, at=LATER)
        of_week = within_days(rows, "promises", period.first, period.last)
        assert of_week.count() == period.figure.denominator


def test_a_week_without_a_complaint_has_none_of_them(ten_weeks: Customer) -> None:
    refresh_facts(at=LATER)
    assert [p.figure.value for p in weekly(RATE)] == [0] * WEEKS

    open_case(kind="complaint", customer=ten_weeks, by=HOUSE, at=monday(2))
    Case.objects.update(opened_at=monday(2))
    refresh_facts(at=LATER)

    assert [p.figure.value for p in weekly(RATE)] == [0, 0, 500, *[0] * 7]
    found = charted(RATE, weekly(RATE), rules=NELSON)
    assert found is not None
    assert (found.kind, found.chart.centre) == (ChartKind.U, pytest.approx(50))


def test_lead_times_have_limits_from_their_moving_ranges(ten_weeks: Customer) -> None:
    refresh_facts(at=LATER)
    mean = INDICATORS["lead_time_mean"]

    found = charted(mean, weekly(mean), rules=WESTERN_ELECTRIC)

    assert kind_of(mean) == ChartKind.XMR
    assert found is not None
    assert [round(p.value, 1) for p in found.chart.points] == [24.1] * 7 + [25.2] + [24.1] * 2
    assert found.chart.mean_range == pytest.approx(2 * 1.1 / 9)


def test_limits_can_be_kept_from_before_a_change(ten_weeks: Customer) -> None:
    refresh_facts(at=LATER)

    found = charted(KEPT, weekly(KEPT), rules=WESTERN_ELECTRIC, limits_until=date(2026, 4, 19))

    assert found is not None
    assert found.chart.centre == pytest.approx(0.95)
    assert charted(KEPT, weekly(KEPT), rules=NELSON, limits_until=date(2026, 3, 8)) is None


def test_the_page_says_the_rule_in_words_and_leads_to_the_records(
    client: Client, ten_weeks: Customer
) -> None:
    refresh_facts(at=LATER)
    client.force_login(staff("general_manager", language="en"))

    response = client.get(reverse("scorecards:signals"), SPAN)
    shown = " ".join(response.content.decode().split())
    behind = client.get(response.context["told"][0].url)

    assert (
        "1 signal</b> in Promises kept, Whole company, 2026-03 to 2026-05: ask what happened then." in shown
    )
    assert "The middle is 89.5 %." in shown
    assert "one point beyond its limit" in shown
    assert "low · worse" in shown
    assert "The limits come from 10 periods; from 12 on they are taken as settled." in shown
    assert len(behind.context["list"].records) == 12
    assert "2026-04-20 to 2026-04-26" in behind.content.decode()


def test_a_quiet_indicator_is_said_to_be_noise(client: Client, take_in: TakeIn) -> None:
    for week in range(3):
        take_in(a_row(f"{week}", a_customer(), promised_at=monday(week), happened_at=monday(week)), at=LATER)
    refresh_facts(at=LATER)
    client.force_login(staff("general_manager", language="en"))

    shown = " ".join(client.get(reverse("scorecards:signals"), SPAN).content.decode().split())
    none = client.get(reverse("scorecards:signals"), {**SPAN, "indicator": "calls_in_time_rate"})

    assert "No signal</b> in Promises kept" in shown
    assert "limits need two periods with a figure" in none.content.decode()
    assert "nobody counted which calls were answered in time" in none.content.decode()


def test_the_chart_downloads_with_its_limits(client: Client, ten_weeks: Customer) -> None:
    refresh_facts(at=LATER)
    client.force_login(staff("general_manager", language="en"))

    response = client.get(reverse("scorecards:signals"), {**SPAN, "export": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    head = ["From day", "To day", "Promises kept", "Counted", "Out of"]
    assert rows[0] == [*head, "Lower limit", "Middle", "Upper limit", "Signals", "No data"]
    fallen = next(row for row in rows if row[0] == "2026-04-20")
    assert fallen[:5] == ["2026-04-20", "2026-04-26", "0.4", "8", "20"]
    assert Decimal(fallen[6]) == Decimal("0.895")
    assert fallen[8] == "one point beyond its limit"


def test_programs_read_signals_of_their_own_figures_alone(client: Client, ten_weeks: Customer) -> None:
    refresh_facts(at=LATER)
    _, own = make_key(person=staff("client", customer=ten_weeks), name="own", by=HOUSE, at=NOON)
    _, other = make_key(person=staff("client", customer=a_customer()), name="other", by=HOUSE, at=NOON)
    asked = {**SPAN, "slice": "customer", "id": ten_weeks.pk}

    def read(key: str, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {key}"}
        return client.get("/api/v1/scorecards/signals", {**asked, **query}, headers=headers)

    told = read(own).json()

    assert told["chart"] == "p"
    assert told["centre"] == pytest.approx(0.895)
    assert told["signals"] == [
        {"rule": "beyond", "first": "2026-04-20", "last": "2026-04-26", "is_high": False}
    ]
    assert read(other).status_code == 403
    assert read(own, indicator="no_such").status_code == 422


def test_a_kind_of_promise_opens_its_own_promises(client: Client, ten_weeks: Customer) -> None:
    """The records page knows indicators of single kinds too."""
    client.force_login(staff("general_manager", language="en"))
    asked = {"indicator": "kept_complaint_answer", "first": "2026-04", "last": "2026-04"}

    response = client.get(reverse("scorecards:records"), asked)

    assert list(response.context["list"].records) == []
    assert "Answer a complaint" in response.content.decode()
