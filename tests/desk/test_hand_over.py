"""The end of a shift: what is in one's hands is offered with a word, and goes as far as it is taken over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from kept.comms.models import Notice
from kept.desk.actions.contacting import promise_callback
from kept.desk.actions.following import finish_follow_up, plan_follow_up
from kept.desk.actions.handing_over import (
    Hands,
    NotOffered,
    NotYours,
    OfferedAlready,
    ToOneself,
    offer_shift,
    take_shift,
    withdraw_shift,
)
from kept.desk.actions.opening import NewToTheWork
from kept.desk.actions.resting import snooze_case
from kept.desk.models import Case, Contact, FollowUp, HandOver
from kept.desk.queries.hands import in_hands_of
from kept.kernel.outbox import deliver_due
from kept.people.models import Person
from kept.people.queries import actor_of
from kept.promises.models import Promise
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def a_hand_over(giver: Person, taker: Person, hands: Hands, *, at: datetime = NOON) -> HandOver:
    """Offered, and taken over whole."""
    offered = offer_shift(giver=giver, taker=taker, hands=hands, by=HOUSE, at=at)
    return take_shift(offered=offered, hands=hands, by=actor_of(taker, at), at=at)


def a_follow_up(owner: Person, sort: str = "task", at: datetime = NOON) -> FollowUp:
    return plan_follow_up(
        what="回访",
        sort=sort,
        customer=a_customer(),
        owner=owner,
        due_at=at + 4 * HOUR,
        by=actor_of(owner, at),
        at=at,
    )


def everything(giver: Person, at: datetime = NOON) -> Hands:
    """A case, a snoozed one, a call-back, a waiting call, a return visit and a follow-up."""
    by = actor_of(giver, at)
    case, asleep, call, back = (
        a_case(at=at, by=by),
        a_case(at=at, by=by),
        a_call(at=at, by=by),
        a_call(at=at, by=by),
    )
    snooze_case(case=asleep, until=at + HOUR, by=by, at=at)
    promise_callback(contact=back, by=by, at=at)
    visit, task = a_follow_up(giver, "return_visit", at), a_follow_up(giver, at=at)
    return Hands(cases=[case, asleep], contacts=[call, back], follow_ups=[visit, task])


def test_the_list_holds_all_that_is_open_by_what_has_to_be_done() -> None:
    giver, other = staff("clerk"), staff("clerk")
    hands = everything(giver)
    everything(other)
    done = a_follow_up(giver)
    finish_follow_up(follow_up=done, result="好", by=actor_of(giver, NOON), at=NOON)

    found = {str(heap.title): heap.records for heap in in_hands_of(actor_of(giver, NOON))}

    assert found == {
        "Cases": [hands.cases[0]],
        "Snoozed cases": [hands.cases[1]],
        "Call-backs": [hands.contacts[1]],
        "Waiting contacts": [hands.contacts[0]],
        "Return visits": [hands.follow_ups[0]],
        "Follow-ups": [hands.follow_ups[1]],
    }


def test_what_is_taken_over_moves_with_its_promises_and_the_rest_stays() -> None:
    giver, taker = staff("clerk"), staff("clerk")
    hands = everything(giver)
    by, takes = actor_of(giver, NOON), actor_of(taker, NOON)

    offered = offer_shift(giver=giver, taker=taker, hands=hands, note="客户等电话", by=by, at=NOON)
    assert not Promise.objects.filter(person=taker).exists()
    assert in_hands_of(by) == []
    accepted = Hands(cases=hands.cases[:1], contacts=hands.contacts[1:], follow_ups=hands.follow_ups)
    taken = take_shift(offered=offered, hands=accepted, reply="其余明天", by=takes, at=NOON + HOUR)
    deliver_due()

    assert [case.owner for case in Case.objects.order_by("pk")] == [taker, giver]
    assert [contact.person for contact in Contact.objects.order_by("pk")] == [giver, taker]
    assert {one.owner for one in FollowUp.objects.all()} == {taker}
    moved = {(p.subject_type, p.subject_id) for p in Promise.objects.filter(person=taker)}
    assert moved == {
        ("desk.case", hands.cases[0].pk),
        ("desk.contact", hands.contacts[1].pk),
        *(("desk.followup", one.pk) for one in hands.follow_ups),
    }
    assert (taken.offered, taken.taken, taken.left, taken.reply) == (6, 4, 2, "其余明天")
    assert Notice.objects.filter(person=taker, name="desk.shift_offered").exists()
    assert Notice.objects.filter(person=giver, name="desk.shift_handed_over").exists()
    left = {record for heap in in_hands_of(by) for record in heap.records}
    assert left == {hands.cases[1], hands.contacts[0]}


def test_what_was_settled_in_the_meantime_is_left_out() -> None:
    giver, taker = staff("clerk"), staff("clerk")
    task = a_follow_up(giver)
    offered = offer_shift(
        giver=giver, taker=taker, hands=Hands(follow_ups=[task]), by=actor_of(giver, NOON), at=NOON
    )
    finish_follow_up(follow_up=task, result="好", by=actor_of(giver, NOON), at=NOON)

    taken = take_shift(
        offered=offered, hands=Hands(follow_ups=[task]), by=actor_of(taker, NOON), at=NOON + HOUR
    )

    assert (taken.taken, FollowUp.objects.get().owner) == (0, giver)


def test_only_the_colleague_to_whom_it_was_offered_takes_it_and_only_once() -> None:
    giver, taker = staff("clerk"), staff("clerk")
    by = actor_of(giver, NOON)
    mine, hands = a_case(by=by), Hands(cases=[a_case(by=by)])
    offered = offer_shift(giver=giver, taker=taker, hands=hands, by=by, at=NOON)

    with pytest.raises(NotOffered):
        take_shift(offered=offered, hands=hands, by=by, at=NOON)
    with pytest.raises(NotOffered):
        take_shift(offered=offered, hands=Hands(cases=[mine]), by=actor_of(taker, NOON), at=NOON)
    with pytest.raises(OfferedAlready):
        offer_shift(giver=giver, taker=staff("clerk"), hands=hands, by=by, at=NOON)
    take_shift(offered=offered, hands=hands, by=actor_of(taker, NOON), at=NOON)
    with pytest.raises(NotOffered):
        take_shift(offered=offered, hands=hands, by=actor_of(taker, NOON), at=NOON)


def test_an_offer_is_withdrawn_and_can_be_made_to_another() -> None:
    giver, taker, other = staff("clerk"), staff("clerk"), staff("clerk")
    by = actor_of(giver, NOON)
    hands = Hands(cases=[a_case(by=by)])
    offered = offer_shift(giver=giver, taker=taker, hands=hands, by=by, at=NOON)

    with pytest.raises(NotOffered):
        withdraw_shift(offered=offered, by=actor_of(taker, NOON), at=NOON)
    withdraw_shift(offered=offered, by=by, at=NOON)
    offer_shift(giver=giver, taker=other, hands=hands, by=by, at=NOON)
    deliver_due()

    assert Notice.objects.filter(person=taker, name="desk.shift_withdrawn").exists()


def test_only_what_is_in_ones_hands_can_be_handed_over() -> None:
    giver, other = staff("clerk"), staff("clerk")
    for hands in (Hands(cases=[a_case(by=actor_of(other, NOON))]), Hands(follow_ups=[a_follow_up(other)])):
        with pytest.raises(NotYours):
            offer_shift(giver=giver, taker=other, hands=hands, by=actor_of(giver, NOON), at=NOON)


def test_a_shift_goes_to_a_colleague_who_may_take_it() -> None:
    giver = staff("clerk")
    by = actor_of(giver, NOON)
    hands = Hands(cases=[a_case(by=by)])

    with pytest.raises(ToOneself):
        offer_shift(giver=giver, taker=giver, hands=hands, by=by, at=NOON + HOUR)
    with pytest.raises(NewToTheWork):
        offer_shift(giver=giver, taker=staff("clerk", is_new=True), hands=hands, by=by, at=NOON)


def test_the_pages_offer_and_take_over_follow_ups(client: Client) -> None:
    giver, taker = staff("clerk"), staff("clerk")
    hands = everything(giver, now())
    visit, task = hands.follow_ups
    client.force_login(giver)

    page = client.get("/hand-over/").content.decode()
    assert all(one.number in page for one in (*hands.cases, *hands.contacts, *hands.follow_ups))
    client.post("/hand-over/", {"taker": taker.pk, "follow_ups": [visit.pk, task.pk]})
    offered = HandOver.objects.get()
    assert client.get(offered.get_absolute_url()).status_code == 404
    client.force_login(taker)
    assert visit.number in client.get(offered.get_absolute_url()).content.decode()
    client.post(offered.get_absolute_url(), {"follow_ups": [task.pk], "reply": "回访您自己打"})

    assert [one.owner for one in FollowUp.objects.order_by("pk")] == [giver, taker]
    client.force_login(giver)
    assert "回访您自己打" in client.get("/hand-over/").content.decode()


def test_programs_offer_take_over_and_withdraw(client: Client) -> None:
    giver, taker, stranger = staff("clerk"), staff("clerk"), staff("clerk")
    hands = everything(giver, now())
    address = "/api/v1/desk/hand-overs"

    def post(person: Person, path: str, told: dict[str, Any]) -> Any:
        client.force_login(person)
        return client.post(f"{address}{path}", told, content_type="application/json")

    told = {"follow_ups": [one.number for one in hands.follow_ups], "cases": [hands.cases[0].number]}
    made = post(giver, "", {"taker": taker.login, **told}).json()
    assert post(stranger, f"/{made['id']}/taking", told).status_code == 404
    assert post(giver, f"/{made['id']}/taking", told).status_code == 409
    taken = post(taker, f"/{made['id']}/taking", {"cases": told["cases"], "reply": "好"}).json()
    again = post(giver, "", {"taker": taker.login, "follow_ups": told["follow_ups"]}).json()
    back = post(giver, f"/{again['id']}/withdrawal", {}).json()
    listed = client.get(address).json()

    assert (taken["offered"], taken["taken"], taken["cases"], taken["follow_ups"]) == (
        3,
        1,
        told["cases"],
        [],
    )
    assert (back["taken"], back["settled_at"] is not None) == (0, True)
    assert [one["id"] for one in listed] == [again["id"], made["id"]]
    assert post(staff("client"), "", {"taker": taker.login, **told}).status_code == 403
