"""The promise and its clock."""

from datetime import timedelta

import pytest

from kept.kernel.events import Subject
from kept.kernel.models import Delivery, EventRecord
from kept.promises.actions import (
    Outcome,
    PromiseRequest,
    amend_promise,
    cancel_promises,
    entrust_promises,
    explain_promise,
    hand_over_promises,
    keep_promise,
    keep_promises_about,
    pause_promise,
    reopen_promise,
    resume_promise,
    revise_promise,
    start_promise,
    start_promises,
    waive_promise,
)
from kept.promises.actions.clocking import record_breaches, warn
from kept.promises.actions.settling import PeriodClosed, ReasonMissing
from kept.promises.models import AlreadyDue, NotRunning, PauseNotAllowed, Promise
from tests.factories import HOUSE, NOON, a_customer, a_partner, actor

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def promised(kind="complaint_answer", *, started_at=NOON, about=None, **more):
    customer = about or a_customer()
    request = PromiseRequest(
        kind=kind, subject=Subject.of(customer), customer_id=customer.pk, started_at=started_at, **more
    )
    return start_promise(request=request, by=HOUSE, at=started_at)


def told(promise):
    rows = EventRecord.objects.filter(subject_type="promises.promise", subject_id=promise.pk)
    return list(rows.order_by("id").values_list("name", flat=True))


@pytest.mark.spec("R274")
def test_a_call_is_to_be_answered_within_five_minutes_day_and_night():
    at_night = NOON + timedelta(hours=14)

    promise = promised("call_answer", started_at=at_night)

    assert promise.due_at == promise.original_due_at == at_night + 5 * MINUTE
    assert promise.warn_at == at_night + 4 * MINUTE


@pytest.mark.spec("R275")
def test_an_internal_call_counts_office_time_only():
    friday_1750 = NOON.replace(day=6, hour=17, minute=50)

    promise = promised("internal_call_answer", started_at=friday_1750)

    assert promise.due_at == NOON.replace(day=9, hour=9, minute=20)


@pytest.mark.spec("R091")
def test_an_inquiry_has_eight_office_hours_without_the_noon_break():
    promise = promised("inquiry_answer", started_at=NOON.replace(hour=10))

    assert promise.due_at == NOON.replace(day=3, hour=10)


def test_kept_in_time_is_kept_and_tells_so():
    promise = promised()

    kept = keep_promise(promise=promise, met_at=NOON + 59 * MINUTE, by=HOUSE, at=NOON + 59 * MINUTE)

    assert (kept.state, kept.broken_at, kept.lateness) == ("kept", None, None)
    assert told(promise) == ["promises.started", "promises.kept"]


def test_met_late_stays_broken_with_its_lateness():
    promise = promised()

    late = keep_promise(promise=promise, met_at=NOON + 70 * MINUTE, by=HOUSE, at=NOON + 70 * MINUTE)

    assert (late.state, late.broken_at, late.lateness) == ("broken", promise.due_at, 10 * MINUTE)


def test_nobody_is_to_be_warned_of_what_was_met_late():
    late, open_still = promised(), promised()

    keep_promise(promise=late, met_at=NOON + 70 * MINUTE, by=HOUSE, at=NOON + 70 * MINUTE)
    record_breaches(by=HOUSE, at=NOON + 5 * HOUR)

    broken = EventRecord.objects.filter(name="promises.broken").order_by("id")
    assert [(e.subject_id, e.data["is_met"]) for e in broken] == [(late.pk, True), (open_still.pk, False)]
    waiting = Delivery.objects.filter(event__in=[event.uid for event in broken])
    assert set(waiting.values_list("event", flat=True)) == {broken[1].uid}


def test_met_twice_counts_once():
    promise = promised()
    keep_promise(promise=promise, met_at=NOON + MINUTE, by=HOUSE, at=NOON + MINUTE)

    again = keep_promise(promise=promise, met_at=NOON + 9 * HOUR, by=HOUSE, at=NOON + 9 * HOUR)

    assert (again.state, again.met_at) == ("kept", NOON + MINUTE)


def test_a_breach_is_derived_before_any_worker_reads_it_and_recorded_at_its_own_moment():
    promise = promised()
    later = NOON + 5 * HOUR
    derived = promise.state_at(later)

    recorded = record_breaches(by=HOUSE, at=later)

    promise.refresh_from_db()
    assert (derived, recorded, promise.state, promise.broken_at) == ("broken", 1, "broken", promise.due_at)
    assert record_breaches(by=HOUSE, at=later) == 0


def test_evidence_that_comes_after_the_worker_is_judged_by_when_it_happened():
    promise = promised()
    record_breaches(by=HOUSE, at=NOON + 2 * HOUR)
    clerk = actor()

    kept = keep_promise(promise=promise, met_at=NOON + 30 * MINUTE, by=clerk, at=NOON + 3 * HOUR)

    assert (kept.state, kept.is_late_evidence) == ("kept", True)


def test_it_warns_once_when_most_of_the_time_is_gone():
    promise = promised()

    counts = [warn(by=HOUSE, at=NOON + minutes * MINUTE) for minutes in (47, 48, 49)]

    assert counts == [0, 1, 0]
    assert told(promise) == ["promises.started", "promises.soon"]


def test_a_pause_freezes_the_time_left_and_resuming_adds_it_again():
    promise = promised()
    pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=NOON + 20 * MINUTE)

    resumed = resume_promise(promise=promise, by=HOUSE, at=NOON + DAY)

    assert resumed.due_at == NOON + DAY + 40 * MINUTE
    assert resumed.original_due_at == NOON + HOUR


def test_a_pause_over_a_holiday_keeps_office_time():
    before_new_year = NOON.replace(year=2026, month=2, day=13, hour=16)
    promise = promised("inquiry_answer", started_at=before_new_year)
    pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=before_new_year.replace(hour=17))

    resumed = resume_promise(promise=promise, by=HOUSE, at=NOON.replace(month=2, day=20))

    assert resumed.due_at == NOON.replace(month=2, day=24, hour=17)


def test_no_pause_after_due_and_none_for_a_reason_that_the_kind_does_not_know():
    promise = promised()
    with pytest.raises(AlreadyDue):
        pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=NOON + 2 * HOUR)
    call = promised("call_answer")
    with pytest.raises(PauseNotAllowed):
        pause_promise(promise=call, reason="waiting_customer", by=HOUSE, at=NOON + MINUTE)


def test_the_customer_moves_it_and_the_original_moment_stays():
    promise = promised("delivery", due_at=NOON + DAY)

    moved = amend_promise(promise=promise, due_at=NOON + 3 * DAY, why="later", by=HOUSE, at=NOON + HOUR)

    assert (moved.original_due_at, moved.due_at) == (NOON + DAY, NOON + 3 * DAY)
    with pytest.raises(AlreadyDue):
        amend_promise(promise=promise, due_at=NOON + 9 * DAY, why="", by=HOUSE, at=NOON + 4 * DAY)


def test_one_broken_term_breaks_the_promise():
    promise = promised("delivery", due_at=NOON + DAY)

    judged = keep_promise(
        promise=promise,
        met_at=NOON + HOUR,
        terms={"quantity": "kept", "quality": "broken", "documents": "kept"},
        by=HOUSE,
        at=NOON + HOUR,
    )

    assert (judged.state, judged.time_state) == ("broken", "kept")


def test_an_unknown_term_is_never_kept_and_its_clock_has_stopped_all_the_same():
    promise = promised("delivery", due_at=NOON + DAY)

    judged = keep_promise(
        promise=promise,
        met_at=NOON + HOUR,
        terms={"quantity": "kept", "quality": "kept", "documents": "unknown"},
        by=HOUSE,
        at=NOON + HOUR,
    )

    assert (judged.state, judged.state_at(NOON + 9 * DAY)) == ("running", "running")
    assert told(promise)[-1] == "promises.met"


def test_later_evidence_revises_the_verdict_with_who_and_why():
    promise = promised("delivery", due_at=NOON + DAY)
    good = {"quantity": "kept", "quality": "kept", "documents": "kept"}
    keep_promise(promise=promise, met_at=NOON + HOUR, terms=good, by=HOUSE, at=NOON + HOUR)

    revised = revise_promise(
        promise=promise, terms={"quality": "broken"}, why="hidden damage", by=HOUSE, at=NOON + 3 * DAY
    )

    assert revised.state == "broken"
    last = EventRecord.objects.filter(name="promises.revised").get()
    assert (last.data["was"], last.data["now"], last.data["why"]) == ("kept", "broken", "hidden damage")
    with pytest.raises(ReasonMissing):
        revise_promise(promise=promise, why=" ", by=HOUSE, at=NOON + 3 * DAY)
    with pytest.raises(PeriodClosed):
        revise_promise(promise=promise, why="too late", by=HOUSE, at=NOON + 90 * DAY)


def test_an_excuse_never_turns_broken_into_kept():
    promise = promised()
    record_breaches(by=HOUSE, at=NOON + 2 * HOUR)

    excused = explain_promise(
        promise=promise, cause="weather", liable_tier="external", excused=True, by=HOUSE, at=NOON + DAY
    )

    assert (excused.state, excused.is_excused, excused.liable_tier) == ("broken", True, "external")


def test_a_solved_complaint_runs_again_with_the_time_it_had_left():
    promise = promised("complaint_resolution")
    keep_promise(promise=promise, met_at=NOON + DAY, by=HOUSE, at=NOON + DAY)

    reopened = reopen_promise(promise=promise, by=HOUSE, at=NOON + 5 * DAY)

    assert (reopened.state, reopened.met_at, reopened.due_at) == ("running", None, NOON + 7 * DAY)


def test_a_first_answer_never_runs_again():
    promise = promised("complaint_answer")
    keep_promise(promise=promise, met_at=NOON, by=HOUSE, at=NOON)

    with pytest.raises(NotRunning):
        reopen_promise(promise=promise, by=HOUSE, at=NOON + HOUR)


def test_waiving_and_cancelling_leave_what_is_already_due():
    customer = a_customer()
    late, running = promised(about=customer), promised("complaint_resolution", about=customer)

    cancelled = cancel_promises(record=customer, by=HOUSE, at=NOON + 2 * HOUR)

    assert [p.pk for p in cancelled] == [running.pk]
    late.refresh_from_db()
    assert late.state_at(NOON + 2 * HOUR) == "broken"
    other = promised()
    assert waive_promise(promise=other, why="customer agrees", by=HOUSE, at=NOON).state == "waived"


def test_keeping_by_record_touches_only_the_kinds_named():
    customer = a_customer()
    answer, solution = promised(about=customer), promised("complaint_resolution", about=customer)

    keep_promises_about(record=customer, kinds=["complaint_answer"], met_at=NOON, by=HOUSE, at=NOON)

    states = dict(Promise.objects.about(customer).values_list("pk", "state"))
    assert states == {answer.pk: "kept", solution.pk: "running"}


def test_history_comes_in_with_its_outcome_and_what_it_does_not_say_is_unknown():
    request = PromiseRequest(
        kind="delivery",
        subject=Subject("transport.shipment", 1, "WB-1"),
        started_at=NOON,
        due_at=NOON + DAY,
        outcome=Outcome(met_at=NOON + 2 * DAY, terms={"quantity": "kept"}),
    )

    (promise,) = start_promises(requests=[request], by=HOUSE, at=NOON + 9 * DAY, tell_each=False)

    assert promise.terms() == {
        "time": "broken",
        "quantity": "kept",
        "quality": "unknown",
        "documents": "unknown",
    }
    assert promise.state == "broken"
    assert not EventRecord.objects.filter(name="promises.started").exists()


def test_making_many_takes_no_more_statements_than_making_one(django_assert_num_queries):
    def requests(n):
        return [
            PromiseRequest(kind="call_answer", subject=Subject("x.y", i), started_at=NOON) for i in range(n)
        ]

    with django_assert_num_queries(6):
        start_promises(requests=requests(1), by=HOUSE, at=NOON)
    with django_assert_num_queries(6):
        start_promises(requests=requests(40), by=HOUSE, at=NOON)


def test_promises_are_handed_to_somebody_else():
    promise = promised()
    colleague = actor()

    from kept.people.models import Person

    hand_over_promises(
        promises=[promise], person=Person.objects.get(pk=colleague.person_id), by=HOUSE, at=NOON
    )

    promise.refresh_from_db()
    assert promise.person_id == colleague.person_id


@pytest.mark.spec("R011")
def test_a_promise_given_to_a_subcontractor_stays_ours_towards_the_customer():
    customer, carrier = a_customer(), a_partner()
    promise = promised("delivery", about=customer, due_at=NOON + DAY)

    moved = entrust_promises(
        records=[customer], kinds=["delivery"], provider_id=carrier.pk, by=HOUSE, at=NOON
    )
    again = entrust_promises(
        records=[customer], kinds=["delivery"], provider_id=carrier.pk, by=HOUSE, at=NOON
    )

    promise.refresh_from_db()
    assert (len(moved), len(again)) == (1, 0)
    assert (promise.provider, promise.customer, promise.due_at) == (carrier, customer, NOON + DAY)
    assert told(promise) == ["promises.started", "promises.entrusted"]
