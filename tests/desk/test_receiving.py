"""A message from outside becomes a contact where it belongs, and nowhere else."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image

from kept.comms.actions import send_waiting
from kept.comms.actions.accounts import add_account
from kept.comms.actions.keeping import keep_raw
from kept.comms.actions.reading import read_waiting, release_flood
from kept.comms.models import Account, Flood, Incoming, Message
from kept.comms.rules.letters import message_id_of
from kept.desk.actions.answering import answer_case
from kept.desk.actions.escalating import escalate_case
from kept.desk.models import Contact
from kept.desk.queries.threads import case_mark
from kept.documents.models import Document
from kept.kernel.outbox import deliver_due
from kept.parties.models import ContactPerson
from kept.people.actions.rule_numbers import set_rule
from kept.people.queries import actor_of
from kept.promises.actions.clocking import record_breaches
from kept.promises.models import Promise
from tests.comms.servers import a_mail, a_mail_account
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

from .scenes import a_case, a_shipment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def arrives(raw: bytes, account: Account | None = None, at: Any = NOON) -> Incoming:
    account = account or Account.objects.first() or a_mail_account()
    message, _ = keep_raw(account=account, raw=raw, control=message_id_of(raw), received_at=at, at=at)
    read_waiting(at=at)
    deliver_due()
    message.refresh_from_db()
    return message


def contact_of(message: Incoming) -> Contact:
    return Contact.objects.get(pk=message.about_id)


def with_files(*files: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "wang@hongda.example", "照片", "<f1@hongda.example>"
    mail.set_content("请看附件")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.spec("R295")
def test_the_customer_is_known_by_contact_person_address_or_own_domain() -> None:
    hongda, other = a_customer(email="info@hongda.example"), a_customer(email="someone@qq.com")
    person = ContactPerson.objects.create(customer=other, name="王女士", email="wang@elsewhere.example")

    by_person = contact_of(arrives(a_mail(From="Wang <WANG@elsewhere.example>")))
    by_domain = contact_of(arrives(a_mail(From="new@hongda.example")))
    by_free_mail = contact_of(arrives(a_mail(From="stranger@qq.com")))

    assert (by_person.customer, by_person.contact_person) == (other, person)
    assert (by_domain.customer, by_free_mail.customer) == (hongda, None)


def test_a_stranger_at_a_mailbox_of_all_is_seen_where_the_hotline_is_and_not_everywhere() -> None:
    head, other = a_branch(is_headquarters=True), a_branch()
    here, there = (actor_of(staff("clerk", branch=branch), NOON) for branch in (head, other))

    strange = contact_of(arrives(a_mail(From="stranger@qq.com"), a_mail_account()))
    placed = contact_of(arrives(a_mail(From="another@qq.com"), a_mail_account(branch=other)))

    assert [strange.branch, placed.branch] == [head, other]
    assert list(Contact.objects.permitted(here, "desk.view")) == [strange]
    assert list(Contact.objects.permitted(there, "desk.view")) == [placed]


def test_without_headquarters_strangers_come_to_the_first_branch() -> None:
    first = a_branch(code="A1")
    a_branch(code="A2")

    assert contact_of(arrives(a_mail(From="stranger@qq.com"))).branch == first


def test_a_waybill_of_the_sender_that_a_mail_names_is_linked_and_that_of_others_is_not() -> None:
    customer = a_customer(email="wang@hongda.example")
    own, foreign = a_shipment(customer, number="WB-2603-000077"), a_shipment(number="WB-2603-000078")

    named = contact_of(arrives(a_mail(f"{own.number}外箱压坏了")))
    other = contact_of(arrives(a_mail(f"{foreign.number} 到哪里了，电话13800001111")))
    both = contact_of(arrives(a_mail("都到了吗？", Subject=f"{own.number}、{a_shipment(customer).number}")))

    assert (named.shipment, other.shipment, both.shipment) == (own, None, None)


def test_a_stranger_with_the_mark_of_a_case_stays_outside_and_says_why(client) -> None:
    case = a_case("question", customer=a_customer(email="wang@hongda.example"))

    stranger = contact_of(arrives(a_mail(From="boss@evil.example", Subject=f"Re: {case_mark(case)}")))
    own = contact_of(arrives(a_mail(From="li@hongda.example", Subject=f"Re: {case_mark(case)}")))
    client.force_login(staff("clerk"))
    page = client.get(stranger.get_absolute_url()).content.decode()

    assert (stranger.case, stranger.customer, stranger.doubt) == (None, None, "foreign")
    assert (own.case, own.doubt) == (case, "")
    assert "It names a case whose customer this sender does not belong to." in page


def test_a_guessed_mark_leads_nowhere_and_a_bare_number_only_the_own_customer() -> None:
    case = a_case("question", customer=a_customer(email="wang@hongda.example"))

    guessed = contact_of(arrives(a_mail(From="x@evil.example", Subject=f"[{case.number}-aaaaaaaaaa]")))
    own = contact_of(arrives(a_mail(From="wang@hongda.example", Subject=f"{case.number} 怎么样了")))

    assert (guessed.case, own.case) == (None, case)


@pytest.mark.parametrize(
    ("headers", "doubt"),
    [
        ({"Authentication_Results": "mx.kept.example; dmarc=fail"}, "not_vouched"),
        ({"Authentication_Results": "mx.evil.example; dmarc=pass"}, "not_vouched"),
        ({"Authentication_Results": "mx.kept.example; dmarc=pass"}, ""),
        (
            {
                "Authentication_Results": "mx.kept.example; dmarc=pass",
                "From": '"wang@hongda.example" <x@hongda.example>',
            },
            "disguised",
        ),
    ],
)
def test_a_claimed_address_is_linked_only_when_our_own_server_vouches(headers: Any, doubt: str) -> None:
    customer = a_customer(email="wang@hongda.example")
    account = a_mail_account(authserv="mx.kept.example")

    contact = contact_of(arrives(a_mail(**headers), account))

    assert (contact.doubt, contact.customer) == (doubt, None if doubt else customer)


def test_the_same_message_id_twice_is_one_contact_even_by_two_accounts() -> None:
    raw = a_mail(Message_ID="<same@hongda.example>")
    first, second = a_mail_account(), a_mail_account()

    for account in (first, first, second):
        arrives(raw, account)

    assert (Contact.objects.count(), Incoming.objects.count()) == (1, 2)


def test_machines_start_no_clock_and_stand_beside_what_they_answer() -> None:
    a_mail_account(smtp_port=2525)
    case = a_case("question", customer=a_customer(email="wang@hongda.example"))
    answer = answer_case(case=case, channel="email", text="明早到", by=HOUSE, at=NOON)
    sent = Message.objects.get()

    note = arrives(a_mail(Subject="自动回复：休假", In_Reply_To=sent.message_id))

    assert (note.state, note.about_id) == ("noted", answer.pk)
    assert list(Contact.objects.all()) == [answer]
    assert not Promise.objects.filter(kind="mail_answer").exists()


def test_a_mail_bomb_is_one_row_and_can_be_taken_in_after_all() -> None:
    account = a_mail_account()
    for n in range(25):
        raw = a_mail(From="bomb@evil.example", Message_ID=f"<b{n}@evil.example>")
        keep_raw(account=account, raw=raw, control=message_id_of(raw), received_at=NOON, at=NOON)
    read_waiting(at=NOON)
    deliver_due()
    flood = Flood.objects.get()
    before = (Contact.objects.count(), flood.count, Incoming.objects.filter(state="aside").count())
    other = contact_of(arrives(a_mail(), account))

    release_flood(flood=flood, by=HOUSE, at=NOON)
    read_waiting(at=NOON)
    deliver_due()

    assert before == (20, 5, 5)
    assert other.email == "wang@hongda.example"
    assert Contact.objects.filter(email="bomb@evil.example").count() == 25


def test_a_mail_bomb_of_many_senders_puts_strangers_aside_and_lets_known_ones_through(client) -> None:
    account = a_mail_account()
    set_rule(key="comms.flood_together", value=Decimal(5), by=HOUSE, at=NOON - timedelta(hours=1))
    arrives(a_mail(), account, at=NOON - timedelta(minutes=30))
    for n in range(8):
        arrives(a_mail(From=f"s{n}@many.example", Message_ID=f"<m{n}@many.example>"), account)

    known = arrives(a_mail(Message_ID="<again@hongda.example>"), account)

    flood = Flood.objects.get()
    assert (flood.sender, flood.count) == ("", 3)
    assert (known.state, Contact.objects.filter(email__endswith="@many.example").count()) == ("applied", 5)
    client.force_login(staff("service_manager"))
    assert "many unknown senders" in client.get("/messages/in/").content.decode()
    release_flood(flood=flood, by=HOUSE, at=NOON)
    read_waiting(at=NOON)
    deliver_due()
    assert Contact.objects.filter(email__endswith="@many.example").count() == 8


def test_files_are_judged_by_their_content_and_refusals_are_shown(client) -> None:
    picture = a_picture()
    message = arrives(
        with_files(
            ("photo.exe.png", picture),
            ("invoice.pdf", b"MZ\x90\x00program"),
            ("run.bat", b"del *"),
            ("bomb.zip", b"PK\x03\x04" + b"\0" * 100),
            ("empty.txt", b""),
            ("page.html", b"<script>alert(1)</script>"),
        )
    )
    contact = contact_of(message)
    client.force_login(staff("clerk"))
    page = client.get(contact.get_absolute_url()).content.decode()

    assert [document.name for document in Document.objects.about(contact)] == ["photo.exe.png"]
    assert {item["name"]: item["why"] for item in message.files_refused} == {
        "invoice.pdf": "executable",
        "run.bat": "executable",
        "bomb.zip": "unknown",
        "empty.txt": "empty",
        "page.html": "unknown",
    }
    assert "run.bat is a program" in page


def test_an_attachment_of_thirty_megabytes_is_not_kept_but_its_mail_is() -> None:
    message = arrives(with_files(("film.bin", b"\0" * (30 * 1024 * 1024))))

    assert contact_of(message).summary == "请看附件"
    assert [item["why"] for item in message.files_refused] == ["too_large"]


def test_a_clock_starts_at_arrival_whatever_date_the_mail_has() -> None:
    for date in ("", "Fri, 02 Mar 2126 12:00:00 +0800", "nonsense"):
        message = arrives(a_mail(Date=date), at=NOON)
        clock = Promise.objects.about(contact_of(message)).get()
        assert (clock.kind, clock.started_at) == ("mail_answer", NOON)


def test_scripts_in_every_field_are_shown_as_text(client) -> None:
    evil = "<script>alert(1)</script>"
    message = arrives(
        a_mail(evil, From=f'"{evil}" <x@evil.example>', Subject=evil, Cc=f'"{evil}" <y@evil.example>')
    )
    client.force_login(staff("service_manager"))

    pages = [
        client.get(address).content.decode()
        for address in (
            contact_of(message).get_absolute_url(),
            message.get_absolute_url(),
            reverse("comms:messages_in"),
            reverse("desk:contacts"),
        )
    ]

    assert [evil in page for page in pages] == [False] * 4
    assert all("&lt;script&gt;" in page for page in pages)


def test_a_clerk_answers_by_mail_with_papers_copy_and_signature(client) -> None:
    account = a_mail_account(smtp_port=2525, signature="客服中心")
    message = arrives(with_files(("photo.png", a_picture())), account)
    contact = contact_of(message)
    client.force_login(staff("clerk"))
    address = reverse("desk:contact_mail", args=[contact.number])
    form = client.get(address).context["form"]
    document = Document.objects.get()

    given = {
        "account": account.pk,
        "to": "wang@hongda.example",
        "cc": "li@hongda.example；zhao@hongda.example",
    }
    bad = client.post(address, {**given, "subject": "x", "text": "y", "to": "nobody"})
    done = client.post(
        address, {**given, "subject": form["subject"].value(), "text": "已收到", "papers": [document.pk]}
    )

    contact.refresh_from_db()
    sent = Message.objects.get()
    assert (bad.status_code, done.status_code) == (422, 302)
    assert (sent.subject, sent.cc) == ("Re: 照片", "li@hongda.example, zhao@hongda.example")
    assert list(sent.documents.all()) == [document]
    assert sent.body.startswith("已收到\n\n-- \n客服中心\n\n") and "> 请看附件" in sent.body
    assert contact.answered_at is not None
    assert "Waiting" in client.get(f"/contacts/{sent.about_number}/").content.decode()
    assert send_waiting(at=NOON - MINUTE) == 0


def test_escalations_and_breaches_reach_the_group_chat_once() -> None:
    branch = a_branch()
    chat = add_account(
        details={"kind": "notification", "name": "售后群", "is_group": True, "branch": branch},
        secret="json://127.0.0.1:9/",
        by=HOUSE,
        at=NOON,
    )
    case = a_case("complaint", branch=branch)

    escalate_case(case=case, why="客户很急", by=HOUSE, at=NOON)
    record_breaches(by=HOUSE, at=NOON + timedelta(hours=2))
    deliver_due()
    deliver_due()

    lines = list(Message.objects.filter(account=chat).order_by("pk"))
    assert [line.about_type for line in lines] == ["desk.case", "promises.promise"]
    assert all(line.subject.startswith(case.number) for line in lines)
