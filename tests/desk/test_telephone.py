"""Signals of a telephone system become calls, contacts and call-backs, in whatever order they come."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from kept.desk.actions.answering import answer_case
from kept.desk.actions.contacting import answer_contact
from kept.desk.actions.telephoning import Heard, give_up_lost_calls, hear_signal
from kept.desk.models import Call, CallSignal, Contact
from kept.desk.queries.calls import callback_waiting, who_calls
from kept.kernel.actor import Actor
from kept.kernel.models import EventRecord, Ping
from kept.kernel.web.signs import promise_sign
from kept.parties.actions.belongings import add_contact_person
from kept.people.actions.rule_numbers import set_rule
from kept.promises.models import Promise
from kept.promises.queries.due import owed
from tests.desk.calls import a_centre, a_missed_call, after, hear
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def promises(contact: Contact | None) -> dict[str, str]:
    assert contact is not None
    return {p.kind: p.state for p in Promise.objects.about(contact)}


@pytest.mark.spec("R266", "R273")
def test_a_call_is_followed_from_the_first_ring_to_the_end() -> None:
    clerk = staff("clerk", branch=a_branch())
    centre = a_centre(clerk, line="02150001234")

    hear("c1", "ringing", 0, line="02150001234", queue="客服", agent="8001")
    hear("c1", "answered", 8, agent="8001")
    call = hear("c1", "ended", 188)

    assert (call.state, call.person, call.centre, call.queue) == ("ended", clerk, centre, "客服")
    assert (call.waited, call.talked) == (timedelta(seconds=8), timedelta(seconds=180))
    assert call.abandoned is False
    assert call.contact is not None
    contact = call.contact
    assert (contact.channel, contact.direction, contact.person) == ("phone", "in", clerk)
    assert (contact.at, contact.phone) == (after(8), "13800001111")
    told = EventRecord.objects.filter(name__startswith="desk.call_").exclude(name="desk.call_centre_kept")
    assert [row.name for row in told.order_by("id")] == [
        "desk.call_rang",
        "desk.call_picked_up",
        "desk.call_ended",
    ]


@pytest.mark.spec("R268")
@pytest.mark.parametrize(
    ("seconds", "ring", "verdict"), [(4, 1, "kept"), (14.9, 3, "kept"), (15, 4, "broken"), (40, 9, "broken")]
)
def test_it_is_picked_up_in_time_before_the_fourth_ring(seconds: float, ring: int, verdict: str) -> None:
    hear("c1", "ringing", 0)
    call = hear("c1", "answered", seconds)

    assert call.contact is not None
    assert (call.contact.ring_count, call.contact.ring_seconds) == (ring, int(seconds))
    assert promises(call.contact) == {"ring_answer": verdict, "call_answer": "running"}


def test_how_long_a_ring_lasts_is_a_rule_of_ours() -> None:
    set_rule(key="desk.ring_seconds", value=4, why="机房设置", by=HOUSE, at=NOON - timedelta(days=1))

    hear("c1", "ringing", 0)
    call = hear("c1", "answered", 11)

    assert call.contact is not None and call.contact.ring_count == 3


def test_the_same_signal_again_changes_nothing() -> None:
    for _ in range(3):
        hear("c1", "ringing", 0)
        hear("c1", "answered", 5)
        hear("c1", "ended", 65)

    assert Call.objects.count() == Contact.objects.count() == 1
    assert CallSignal.objects.count() == 3
    assert Promise.objects.count() == 2


@pytest.mark.parametrize("order", list(permutations(("ringing", "answered", "ended"))))
def test_signals_in_any_order_tell_the_same_story(order: tuple[str, ...]) -> None:
    clerk = staff("clerk")
    a_centre(clerk)
    moments = {"ringing": 0, "answered": 8, "ended": 68}

    for late, kind in enumerate(order):
        hear("c1", kind, moments[kind], agent="8001" if kind == "answered" else "", at=after(70 + late))

    call = Call.objects.get()
    assert (call.state, call.person, call.abandoned) == ("ended", clerk, False)
    assert (call.rang_at, call.answered_at, call.ended_at) == (after(0), after(8), after(68))
    assert call.contact is not None and not call.contact.is_missed
    assert promises(call.contact) == {"ring_answer": "kept", "call_answer": "running"}
    assert Contact.objects.waiting().count() == 1
    assert callback_waiting("13800001111") is None


def test_an_answer_without_a_ring_leaves_the_ringing_unknown() -> None:
    hear("c1", "answered", 5)
    call = hear("c1", "ended", 65)

    assert call.waited is None and call.rang_at is None
    assert promises(call.contact) == {"call_answer": "running"}


def test_a_clock_that_runs_ahead_is_read_as_now() -> None:
    call = hear("c1", "answered", 300, at=after(10))

    assert call.answered_at == after(10)


@pytest.mark.spec("R271", "R274")
def test_a_missed_call_is_owed_a_call_back() -> None:
    call = a_missed_call(rings=30)

    assert (call.state, call.abandoned, call.waited) == ("missed", True, timedelta(seconds=30))
    assert call.contact is not None and call.contact.is_missed and call.contact.is_waiting
    assert promises(call.contact) == {"callback": "running", "ring_answer": "broken"}
    rang = Promise.objects.of_kind("ring_answer").get()
    assert (rang.met_at, rang.cause, rang.liable_tier) == (None, "staffing", "us")


def test_what_rang_in_vain_is_past_and_the_call_back_is_what_presses() -> None:
    missed = a_missed_call(rings=30)
    later = after(600)
    contact = Contact.objects.waiting().with_promises().get()

    rang = Promise.objects.of_kind("ring_answer").get()
    assert contact.pressing is not None and contact.pressing.kind == "callback"
    assert Contact.objects.by_due().get().next_due_at == contact.pressing.due_at
    assert rang.is_past and [p.kind for p in owed(Promise.objects.all(), at=later)] == ["callback"]
    assert promise_sign(rang, later).text == "Broken · No one free in time"
    assert missed.contact == contact


def test_a_call_told_as_missed_that_was_picked_up_leaves_no_broken_ring() -> None:
    missed = a_missed_call(rings=30)

    call = hear(missed.key, "answered", 9, at=after(60))

    assert call.contact is not None and call.contact != missed.contact
    rang = Promise.objects.about(missed.contact).of_kind("ring_answer").get()
    assert (rang.state, rang.met_at, rang.cause, rang.liable_tier) == ("kept", after(9), "", "")


def test_who_gives_up_before_the_fourth_ring_leaves_no_verdict_on_the_ringing() -> None:
    call = a_missed_call(rings=6)

    assert promises(call.contact) == {"callback": "running", "ring_answer": "cancelled"}


def test_a_second_missed_call_joins_the_open_call_back() -> None:
    first = a_missed_call()
    second = a_missed_call(120, phone="+86 138-0000-1111")
    other = a_missed_call(180, phone="13900002222")

    assert second.contact == first.contact != other.contact
    assert Promise.objects.of_kind("callback").count() == 2


@pytest.mark.spec("R271")
def test_the_call_back_is_kept_when_our_call_is_picked_up() -> None:
    clerk = staff("clerk")
    a_centre(clerk)
    missed = a_missed_call()

    hear("out-0", "ringing", 200, direction="out", agent="8001")
    tried = hear("out-0", "ended", 230, direction="out", agent="8001")
    assert tried.state == "missed" and tried.abandoned is False
    assert promises(missed.contact)["callback"] == "running"

    hear("out-1", "ringing", 300, direction="out", agent="8001", phone="013800001111")
    call = hear("out-1", "answered", 310, direction="out", agent="8001")

    assert call.contact is not None
    assert (call.contact.direction, call.contact.answers, call.contact.person) == (
        "out",
        missed.contact,
        clerk,
    )
    assert promises(missed.contact)["callback"] == "kept"
    assert callback_waiting("13800001111") is None


def test_the_call_back_is_kept_by_a_call_that_a_clerk_logs_by_hand() -> None:
    missed = a_missed_call()
    assert missed.contact is not None

    answer_contact(contact=missed.contact, text="已回电。", by=HOUSE, at=after(400))

    assert promises(missed.contact)["callback"] == "kept"


def test_who_calls_again_and_is_answered_need_not_be_called_back() -> None:
    missed = a_missed_call()
    hear("c2", "ringing", 100)
    hear("c2", "answered", 105)

    assert promises(missed.contact)["callback"] == "waived"
    assert not Contact.objects.get(pk=missed.contact_id).is_waiting


def test_without_a_number_nobody_can_be_called_back() -> None:
    call = a_missed_call(phone="")

    assert call.state == "missed" and call.contact is None


def test_a_call_passed_on_is_at_the_next_persons_telephone() -> None:
    first, second = staff("clerk"), staff("clerk")
    a_centre(first, second)

    hear("c1", "ringing", 0, agent="8001")
    hear("c1", "answered", 5, agent="8001")
    call = hear("c1", "transferred", 60, agent="8002")

    assert (call.person, call.passed_to, call.at_the_phone) == (first, second, second)
    assert EventRecord.objects.filter(name="desk.call_passed_on").count() == 1


@pytest.mark.spec("R275")
def test_a_call_from_an_extension_of_ours_is_internal() -> None:
    a_centre(staff("clerk"))

    call = hear("c1", "answered", 5, phone="8001")

    assert call.contact is not None and call.contact.is_internal
    assert promises(call.contact) == {"internal_call_answer": "running"}


def test_a_recording_is_kept_as_an_address() -> None:
    hear("c1", "answered", 5)
    hear("c1", "ended", 65)
    call = hear("c1", "recorded", 70, recording="https://pbx.example/r/1.mp3")

    assert (call.state, call.recording) == ("ended", "https://pbx.example/r/1.mp3")


def test_calls_of_whose_end_nothing_is_heard_are_over_at_an_unknown_moment() -> None:
    hear("c1", "ringing", 0)
    hear("c2", "answered", 0, phone="13900002222")
    later = after(5 * 3600)

    assert give_up_lost_calls(silent_for=timedelta(hours=4), at=later) == 2
    assert give_up_lost_calls(silent_for=timedelta(hours=4), at=later) == 0

    states = dict(Call.objects.values_list("key", "state"))
    assert states == {"c1": "missed", "c2": "ended"}
    assert set(Call.objects.values_list("ended_at", flat=True)) == {None}
    hear("c2", "ended", 90, phone="13900002222", at=later)
    assert Call.objects.get(key="c2").talked == timedelta(seconds=90)


def test_a_caller_is_known_by_any_writing_of_the_number() -> None:
    firm = a_customer(phone="021-58881234")
    person = add_contact_person(party=a_customer(), name="周洁", phone="+86 139 0001 0188", by=HOUSE, at=NOON)
    a_customer(phone="021-58889999")

    def known(phone: str) -> list[Any]:
        return [(caller.customer, caller.person) for caller in who_calls(SYSTEM, phone)]

    for written in ("13900010188", "013900010188", "8613900010188", "+8613900010188"):
        assert known(written) == [(person.customer, person)]
    for written in ("02158881234", "+862158881234", "0086 21 5888 1234"):
        assert known(written) == [(firm, None)]
    assert known("13700000000") == known("") == []


def test_several_who_share_a_number_are_all_named_and_none_is_taken() -> None:
    first, second = a_customer(phone="02158881234"), a_customer(phone="021-5888-1234")

    call = hear("c1", "answered", 5, phone="+86 21 58881234")

    assert [caller.customer for caller in who_calls(SYSTEM, "02158881234")] == [first, second]
    assert call.customer is None and call.contact is not None and call.contact.customer is None


def test_who_called_before_is_known_by_that_call() -> None:
    case = a_case()
    answer_case(case=case, channel="phone", text="已核实。", phone="13611112222", by=HOUSE, at=after(1))

    assert [caller.customer for caller in who_calls(SYSTEM, "13611112222")] == [case.customer]


def test_the_pages_of_those_whose_telephone_it_is_look_again() -> None:
    branch = a_branch()
    first, second = staff("clerk", branch=branch), staff("clerk", branch=branch)
    a_centre(first, second, branch=branch, line="500")

    hear("c1", "ringing", 0, line="500")
    everybody = Ping.objects.get()
    assert (everybody.permission, everybody.branch_id) == ("desk.work", branch.pk)

    Ping.objects.all().delete()
    hear("c2", "ringing", 0, line="500", agent="8001")
    assert list(Ping.objects.values_list("topic", "person_id")) == [("calls", first.pk)]

    Ping.objects.all().delete()
    hear("c2", "ringing", 12, line="500", agent="8002")
    assert set(Ping.objects.values_list("person_id", flat=True)) == {first.pk, second.pk}


def test_a_signal_that_is_only_a_recording_makes_no_contact() -> None:
    heard = Heard(call="c9", kind="recorded", recording="https://pbx.example/r/9.mp3")

    call = hear_signal(heard=heard, by=HOUSE, at=NOON)

    assert call.contact is None and Contact.objects.count() == 0


def test_a_call_that_names_no_number_of_ours_is_seen_where_the_hotline_is_answered() -> None:
    shanghai, beijing = a_branch(), a_branch()
    a_centre(branch=shanghai)
    colleague = staff("clerk", branch=beijing)

    missed = a_missed_call()
    answered = hear("k", "ringing", 0)
    before, answered = answered.branch, hear("k", "answered", 5, agent=colleague.login)

    assert (missed.branch, missed.contact and missed.contact.branch) == (shanghai, shanghai)
    assert (before, answered.branch) == (shanghai, beijing)
