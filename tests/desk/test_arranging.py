"""Canned replies and macros."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.desk.actions.answering import answer_case
from kept.desk.actions.arranging import NameTaken, TextMissing, UnknownPlaceholder, keep_macro, keep_reply
from kept.desk.actions.macros import run_macro
from kept.desk.actions.tending import NothingToPause
from kept.desk.models import CannedReply, Case, Macro
from kept.desk.queries.replies import canned_text
from kept.kernel.actor import Actor
from kept.people.models import Team
from kept.people.queries import actor_of
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_branch, staff

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}
TEXT = "{{customer}}您好，{{number}} 现状：{{state}}，预计 {{ eta }}，我们承诺 {{promise}} 前答复。{{clerk}}"


def a_reply(**details: Any) -> CannedReply:
    given: dict[str, Any] = {"name": "在途", "texts": {"zh-hans": TEXT}, "by": HOUSE, "at": NOON}
    return keep_reply(**{**given, **details})


def a_macro(steps: list[tuple[str, Any]], **details: Any) -> Macro:
    return keep_macro(**{"name": "转财务", "steps": steps, "by": HOUSE, "at": NOON, **details})


def test_the_gaps_of_a_canned_reply_are_filled_by_the_case() -> None:
    shipment = a_shipment(eta_at=NOON + timedelta(days=1))
    case = a_case("question", shipments=[shipment], caller_name="王女士")

    text = canned_text(a_reply(), case, clerk="李明", language="zh-hans")

    assert text.startswith(f"王女士您好，{case.number} 现状：")
    assert text.endswith("前答复。李明") and "{{" not in text and "尚未" not in text


def test_what_is_not_known_yet_is_said_so() -> None:
    text = canned_text(a_reply(), a_case("suggestion"), clerk="李明", language="en")

    assert "not known yet" in text and "{{" not in text


def test_the_clerk_is_told_before_a_text_with_something_unknown_goes_out(client: Client) -> None:
    shipment = a_shipment(eta_at=NOON + timedelta(days=1))
    unknown, known = a_case("suggestion"), a_case("question", shipments=[shipment])
    reply = a_reply(texts={"zh-hans": "{{customer}}您好，预计 {{eta}} 到。"})
    client.force_login(staff("clerk"))

    pages = [
        client.get(reverse("desk:reply", args=[case.number]), {"canned": reply.pk}, headers=PART)
        for case in (unknown, known)
    ]

    assert [page.context["is_open"] for page in pages] == [True, False]


def test_a_gap_that_nothing_fills_is_refused_by_its_name_and_field() -> None:
    with pytest.raises(UnknownPlaceholder) as no:
        a_reply(texts={"en": "Dear {{name}}, {{number}}"})

    assert no.value.field == "text_en" and "{{name}}" in str(no.value) and "{{eta}}" in str(no.value)


def test_a_reply_wants_words_and_a_name_of_its_own() -> None:
    a_reply()

    with pytest.raises(TextMissing):
        a_reply(name="空", texts={"en": " "})
    with pytest.raises(NameTaken):
        a_reply()


def test_a_manager_writes_a_reply_and_its_team_alone_is_offered_it(client: Client) -> None:
    branch = a_branch()
    team = Team.objects.create(branch=branch, name="投诉组")
    inside, outside = staff("clerk"), staff("clerk")
    inside.teams.add(team)
    case = a_case("question", at=now())
    client.force_login(staff("service_manager"))
    wrong = client.post(
        reverse("desk:new_canned_reply"), {"name": "慰问", "text_zh-hans": "{{谁}}", "is_active": "on"}
    )
    client.post(
        reverse("desk:new_canned_reply"),
        {"name": "慰问", "text_zh-hans": "{{customer}}您好", "team": team.pk, "is_active": "on"},
    )
    reply = CannedReply.objects.get()
    written = client.get(reverse("desk:canned_reply", args=[reply.pk])).content.decode()
    assert "<code>{{eta}}</code></dt><dd>expected arrival</dd>" in written
    address = reverse("desk:reply", args=[case.number])

    client.force_login(inside)
    offered = client.get(case.get_absolute_url()).content.decode()
    filled = client.get(address, {"canned": reply.pk}, headers=PART).content.decode()
    client.force_login(outside)
    hidden = client.get(case.get_absolute_url()).content.decode()
    unfilled = client.get(address, {"canned": reply.pk}, headers=PART).content.decode()

    assert wrong.status_code == 422 and "{{谁}}" in wrong.content.decode()
    assert "慰问" in offered and f"{case.customer}您好" in filled
    assert "慰问" not in hidden and f"{case.customer}您好" not in unfilled


def test_a_macro_does_its_steps_in_their_order(client: Client) -> None:
    clerk, team = staff("clerk"), Team.objects.create(branch=a_branch(), name="财务")
    case = a_case("question", at=now(), email="w@example.com")
    steps = [("kind", "dispute"), ("team", team.pk), ("owner", "me"), ("note", "转财务核对")]
    macro = a_macro([*steps, ("reply", a_reply().pk), ("pause", "waiting_customer"), ("snooze", 24)])

    client.force_login(clerk)
    client.post(reverse("desk:macro_run", args=[case.number, macro.pk]))

    case.refresh_from_db()
    assert (case.kind, case.team, case.owner, case.state) == ("dispute", team, clerk, "answered")
    assert case.snoozed_until is not None and case.notes.get().text == "转财务核对"
    assert case.number in case.contacts.get().summary


def test_a_macro_that_answers_tells_what_a_colleague_answered_meanwhile(client: Client) -> None:
    clerk, colleague = staff("clerk"), actor_of(staff("clerk", name="林静"), now())
    case = a_case("question", at=now(), email="w@example.com")
    macro = a_macro([("note", "转财务核对"), ("reply", a_reply().pk)])
    address = reverse("desk:macro_run", args=[case.number, macro.pk])
    client.force_login(clerk)
    answer_case(case=case, channel="phone", text="货已到", by=colleague, at=now())

    refused = client.post(address, {"seen": "0"}, follow=True)
    held = case.notes.exists()
    client.post(address, {"seen": refused.context["case"].last_answer_id})

    assert "货已到" in str(next(iter(refused.context["messages"])))
    assert not held
    assert case.contacts.filter(is_answer=True).count() == 2


def test_what_one_step_refuses_undoes_the_steps_before_it() -> None:
    case = a_case("suggestion")
    by: Actor = actor_of(staff("clerk"), NOON)

    with pytest.raises(NothingToPause):
        run_macro(macro=a_macro([("note", "记"), ("pause", "waiting_customer")]), case=case, by=by, at=NOON)

    assert not case.notes.exists()


def test_a_case_that_may_not_wait_is_offered_no_macro_that_lets_it_wait(client: Client) -> None:
    waits, notes = (
        a_macro([("pause", "waiting_customer")], name="等凭证"),
        a_macro([("note", "记")], name="只记一笔"),
    )
    turns = a_macro([("kind", "complaint"), ("pause", "waiting_customer")], name="转投诉后等")
    client.force_login(staff("service_manager"))

    offered = {
        kind: [
            macro
            for macro in (waits, notes, turns)
            if f"macros/{macro.pk}/" in client.get(a_case(kind).get_absolute_url()).content.decode()
        ]
        for kind in ("complaint", "suggestion")
    }

    assert offered == {"complaint": [waits, notes, turns], "suggestion": [notes, turns]}


def test_a_manager_writes_a_macro_as_a_form(client: Client) -> None:
    client.force_login(staff("service_manager"))

    empty = client.post(reverse("desk:new_macro"), {"name": "空", "is_active": "on"})
    client.post(
        reverse("desk:new_macro"),
        {"name": "等客户", "note": "等资料", "pause": "waiting_customer", "snooze": 4, "is_active": "on"},
    )
    macro = Macro.objects.get()
    again = client.get(macro.get_absolute_url()).content.decode()

    assert empty.status_code == 422
    assert macro.steps == [["note", "等资料"], ["pause", "waiting_customer"], ["snooze", 4]]
    assert "等资料" in again


@pytest.mark.parametrize("name", ["canned_replies", "macros"])
def test_lists_of_what_is_arranged_open_empty_and_filled(client: Client, name: str) -> None:
    client.force_login(staff("service_manager"))
    empty = client.get(reverse(f"desk:{name}")).status_code
    a_reply()
    a_macro([("note", "记")])

    assert (empty, client.get(reverse(f"desk:{name}")).status_code) == (200, 200)
    assert Case.objects.count() == 0
