"""Facts and their way to those who answer them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from uuid import RFC_4122

import pytest
from django.db import transaction
from django.utils.timezone import now

from kept.kernel import events, outbox
from kept.kernel.errors import Refused
from kept.kernel.events import Event, Subject, emit, event
from kept.kernel.models import Delivery, EventRecord, time_ordered_uid
from tests.factories import HOUSE, NOON

pytestmark = pytest.mark.django_db


@event("tests.rang")
@dataclass(frozen=True, kw_only=True)
class Rang(Event):
    loud: bool = True


@pytest.fixture
def handlers(monkeypatch):
    monkeypatch.setattr(events, "INSIDE", defaultdict(list))
    monkeypatch.setattr(events, "INSIDE_TOGETHER", defaultdict(list))
    monkeypatch.setattr(events, "AFTER", defaultdict(list))
    monkeypatch.setattr(events, "AFTER_HANDLERS", {})


def rang():
    return Rang(subject=Subject("tests.bell", 1, "B-1"), occurred_at=NOON)


def test_an_event_keeps_who_what_and_when(handlers):
    emit(rang(), by=HOUSE)

    row = EventRecord.objects.get(name=Rang.name)
    assert (row.name, row.subject_type, row.subject_number, row.occurred_at) == (
        "tests.rang",
        "tests.bell",
        "B-1",
        NOON,
    )
    assert (row.actor_kind, row.actor_name, row.data) == ("system", "test", {"loud": True})


def test_an_inside_handler_may_refuse_the_whole_act(handlers):
    @events.on(Rang)
    def never(fact, by):
        raise Refused("no")

    with pytest.raises(Refused), transaction.atomic():
        emit(rang(), by=HOUSE)

    assert not EventRecord.objects.filter(name=Rang.name).exists()


def test_an_after_handler_hears_it_once_it_is_durable_and_once_only(handlers):
    heard = []
    events.after(Rang)(lambda record: heard.append(record.name))
    emit(rang(), by=HOUSE)

    first, second = outbox.deliver_due(), outbox.deliver_due()

    assert (first, second, heard) == (1, 0, ["tests.rang"])


def test_a_handler_that_fails_is_asked_again_later_and_stops_nobody(handlers):
    heard = []

    @events.after(Rang)
    def broken(record):
        raise RuntimeError("not now")

    events.after(Rang)(lambda record: heard.append(record.name))
    emit(rang(), by=HOUSE)

    outbox.deliver_due()

    waiting = Delivery.objects.get(done_at=None)
    assert heard == ["tests.rang"]
    assert (waiting.attempts, waiting.why) == (1, "RuntimeError")
    assert waiting.next_at > now() + timedelta(seconds=5)


def test_it_gives_up_at_last_and_keeps_the_reason(handlers):
    @events.after(Rang)
    def broken(record):
        raise RuntimeError("never")

    emit(rang(), by=HOUSE)
    for _ in range(len(outbox.RETRY_AFTER) + 1):
        Delivery.objects.update(next_at=NOON)
        outbox.deliver_due()

    left = Delivery.objects.get()
    assert left.failed_at is not None
    assert left.done_at is None


def test_one_handler_may_answer_all_events_of_an_act_at_once(handlers):
    heard = []
    events.on_together(Rang)(lambda facts, by: heard.append(len(facts)))

    events.emit_many([rang(), rang(), rang()], by=HOUSE)

    assert heard == [3]


def test_an_after_handler_hears_only_what_it_has_to_do_something_about(handlers, monkeypatch):
    monkeypatch.setattr(events, "AFTER_WHEN", {})

    @events.after(Rang, when=lambda fact: fact.loud)
    def answer(record):
        pass

    emit(rang(), by=HOUSE)
    emit(Rang(subject=Subject("tests.bell", 2, "B-2"), occurred_at=NOON, loud=False), by=HOUSE)

    heard = EventRecord.objects.get(name=Rang.name, subject_number="B-1")
    assert list(Delivery.objects.values_list("event", flat=True)) == [heard.uid]


def test_ids_of_events_come_in_the_order_of_their_moments():
    earlier, later = time_ordered_uid(), time_ordered_uid()

    assert (earlier.version, earlier.variant) == (7, RFC_4122)
    assert earlier.bytes[:6] <= later.bytes[:6]
    assert earlier != later
