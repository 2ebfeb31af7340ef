"""Mail goes out once, in order, through servers that are down, refuse or send back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.comms.actions import queue_message, queue_notification, send_waiting
from kept.comms.actions.accounts import ServiceUnknown, add_account
from kept.comms.actions.keeping import keep_raw
from kept.comms.actions.reading import read_waiting
from kept.comms.models import Account, Incoming, Message, Notice
from kept.kernel.outbox import deliver_due
from tests.factories import HOUSE, NOON, staff

from .servers import a_free_port, a_gateway, a_mail_account, a_post_office, an_sms_account

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def queue(account: Account, n: int, to: str = "wang@hongda.example") -> Message:
    return queue_message(key=f"m{n}", account=account, to=to, subject=f"第{n}封", body="明早到", at=NOON)


def test_while_a_server_is_down_mail_waits_and_then_goes_out_once_in_its_order() -> None:
    manager, port = staff("service_manager"), a_free_port()
    account = a_mail_account(smtp_port=port)
    messages = [queue(account, n) for n in range(3)]

    down = send_waiting(at=NOON)
    deliver_due()
    account.refresh_from_db()
    since, soon = account.out_down_since, send_waiting(at=NOON + MINUTE / 2)
    with a_post_office(port) as (post, _):
        sent = [send_waiting(at=NOON + 2 * MINUTE), send_waiting(at=NOON + 3 * MINUTE)]
    account.refresh_from_db()

    assert (down, soon, sent) == (0, 0, [3, 0])
    assert [mail["Message-ID"] for mail in post.mails] == [message.message_id for message in messages]
    assert (since, account.out_down_since) == (NOON, None)
    assert [row.attempts for row in Message.objects.all()] == [0, 0, 0]
    assert Notice.objects.get().person == manager


def test_a_recipient_refused_for_good_fails_and_one_refused_for_now_waits_while_others_go_on() -> None:
    with a_post_office() as (post, port):
        post.refuses = {"gone@x.example": "550 no such user", "full@x.example": "452 mailbox full"}
        account = a_mail_account(smtp_port=port)
        for n, to in enumerate(("gone@x.example", "full@x.example", "good@x.example")):
            queue(account, n, to)

        sent = send_waiting(at=NOON)

    states = list(Message.objects.order_by("pk").values_list("state", "why", "attempts"))
    assert sent == 1
    assert states == [
        ("failed", "gone@x.example: 550 no such user", 0),
        ("waiting", "full@x.example: 452 mailbox full", 1),
        ("sent", "", 0),
    ]


def test_a_message_that_was_being_sent_when_the_worker_died_is_left_to_a_person() -> None:
    account = a_mail_account(smtp_port=a_free_port())
    message = queue(account, 1)
    Message.objects.update(state="sending", next_at=NOON)

    send_waiting(at=NOON + timedelta(minutes=11))

    message.refresh_from_db()
    assert (message.state, message.why) == ("failed", "interrupted while sending; it may have gone out")


def test_nothing_that_somebody_writes_begins_a_header() -> None:
    with a_post_office() as (post, port):
        account = a_mail_account(smtp_port=port)
        queue_message(
            key="x",
            account=account,
            to="wang@hongda.example",
            subject="货到\r\nBcc: all@x.example",
            body="\r\n.\r\nMAIL FROM:<x>",
            at=NOON,
        )
        send_waiting(at=NOON)

    [mail] = post.mails
    assert (mail["Bcc"], mail["X-RcptTo"]) == (None, "wang@hongda.example")


def test_a_delivery_report_marks_the_message_that_did_not_arrive() -> None:
    with a_post_office() as (_, port):
        account = a_mail_account(smtp_port=port)
        message = queue(account, 1)
        send_waiting(at=NOON)
    report = (
        "From: MAILER-DAEMON@mx.example\r\nMessage-ID: <r1@mx.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; wang@hongda.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 user unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message.message_id}\r\n\r\n--b--\r\n"
    )

    keep_raw(account=account, raw=report.encode(), control="<r1@mx.example>", received_at=NOON, at=NOON)
    read_waiting(at=NOON)

    message.refresh_from_db()
    assert (message.state, message.why) == ("failed", "wang@hongda.example 550 user unknown")
    assert list(Incoming.objects.values_list("state", "sort")) == [("noted", "bounce")]


def test_an_sms_goes_out_by_the_service_of_a_channel_to_the_phone_of_the_customer() -> None:
    with a_gateway() as (got, port):
        account = an_sms_account(port)
        queue_notification(key="s1", account=account, to="+8613800001111", body="货已到站，请提货。", at=NOON)
        sent = send_waiting(at=NOON)
    queue_notification(key="s2", account=account, to="13800001111", body="第二条", at=NOON)
    down = send_waiting(at=NOON)

    [(path, told)] = got
    account.refresh_from_db()
    assert (sent, path, told["message"]) == (1, "/sms/8613800001111", "货已到站，请提货。")
    assert (down, account.out_down_since) == (0, NOON)


@pytest.mark.parametrize("secret", ["nonsense", "syslog://", "file:///etc/passwd", "mailto://a:b@c.example"])
def test_a_service_that_is_unknown_or_writes_to_the_machine_is_refused(secret: str) -> None:
    with pytest.raises(ServiceUnknown):
        add_account(details={"kind": "notification", "name": "x"}, secret=secret, by=HOUSE, at=NOON)
