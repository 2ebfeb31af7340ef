"""A customer's mail by IMAP, a clerk's answer by SMTP, and the customer's next mail in the same case."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr

import pytest

from kept.comms.actions import send_waiting
from kept.comms.actions.fetching import fetch_mail
from kept.comms.actions.reading import read_waiting
from kept.comms.models import Incoming
from kept.desk.actions.answering import answer_case
from kept.desk.actions.opening import open_case
from kept.desk.models import Contact
from kept.kernel.outbox import deliver_due
from kept.promises.models import Promise
from tests.comms.servers import Mailbox, a_mail, a_mail_account, a_post_office, imap_port, mailbox
from tests.factories import HOUSE, NOON, a_customer, actor

pytestmark = pytest.mark.django_db
__all__ = ["imap_port", "mailbox"]


def arrive(at=NOON) -> None:
    """What the worker does within a minute."""
    fetch_mail(at=at)
    read_waiting(at=at)
    deliver_due()


@pytest.mark.spec("R295", "R273")
def test_mail_in_by_imap_answer_by_smtp_and_the_reply_lands_in_its_case(mailbox: Mailbox) -> None:
    customer = a_customer(email="service@hongda.example")
    with a_post_office() as (post, port):
        a_mail_account(
            mailbox, port, address="cs@kept.example", sender_name="客服中心", signature="客服 小李"
        )
        mailbox.deliver(a_mail("请问 WB-1 到哪里了？", Message_ID="<first@hongda.example>"), NOON)
        arrive(NOON + timedelta(minutes=3))
        first = Contact.objects.get()
        clock = Promise.objects.about(first).get()

        case = open_case(kind="question", contact=first, by=HOUSE, at=NOON + timedelta(minutes=4))
        answered = NOON + timedelta(minutes=5)
        answer_case(case=case, channel="email", text="明天上午送到。", by=actor("clerk"), at=answered)
        sent = send_waiting(at=answered)
        [mail] = post.mails

        reply = a_mail(
            "好的，再催一下。\n\n> 明天上午送到。",
            Subject=f"回复：{mail['Subject']}",
            In_Reply_To=mail["Message-ID"],
        )
        mailbox.deliver(reply, NOON + timedelta(minutes=9))
        arrive(NOON + timedelta(minutes=10))
        second = Contact.objects.exclude(pk=first.pk).get(direction="in")

    case.refresh_from_db()
    clock.refresh_from_db()
    assert (first.channel, first.customer, first.at, first.summary) == (
        "email",
        customer,
        NOON,
        "请问 WB-1 到哪里了？",
    )
    assert (clock.kind, clock.started_at, clock.met_at) == ("mail_answer", NOON, answered)
    assert sent == 1
    assert (mail["To"], parseaddr(str(mail["From"]))[1]) == ("wang@hongda.example", "cs@kept.example")
    assert (mail["In-Reply-To"], mail["References"]) == ("<first@hongda.example>", "<first@hongda.example>")
    body = mail.get_payload(decode=True).decode()
    assert body.splitlines()[:4] == ["明天上午送到。", "", "-- ", "客服 小李"]
    assert "> 请问 WB-1 到哪里了？" in body
    assert (second.case, second.is_chaser, second.summary) == (case, True, "好的，再催一下。")
    assert case.chasers == 1
    assert Incoming.objects.get(about_id=second.pk).quoted == "> 明天上午送到。"
