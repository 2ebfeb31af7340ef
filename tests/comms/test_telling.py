"""Notices and messages reach people once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

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


def test_the_bell_counts_what_is_unread_and_opening_reads_it(client):
    person, other = staff("clerk"), staff("clerk")
    promise = start_promise(
        request=PromiseRequest(
            kind="call_answer", subject=Subject("x.y", 1, "CO-1"), started_at=NOON, person_id=person.pk
        ),
        by=HOUSE,
        at=NOON,
    )
    record_breaches(by=HOUSE, at=NOON + timedelta(hours=1))
    deliver_due()
    notice = Notice.objects.get()
    address = reverse("comms:notice", args=[notice.pk])

    client.force_login(other)
    foreign = client.get(address).status_code
    client.force_login(person)
    first = client.get(reverse("comms:bell"))
    again = client.get(reverse("comms:bell"), headers={"If-None-Match": first["ETag"]})
    page = client.get(reverse("comms:notices")).content.decode()
    opened = client.get(address)
    after = client.get(reverse("comms:bell")).content.decode()

    assert (foreign, again.status_code) == (404, 304)
    assert "1 unread" in first.content.decode()
    assert "Promise broken" in page and "Answer a contact · CO-1" in page
    assert opened["Location"] == promise.get_absolute_url()
    assert "unread" not in after


def test_all_notices_are_read_at_once_and_only_ones_own(client, django_assert_max_num_queries):
    mine, other = staff("clerk"), staff("clerk")
    for n, person in enumerate((mine, mine, other)):
        Notice.objects.create(
            person=person, event=uuid4(), name="x.y", about=f"CO-{n}", url="/", made_at=NOON
        )
    client.force_login(mine)

    with django_assert_max_num_queries(8):
        client.get(reverse("comms:notices"))
    client.post(reverse("comms:reading"))

    assert list(Notice.objects.unread().values_list("person_id", flat=True)) == [other.pk]
