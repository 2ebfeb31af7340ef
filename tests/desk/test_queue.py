"""The queue: all that waits in one list, and what a row is about beside it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.models import Notice
from kept.desk.actions.assigning import assign_case
from kept.desk.actions.contacting import answer_contact
from kept.desk.actions.resting import snooze_case, wake_cases, watch_case
from kept.desk.actions.tending import note_case
from kept.desk.models import Case
from kept.desk.models.cases import SnoozedBackwards
from kept.kernel.outbox import deliver_due
from kept.kernel.web.panels import panels_of
from kept.people.queries import actor_of
from kept.promises.actions.clocking import record_breaches
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.desk.test_pages import statements
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PART = {"HX-Request": "true"}


@pytest.fixture
def clerk(client: Client) -> Any:
    client.cookies["django_language"] = "en"
    person = staff("clerk")
    client.force_login(person)
    return person


def queue(client: Client, query: str = "") -> str:
    return client.get(f"{reverse('desk:queue')}?{query}").content.decode()


def numbers(page: str) -> list[str]:
    """The matters of a page, from top to bottom."""
    return re.findall(r'<span class="second">(C[SO]-[\d-]+)', page)


def test_calls_and_cases_stand_in_one_list_and_what_breaks_first_on_top(client: Client, clerk: Any) -> None:
    suggestion = a_case("suggestion", at=now())
    complaint = a_case("complaint", at=now())
    call = a_call(at=now())
    question = a_case("question", at=now() - MINUTE)

    assert numbers(queue(client)) == [question.number, call.number, complaint.number, suggestion.number]


def test_what_is_recorded_as_broken_stays_on_top_and_in_its_view_until_it_is_met(
    client: Client, clerk: Any
) -> None:
    late = a_call(at=now() - 10 * MINUTE)
    complaint = a_case("complaint", at=now() - timedelta(hours=2))
    fresh = a_case("question", at=now())
    record_breaches(by=HOUSE, at=now())

    assert numbers(queue(client)) == [complaint.number, late.number, fresh.number]
    assert numbers(queue(client, "view=breached")) == [complaint.number, late.number]
    answer_contact(contact=late, text="好了", by=HOUSE, at=now())
    assert numbers(queue(client, "view=breached")) == [complaint.number]


def test_the_queue_is_read_page_by_page_across_calls_and_cases(
    client: Client, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kept.desk.ui.tables.QueueTable.size", 2)
    started = now()
    expected = []
    for n in range(3):
        expected += [
            a_case("question", at=started + n * MINUTE).number,
            a_call(at=started + n * MINUTE).number,
        ]
    expected += [a_case("suggestion", at=started).number]

    read, address, back = [], reverse("desk:queue"), ""
    while address:
        page = client.get(address).content.decode()
        read += numbers(page)
        before, found = back, re.search(r'href="([^"]*after=[^"]*)"', page)
        back = (re.search(r'href="([^"]*before=[^"]*)"', page) or [None, before])[1]
        address = reverse("desk:queue") + found[1].replace("&amp;", "&") if found else ""
    earlier = numbers(client.get(reverse("desk:queue") + back.replace("&amp;", "&")).content.decode())

    assert sorted(read) == sorted(expected) and len(set(read)) == len(read)
    assert earlier == read[-3:-1]


def test_the_views_of_the_queue_hold_and_count_what_they_say(client: Client, clerk: Any) -> None:
    here = a_branch()
    me = staff("clerk", branch=here, name="我")
    client.force_login(me)
    by = actor_of(me, now())
    mine = a_case("suggestion", at=now(), by=by, branch=here)
    nobodys = a_case("question", at=now() - DAY, branch=here)
    watch_case(case=nobodys, by=by, at=now())
    asleep = snooze_case(case=a_case("suggestion", at=now(), branch=here), until=now() + DAY, by=by, at=now())
    views = ("", "mine", "branch", "unassigned", "soon", "breached", "watched", "snoozed", "team")

    found = {view: set(numbers(queue(client, f"view={view}"))) for view in views}
    counted = dict(re.findall(r'view=(\w+)"[^>]*>[^<]*<span class="tab-count[^"]*">(\d+)<', queue(client)))

    assert found == {
        "": {mine.number, nobodys.number},
        "mine": {mine.number},
        "branch": {mine.number, nobodys.number},
        "unassigned": {nobodys.number},
        "soon": set(),
        "breached": {nobodys.number},
        "watched": {nobodys.number},
        "snoozed": {asleep.number},
        "team": set(),
    }
    assert counted == {view: str(len(there)) for view, there in found.items() if view}


def test_the_queue_takes_the_same_statements_with_one_row_and_with_thirty(client: Client, clerk: Any) -> None:
    a_case(at=now())
    a_call(at=now(), customer=a_customer())
    once = statements(client, reverse("desk:queue"))
    for _ in range(15):
        a_case(at=now())
        a_call(at=now(), customer=a_customer())

    assert statements(client, reverse("desk:queue")) == once <= 14


def test_nothing_new_in_the_queue_costs_nothing(client: Client, clerk: Any) -> None:
    waiting = a_call(at=now(), caller_name="赵先生")
    with time_machine.travel(now().replace(second=10) + 2 * MINUTE, tick=False) as clock:
        first = client.get(reverse("desk:queue"), headers=PART)
        shown = {**PART, "If-None-Match": first["ETag"]}
        with CaptureQueriesContext(connection) as asked:
            again = client.get(reverse("desk:queue"), headers=shown)
        clock.shift(20)
        answer_contact(contact=waiting, channel="phone", text="在路上", by=actor_of(clerk, now()), at=now())
        after_an_act = client.get(reverse("desk:queue"), headers=shown)
        clock.shift(-20)
        asked_otherwise = client.get(reverse("desk:queue") + "?view=mine", headers=shown)

    assert "赵先生" in first.content.decode() and "<html" not in first.content.decode()
    assert again.status_code == 304
    assert not any("desk_contact" in each["sql"] for each in asked)
    assert after_an_act.status_code == 200 and "赵先生" not in after_an_act.content.decode()
    assert asked_otherwise.status_code == 200


def test_a_minute_later_the_queue_is_looked_at_again(client: Client, clerk: Any) -> None:
    case = a_case(at=now())
    with time_machine.travel(now().replace(second=40) + 2 * MINUTE, tick=False) as clock:
        first = client.get(reverse("desk:queue"), headers=PART)
        shown = {**PART, "If-None-Match": first["ETag"]}
        Case.objects.filter(pk=case.pk).update(title="没有通知的改动")
        unseen = client.get(reverse("desk:queue"), headers=shown)
        clock.shift(25)
        seen = client.get(reverse("desk:queue"), headers=shown)

    assert (unseen.status_code, seen.status_code) == (304, 200)
    assert "没有通知的改动" in seen.content.decode()


def test_a_row_shows_beside_the_list_what_it_is_about(client: Client, clerk: Any) -> None:
    by, shipment = actor_of(clerk, now()), a_shipment(last_place="西安")
    case = a_case("question", shipments=[shipment], at=now())
    call = a_call(at=now(), customer=a_customer(name="远洋食品"))

    of_case = client.get(reverse("desk:case_beside", args=[case.number]), headers=PART).content.decode()
    of_call = client.get(reverse("desk:contact_beside", args=[call.number]), headers=PART).content.decode()

    assert shipment.number in of_case and "西安" in of_case and shipment.customer.name in of_case
    assert all(panel.address(shipment) in of_case for panel in panels_of("transport.shipment", by))
    assert "远洋食品" in of_call and "货到哪里了" in of_call and "<html" not in of_call


def test_without_a_script_a_row_leads_to_its_own_page(client: Client, clerk: Any) -> None:
    case = a_case(at=now())

    assert client.get(reverse("desk:case_beside", args=[case.number]))["Location"] == case.get_absolute_url()


def test_an_answer_given_beside_the_queue_leads_back_to_it(client: Client, clerk: Any) -> None:
    case = a_case("question", at=now())
    here = f"{reverse('desk:queue')}?view=unassigned"
    given = {"channel": "phone", "text": "已到西安", "next": here}

    answered = client.post(reverse("desk:answer", args=[case.number]), given)
    elsewhere = client.post(
        reverse("desk:notes", args=[case.number]), {"note-text": "记", "next": "https://other.example/"}
    )

    assert answered["Location"] == here
    assert elsewhere["Location"] == case.get_absolute_url()


def test_a_snoozed_case_leaves_the_queue_and_comes_back_with_a_notice(client: Client, clerk: Any) -> None:
    by = actor_of(clerk, now())
    case = a_case("complaint", at=now(), by=by)

    client.post(
        reverse("desk:snooze", args=[case.number]),
        {"until": f"{now() + DAY:%Y-%m-%dT%H:%M}", "why": "等仓库盘点"},
    )
    resting = numbers(queue(client))
    woken = wake_cases(by=HOUSE, at=now() + 2 * DAY)
    deliver_due()

    case.refresh_from_db()
    assert (resting, woken, case.snoozed_until) == ([], 1, None)
    assert numbers(queue(client)) == [case.number]
    assert Notice.objects.filter(person=clerk, name="desk.case_woken").count() == 1
    assert {promise.state for promise in Case.objects.get().promises} == {"running"}


def test_nothing_is_snoozed_into_the_past() -> None:
    with pytest.raises(SnoozedBackwards):
        snooze_case(case=a_case(), until=NOON, by=HOUSE, at=NOON)


def test_who_watches_a_case_is_told_of_changes_until_they_stop(client: Client, clerk: Any) -> None:
    case, other = a_case(at=now()), staff("clerk")

    client.post(reverse("desk:watching", args=[case.number]))
    assign_case(case=case, owner=other, by=HOUSE, at=now())
    deliver_due()
    client.post(reverse("desk:watching", args=[case.number]))
    note_case(case=case, text="已联系", by=HOUSE, at=now())
    deliver_due()

    assert list(Notice.objects.filter(person=clerk).values_list("name", flat=True)) == ["desk.case_assigned"]


def test_the_whole_queue_is_exported_in_its_order(client: Client, clerk: Any) -> None:
    suggestion, call = a_case("suggestion", at=now()), a_call(at=now())

    answer = client.get(reverse("desk:queue"), {"export": "csv", "columns": "number"})
    told = b"".join(answer.streaming_content).decode("utf-8-sig").split()

    assert told == ["Number", call.number, suggestion.number]


def test_the_sign_of_a_case_is_what_its_place_in_the_list_is_for(client: Client, clerk: Any) -> None:
    with time_machine.travel(NOON, tick=False):
        late = a_case("complaint", at=NOON)
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        record_breaches(by=HOUSE, at=now())
        fresh = a_case("complaint", at=now())
        page = queue(client)

    assert numbers(page) == [late.number, fresh.number]
    assert re.findall(r'class="sign is-(\w+)', page)[0] == "broken"
