"""Whatever is done to a promise, its rows, its events and its verdict agree."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kept.kernel.errors import Refused
from kept.kernel.events import Subject
from kept.kernel.models import EventRecord
from kept.promises import actions
from kept.promises.actions.clocking import record_breaches
from tests.factories import HOUSE, NOON

ACTS = st.sampled_from(["pause", "resume", "keep", "clock", "waive"])


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ACTS, st.integers(1, 50)), max_size=8))
def test_random_acts_leave_a_verdict_that_the_moments_explain(acts):
    request = actions.PromiseRequest(kind="complaint_answer", subject=Subject("x.y", 1), started_at=NOON)
    promise = actions.start_promise(request=request, by=HOUSE, at=NOON)
    at = NOON

    for act, minutes in acts:
        at += timedelta(minutes=minutes)
        try:
            _do(act, promise, at)
        except Refused:
            continue

    promise.refresh_from_db()
    state = promise.state_at(at)
    if state == "kept":
        assert promise.met_at <= promise.due_at
    if state == "broken":
        assert promise.due_at < (promise.met_at or at)
    if state == "paused":
        assert promise.left_when_paused >= timedelta()
    told = EventRecord.objects.filter(subject_type="promises.promise", subject_id=promise.pk)
    last = {"kept": "promises.kept", "waived": "promises.waived", "paused": "promises.paused"}.get(state)
    if last:
        assert told.filter(name=last).exists()


def _do(act, promise, at):
    if act == "pause":
        actions.pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=at)
    elif act == "resume":
        actions.resume_promise(promise=promise, by=HOUSE, at=at)
    elif act == "keep":
        actions.keep_promise(promise=promise, met_at=at, by=HOUSE, at=at)
    elif act == "waive":
        actions.waive_promise(promise=promise, why="agreed", by=HOUSE, at=at)
    else:
        record_breaches(by=HOUSE, at=at)
