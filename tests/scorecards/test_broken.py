"""Where promises break: by cause, liable tier, lane, branch, hour; each leading to its promises."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.kernel.actor import Actor
from kept.people.actions.persons import make_key
from kept.people.queries import actor_of
from kept.promises.actions import explain_promise
from kept.promises.models import Promise
from kept.scorecards.enums import BrokenBy
from kept.scorecards.queries.broken import Asked, broken, groups, hours
from tests.factories import HOUSE, NOON, a_branch, a_customer, a_partner, staff

from .conftest import TakeIn, a_row

LATER = NOON + timedelta(days=3)
ASKED = Asked(date(2026, 3, 1), date(2026, 3, 31))
GOOD = {"happened_at": NOON - timedelta(hours=1)}
SPAN = {"first": "2026-03-01", "last": "2026-03-31"}


@pytest.fixture
def broken_ones(take_in: TakeIn) -> dict[str, Any]:
    """Seven deliveries due on Monday at noon: four broken, of which three have a cause; one on Tuesday."""
    branch, other = a_branch(name="上海分公司"), a_branch(name="武汉分公司")
    customer, carrier = a_customer(name="宏达"), a_partner(name="顺达")
    late = {"happened_at": NOON + timedelta(hours=2), "origin": "上海", "destination": "杭州"}
    rows = [
        *(a_row(f"late:{n}", customer, branch_id=branch.pk, **late) for n in range(3)),
        a_row("late:3", customer, branch_id=other.pk, carrier_id=carrier.pk, **late | {"destination": ""}),
        *(
            a_row(f"good:{n}", customer, branch_id=branch.pk, origin="上海", destination="杭州")
            for n in range(2)
        ),
        a_row("later", customer, promised_at=NOON + timedelta(days=1, hours=2), happened_at=NOON),
    ]
    take_in(*rows)
    failed = list(Promise.objects.filter(state="broken").order_by("pk"))
    for promise, cause, tier in zip(
        failed, ("traffic", "traffic", "handling"), ("subcontractor", "subcontractor", "us"), strict=False
    ):
        explain_promise(promise=promise, cause=cause, liable_tier=tier, by=HOUSE, at=LATER)
    return {"branch": branch, "other": other, "customer": customer, "carrier": carrier, "failed": failed}


def told(by: str, who: Actor = HOUSE) -> list[tuple[str, int, int]]:
    found = groups(who, ASKED, by, at=LATER)
    return sorted(((g.words, g.due, g.broken) for g in found), key=lambda row: (-row[2], row[0]))


def test_broken_promises_are_told_by_everything_that_is_known_of_them(broken_ones: dict[str, Any]) -> None:
    assert told("cause") == [
        ("Traffic", 2, 2),
        ("Handling or packing", 1, 1),
        ("nobody has said the cause", 4, 1),
    ]
    assert told("liable") == [("Subcontractor", 2, 2), ("Us", 1, 1), ("nobody has said who lost it", 4, 1)]
    assert told("lane") == [
        ("上海 → 杭州", 5, 3),
        ("not about a shipment or order with a lane", 2, 1),
    ]
    assert told("branch") == [("上海分公司", 5, 3), ("武汉分公司", 1, 1)]
    assert told("customer") == [("宏达", 7, 4)]
    assert told("subcontractor") == [("done by ourselves", 6, 3), ("顺达", 1, 1)]
    assert told("kind") == [("Deliver goods", 7, 4)]
    assert told("weekday") == [("Monday", 6, 4)]
    assert told("hour") == [("12:00–12:59", 6, 4)]
    assert hours(HOUSE, ASKED, at=LATER) == {(1, 12): (6, 4), (2, 14): (1, 0)}


@pytest.mark.parametrize("by", BrokenBy.values)
def test_behind_each_group_stand_exactly_the_promises_it_counts(by: str, broken_ones: dict[str, Any]) -> None:
    for group in groups(HOUSE, ASKED, by, at=LATER):
        assert broken(HOUSE, ASKED, by, group.key, at=LATER).count() == group.broken


def test_a_key_that_means_nothing_finds_nothing(broken_ones: dict[str, Any]) -> None:
    for by, key in (("branch", "x"), ("hour", "x"), ("weekday_hour", "1"), ("weekday_hour", "x-y")):
        assert not broken(HOUSE, ASKED, by, key, at=LATER).exists()
    assert broken(HOUSE, ASKED, "weekday_hour", "1-12", at=LATER).count() == 4


def test_a_promise_for_a_whole_day_has_no_hour(take_in: TakeIn) -> None:
    take_in(a_row("day", a_customer(), is_day=True, happened_at=NOON + timedelta(days=2)))

    assert hours(HOUSE, ASKED, at=LATER) == {}
    assert told("hour") == [("promised for a whole day", 1, 1)]


def test_a_promise_past_its_moment_is_broken_before_anybody_says_so(take_in: TakeIn) -> None:
    take_in(a_row("open", a_customer(), happened_at=None), at=NOON - timedelta(hours=2))

    assert told("kind") == [("Deliver goods", 1, 1)]
    assert broken(HOUSE, ASKED, at=NOON - timedelta(hours=1)).count() == 0


def test_each_sees_the_broken_promises_of_his_grants(broken_ones: dict[str, Any]) -> None:
    person = staff("branch_manager", branch=broken_ones["other"])

    assert told("branch", actor_of(person, LATER)) == [("武汉分公司", 1, 1)]


def test_the_page_names_the_vital_few_and_leads_to_their_promises(
    client: Client, broken_ones: dict[str, Any]
) -> None:
    client.force_login(staff("general_manager", language="en"))

    response = client.get(reverse("scorecards:broken"), SPAN)
    shown = " ".join(response.content.decode().split())
    behind = client.get(response.context["rows"][0].url)
    at_noon = client.get(next(c.url for _day, cells in response.context["week"] for c in cells if c.broken))

    assert "2 of them (Cause) make 100 % of the 3 broken promises of which it is known." in shown
    assert "more: nobody has said the cause." in shown
    assert "Monday 12:00: 4 of 6 broken" in shown
    assert [row.cause for row in behind.context["list"].records] == ["traffic", "traffic"]
    assert len(at_noon.context["list"].records) == 4
    assert "Monday 12:00–12:59" in at_noon.content.decode()


def test_groups_and_hours_download(client: Client, broken_ones: dict[str, Any]) -> None:
    client.force_login(staff("general_manager", language="en"))

    lanes = client.get(reverse("scorecards:broken"), {**SPAN, "by": "lane", "export": "csv"})
    week = client.get(reverse("scorecards:broken"), {**SPAN, "table": "hours", "export": "csv"})

    assert list(csv.reader(io.StringIO(lanes.content.decode("utf-8-sig")))) == [
        ["Lane", "Broken", "Due", "Share", "Together"],
        ["上海 → 杭州", "3", "5", "1", "1"],
        ["not about a shipment or order with a lane", "1", "2", "", ""],
    ]
    assert list(csv.reader(io.StringIO(week.content.decode("utf-8-sig")))) == [
        ["Weekday", "Hour", "Due", "Broken"],
        ["Monday", "12", "6", "4"],
        ["Tuesday", "14", "1", "0"],
    ]


def test_a_page_of_no_days_says_what_to_mend(client: Client, db: None) -> None:
    client.force_login(staff("general_manager", language="en"))

    wrong = client.get(reverse("scorecards:broken"), {"first": "2026-03-31", "last": "2026-03-01"})
    empty = client.get(reverse("scorecards:broken"), SPAN)

    assert wrong.status_code == 422
    assert "The last day lies before the first." in wrong.content.decode()
    assert "No promise of these days was broken." in empty.content.decode()


def test_the_page_asks_as_often_for_one_promise_as_for_many(
    client: Client,
    take_in: TakeIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(staff("general_manager", language="en"))
    seen = []
    for n in range(2):
        take_in(*(a_row(f"{n}:{k}", a_customer(), happened_at=LATER) for k in range(1 + 3 * n)))
        with django_assert_num_queries(7) as asked:
            client.get(reverse("scorecards:broken"), {**SPAN, "by": "customer"})
        seen.append(len(asked))

    assert seen == [7, 7]


def test_programs_read_where_promises_break(client: Client, broken_ones: dict[str, Any]) -> None:
    _key, secret = make_key(person=staff("general_manager"), name="bi", by=HOUSE, at=NOON)
    asked = {"by": "branch", **SPAN}
    headers = {"Authorization": f"Bearer {secret}"}

    told = client.get("/api/v1/scorecards/broken-promises", asked, headers=headers).json()
    lost = client.get("/api/v1/scorecards/broken-promises", {"branch": 999_999}, headers=headers)

    assert told["broken"] == 4
    assert [(g["words"], g["due"], g["broken"], g["share"], g["is_vital"]) for g in told["groups"]] == [
        ("上海分公司", 5, 3, "0.75", True),
        ("武汉分公司", 1, 1, "0.25", True),
    ]
    assert told["hours"][0] == {"weekday": 1, "hour": 12, "due": 6, "broken": 4}
    assert lost.status_code == 422
