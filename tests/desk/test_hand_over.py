"""The end of a shift: cases, waiting calls and their promises change hands with a word."""

from datetime import timedelta

import pytest

from kept.comms.models import Notice
from kept.desk.actions.assigning import NotYours, ToOneself, hand_over_shift
from kept.desk.actions.opening import NewToTheWork
from kept.desk.models import Case, Contact
from kept.kernel.outbox import deliver_due
from kept.people.queries import actor_of
from kept.promises.models import Promise
from tests.desk.scenes import a_call, a_case
from tests.factories import NOON, staff

pytestmark = pytest.mark.django_db


def test_a_hand_over_moves_cases_calls_and_promises() -> None:
    giver, taker = staff("clerk"), staff("clerk")
    by = actor_of(giver, NOON)
    case, call = a_case(by=by), a_call(by=by)

    handed = hand_over_shift(
        giver=giver, taker=taker, cases=[case], contacts=[call], note="客户等电话", by=by, at=NOON
    )
    deliver_due()

    assert (Case.objects.get().owner, Contact.objects.get().person) == (taker, taker)
    assert {promise.person for promise in Promise.objects.all()} == {taker}
    assert (handed.promises, handed.note, list(handed.cases.all())) == (3, "客户等电话", [case])
    assert Notice.objects.filter(person=taker, name="desk.shift_handed_over").exists()


def test_only_what_is_in_ones_hands_can_be_handed_over() -> None:
    giver, other = staff("clerk"), staff("clerk")
    case = a_case(by=actor_of(other, NOON))

    with pytest.raises(NotYours):
        hand_over_shift(giver=giver, taker=other, cases=[case], by=actor_of(giver, NOON), at=NOON)


def test_a_shift_goes_to_a_colleague_who_may_take_it() -> None:
    giver = staff("clerk")
    by = actor_of(giver, NOON)
    case = a_case(by=by)

    with pytest.raises(ToOneself):
        hand_over_shift(giver=giver, taker=giver, cases=[case], by=by, at=NOON + timedelta(hours=1))
    with pytest.raises(NewToTheWork):
        hand_over_shift(giver=giver, taker=staff("clerk", is_new=True), cases=[case], by=by, at=NOON)
