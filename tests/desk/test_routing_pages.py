"""Queues in the browser and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.desk.models import Case, Queue, QueueRule
from kept.people.models import Person, Skill
from tests.desk.scenes import a_call, a_case
from tests.factories import staff

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Person]


@pytest.fixture
def enter(client: Client) -> Enter:
    def come(role: str) -> Person:
        person = staff(role)
        client.force_login(person)
        return person

    return come


def test_the_key_for_the_next_gives_what_breaks_first(client: Client, enter: Enter) -> None:
    clerk = enter("clerk")
    case = a_case(at=now())

    answered = client.post(reverse("desk:next_matter"))

    case.refresh_from_db()
    assert (answered.headers["Location"], case.owner) == (case.get_absolute_url(), clerk)
    assert (
        "Nothing waits in your queues."
        in client.post(reverse("desk:next_matter"), follow=True).content.decode()
    )


def test_a_manager_makes_a_queue_with_a_rule_and_tries_it(client: Client, enter: Enter) -> None:
    enter("service_manager")
    skill = Skill.objects.create(code="en", kind="language", words={"en": "English"})
    made = {
        "code": "foreign",
        "name_zh-hans": "涉外服务",
        "name_en": "Foreign desk",
        "mode": "pull",
        "priority": "2",
        "is_active": "on",
        f"skill_{skill.pk}": "2",
    }

    client.post(reverse("desk:new_work_queue"), made)
    client.post(
        reverse("desk:queue_rules", args=["foreign"]), {"languages": ["en"], "texts": "customs, visa"}
    )
    tried = client.get(reverse("desk:work_queues"), {"kind": "contact", "text": "How long at customs?"})

    queue = Queue.objects.get(code="foreign")
    assert (queue.words, [s.level for s in queue.skills.all()]) == (
        {"zh-hans": "涉外服务", "en": "Foreign desk"},
        [2],
    )
    assert "written in English · the text says “customs”" in tried.content.decode()


def test_a_rule_without_a_condition_is_refused_beside_its_form(client: Client, enter: Enter) -> None:
    enter("service_manager")
    before = QueueRule.objects.count()

    answered = client.post(reverse("desk:queue_rules", args=["internal"]), {"value_classes": " , "})

    assert answered.status_code == 422
    assert "Fill at least one condition." in answered.content.decode()
    assert QueueRule.objects.count() == before


def test_a_rule_is_changed_where_it_stands(client: Client, enter: Enter) -> None:
    enter("service_manager")
    rule = QueueRule.objects.order_by("place")[0]
    QueueRule.objects.filter(pk=rule.pk).update(texts=["破损", "丢失"], value_classes=["A"])
    where = reverse("desk:queue_rule", args=[rule.queue.code, rule.pk])

    shown = client.get(where).context["form"]
    empty = client.post(where, {"value_classes": " "})
    client.post(where, {"kinds": ["complaint"], "texts": "破损、短少"})

    kept = QueueRule.objects.get(pk=rule.pk)
    assert (shown["kinds"].value(), shown["value_classes"].value()) == (rule.kinds, "A")
    assert shown["texts"].value().replace("、", ", ") == "破损, 丢失"
    assert (empty.status_code, "Fill at least one condition." in empty.content.decode()) == (422, True)
    assert (kept.place, kept.queue_id, kept.kinds, kept.texts, kept.value_classes) == (
        rule.place,
        rule.queue_id,
        ["complaint"],
        ["破损", "短少"],
        [],
    )


def test_a_rule_is_changed_only_by_who_may_and_under_its_own_queue(client: Client, enter: Enter) -> None:
    rule = QueueRule.objects.order_by("place")[0]
    enter("clerk")
    refused = client.get(reverse("desk:queue_rule", args=[rule.queue.code, rule.pk]))
    enter("service_manager")

    elsewhere = client.get(reverse("desk:queue_rule", args=["general", rule.pk]))

    assert (refused.status_code, elsewhere.status_code) == (403, 404)


def test_rules_are_raised_and_taken_away(client: Client, enter: Enter) -> None:
    enter("service_manager")
    last = QueueRule.objects.order_by("-place")[0]
    where = [last.queue.code, last.pk]

    client.post(reverse("desk:rule_rise", args=where))
    raised = list(QueueRule.objects.values_list("pk", flat=True))
    client.post(reverse("desk:rule_removal", args=where))

    assert raised.index(last.pk) == 1
    assert not QueueRule.objects.filter(pk=last.pk).exists()


def test_the_queue_that_takes_the_rest_stays_in_use(client: Client, enter: Enter) -> None:
    enter("service_manager")
    said = {"code": "general", "name_zh-hans": "综合", "mode": "pull", "priority": "4"}

    answered = client.post(reverse("desk:work_queue_form", args=["general"]), said)

    assert answered.status_code == 422
    assert "it stays in use" in answered.content.decode()


def test_a_page_of_a_case_says_why_it_is_there_and_moves_it(client: Client, enter: Enter) -> None:
    enter("clerk")
    case = a_case(at=now())
    panel = reverse("kernel:panel", args=["desk.queue_of_case", "desk.case", case.pk])
    goal = Queue.objects.get(code="general")

    before = client.get(panel).content.decode()
    client.post(reverse("desk:case_queue", args=[case.number]), {"queue": goal.pk, "why": "只是询问"})
    after = client.get(panel).content.decode()

    assert "Complaints and claims" in before
    assert "by hand: 只是询问" in after


@pytest.mark.parametrize("page", ["work_queues", "places", "one"])
def test_pages_of_queues_read_the_same_number_of_statements(client: Client, enter: Enter, page: str) -> None:
    enter("service_manager")
    address = reverse("desk:work_queue", args=["complaints"]) if page == "one" else reverse(f"desk:{page}")

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as read:
            assert client.get(address).status_code == 200
        return len(read)

    a_case(at=now()), a_call(at=now())
    statements()
    with_one = statements()
    for _ in range(2):
        a_case(at=now()), a_call(at=now())

    assert statements() == with_one


def test_places_in_queues_are_downloaded(client: Client, enter: Enter) -> None:
    enter("clerk")
    case, _call = a_case(at=now()), a_call(at=now())

    answered: Any = client.get(reverse("desk:places"), {"queue": "", "waiting": "on", "export": "csv"})

    told = b"".join(answered.streaming_content).decode()
    assert case.number in told
    assert len(told.strip().splitlines()) == 3


def test_programs_read_the_queues_and_take_the_next(client: Client, enter: Enter) -> None:
    enter("clerk")
    case = a_case(at=now())

    queues = json.loads(client.get("/api/v1/desk/queues").content)
    taken = client.post("/api/v1/desk/next", content_type="application/json")

    waiting = {row["code"]: row["waiting"] for row in queues}
    assert waiting == {"complaints": 1, "exceptions": 0, "internal": 0, "general": 0}
    assert json.loads(taken.content) == {"kind": "case", "number": case.number}
    assert Case.objects.get().owner is not None
