"""Notices and messages reach people once."""

from datetime import timedelta

import pytest
from django.core import mail

from kept.comms.actions import queue_message, send_waiting
from kept.comms.models import Message, Notice
from kept.kernel.events import Subject
from kept.kernel.outbox import deliver_due
from kept.promises.actions import PromiseRequest, start_promise
from kept.promises.actions.clocking import record_breaches
from kept.promises.models import PolicyVersion
from tests.factories import HOUSE, NOON, a_branch, staff

pytestmark = pytest.mark.django_db


def test_a_breach_tells_the_person_and_the_roles_of_the_policy_once():
    branch, elsewhere = a_branch(), a_branch()
    owner, manager = staff("clerk", branch=branch), staff("branch_manager", branch=branch)
    staff("branch_manager", branch=elsewhere)
    PolicyVersion.objects.filter(policy__kind="call_answer").update(warn_roles=["branch_manager"])
    request = PromiseRequest(
        kind="call_answer",
        subject=Subject("x.y", 1, "CO-1"),
        started_at=NOON,
        branch_id=branch.pk,
        person_id=owner.pk,
    )
    start_promise(request=request, by=HOUSE, at=NOON)
    record_breaches(by=HOUSE, at=NOON + timedelta(hours=1))

    deliver_due()
    deliver_due()

    told = Notice.objects.order_by("person_id").values_list("person_id", "tone", "about")
    assert list(told) == [(owner.pk, "broken", "CO-1"), (manager.pk, "broken", "CO-1")]


def test_a_message_is_sent_once_however_often_it_is_queued():
    for _ in range(2):
        queue_message(key="case-1", to="a@example.com", subject="Re:\nyour case", body="…", at=NOON)

    counts = [send_waiting(at=NOON), send_waiting(at=NOON)]

    assert counts == [1, 0]
    assert [(m.to, m.subject) for m in mail.outbox] == [(["a@example.com"], "Re: your case")]


def test_while_the_channel_is_down_messages_wait_and_then_go_out(monkeypatch):
    queue_message(key="case-2", to="a@example.com", subject="x", body="y", at=NOON)

    def down(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", down)
        assert send_waiting(at=NOON) == 0
    waiting = Message.objects.get()
    early, late = send_waiting(at=NOON), send_waiting(at=NOON + timedelta(minutes=2))

    assert (waiting.state, waiting.attempts, waiting.why) == ("waiting", 1, "ConnectionRefusedError")
    assert (early, late) == (0, 1)
