"""The pages of channels and messages: set up, state, lists, what came and what went."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.actions import queue_message
from kept.comms.actions.keeping import keep_raw
from kept.comms.actions.reading import read_waiting
from kept.comms.models import Account, Incoming, Message
from kept.kernel.models import EventRecord
from tests.factories import NOON, a_branch, staff

from .servers import a_mail, a_mail_account

pytestmark = pytest.mark.django_db

MAILBOX = {
    "name": "客服邮箱",
    "address": "CS@kept.example",
    "login": "cs@kept.example",
    "secret": "very-secret-7",
    "imap_host": "imap.kept.example",
    "imap_port": 993,
    "imap_security": "tls",
    "imap_folder": "INBOX",
    "smtp_host": "smtp.kept.example",
    "smtp_port": 465,
    "smtp_security": "tls",
    "signature": "客服中心",
    "is_active": "on",
}


def test_a_manager_adds_a_mail_account_whose_password_nobody_sees_again(client):
    client.force_login(staff("service_manager"))

    added = client.post(reverse("comms:new_mail_account"), MAILBOX)
    account = Account.objects.get()
    changed = {**MAILBOX, "secret": "", "signature": "客服中心 小李"}
    client.post(reverse("comms:channel_form", args=[account.pk]), changed)
    account.refresh_from_db()
    pages = [client.get(added["Location"]), client.get(reverse("comms:channel_form", args=[account.pk]))]

    assert added.status_code == 302
    assert (account.address, account.secret, account.signature) == (
        "cs@kept.example",
        "very-secret-7",
        "客服中心 小李",
    )
    assert "very-secret-7" not in account.sealed
    assert all("very-secret-7" not in page.content.decode() for page in pages)
    told = " ".join(str(row.data) for row in EventRecord.objects.filter(name__startswith="comms."))
    assert "very-secret-7" not in told and "fields" in told


def test_a_second_account_of_the_same_address_is_refused_beside_its_field(client):
    client.force_login(staff("service_manager"))
    client.post(reverse("comms:new_mail_account"), MAILBOX)

    page = client.post(reverse("comms:new_mail_account"), {**MAILBOX, "name": "另一个"})

    assert page.status_code == 422
    errors = page.context["form"].errors
    assert errors["address"] == ["Another channel has this name or address already."]
    assert set(errors) == {"address", "secret"}


def test_a_refused_form_asks_for_a_typed_password_again_and_keeps_the_one_before(client):
    client.force_login(staff("service_manager"))
    new = client.post(reverse("comms:new_mail_account"), {**MAILBOX, "address": "no address"})
    client.post(reverse("comms:new_mail_account"), MAILBOX)
    account = Account.objects.get()
    address = reverse("comms:channel_form", args=[account.pk])

    typed = client.post(address, {**MAILBOX, "imap_port": "0", "secret": "another-9"})
    left = client.post(address, {**MAILBOX, "imap_port": "0", "secret": ""})
    client.post(address, {**MAILBOX, "secret": "", "signature": "客服中心"})

    asked = [page.context["form"].errors.get("secret") for page in (new, typed, left)]
    account.refresh_from_db()
    assert asked == [
        ["Type this again: it is shown to nobody, not even here."],
        ["Type this again: it is shown to nobody, not even here. Left empty, the one before stays."],
        None,
    ]
    assert "another-9" not in typed.content.decode()
    assert (account.secret, account.signature) == ("very-secret-7", "客服中心")


def test_the_list_of_channels_shows_state_and_figures_in_few_statements(client, django_assert_num_queries):
    client.force_login(staff("general_manager"))
    first = a_mail_account(name="A")
    keep_raw(account=first, raw=a_mail(), control="<a@b>", received_at=now(), at=now())
    Account.objects.update(in_down_since=now(), in_why="ConnectionRefusedError")
    client.get(reverse("comms:channels"))

    with django_assert_num_queries(4):
        one = client.get(reverse("comms:channels"))
    a_mail_account(name="B")
    a_mail_account(name="C")
    with django_assert_num_queries(4):
        three = client.get(reverse("comms:channels"))

    assert "Does not work" in one.content.decode()
    assert [row.in_today for row in three.context["list"].records] == [1, 0, 0]


def test_a_channel_that_nothing_can_use_yet_does_not_say_that_it_works(client):
    client.force_login(staff("general_manager"))
    given = {"name": "短信", "medium": "sms", "is_active": "on"}

    saved = client.post(reverse("comms:new_notification"), given, follow=True)
    bare, key_made = saved.context["state"], a_mail_account(key_made_at=NOON)

    assert bare == "bare" and b"Not set up yet" in client.get(reverse("comms:channels")).content
    assert [a_mail_account().is_set_up, key_made.is_set_up, a_mail_account(smtp_port=25).is_set_up] == [
        False,
        True,
        True,
    ]


def test_the_messages_of_a_branch_are_seen_in_that_branch(client):
    here, elsewhere = a_branch(), a_branch()
    for branch in (here, elsewhere):
        account = a_mail_account(branch=branch)
        message, _ = keep_raw(
            account=account, raw=a_mail(Subject=f"给{branch.name}"), control="", received_at=NOON, at=NOON
        )
        queue_message(key=f"x{branch.pk}", account=account, to="a@b.example", subject="x", body="y", at=NOON)
    read_waiting(at=NOON)
    client.force_login(staff("clerk", branch=here))

    came = client.get(reverse("comms:messages_in")).context["list"].records
    went = client.get(reverse("comms:messages_out")).context["list"].records
    foreign = client.get(reverse("comms:incoming_message", args=[message.number])).status_code

    assert [row.account.branch for row in came] == [here]
    assert [row.account.branch for row in went] == [here]
    assert foreign == 404


def test_raw_bytes_are_for_those_who_may_and_never_open_in_place(client):
    account = a_mail_account()
    raw = a_mail("<script>alert(1)</script>")
    message, _ = keep_raw(account=account, raw=raw, control="", received_at=NOON, at=NOON)
    address = reverse("comms:raw", args=[message.number])

    client.force_login(staff("clerk"))
    denied = client.get(address).status_code
    client.force_login(staff("service_manager"))
    given = client.get(address)

    assert denied == 403
    assert (given.content, given["Content-Type"]) == (raw, "application/octet-stream")
    assert given["Content-Disposition"].startswith("attachment")


def test_a_failed_message_is_sent_again_by_a_button(client):
    message = queue_message(
        key="x", account=a_mail_account(), to="a@b.example", subject="x", body="y", at=NOON
    )
    message.fail("550 no such user")
    message.save()
    client.force_login(staff("clerk"))
    page = client.get(reverse("comms:message", args=[message.pk])).content.decode()

    client.post(reverse("comms:sending", args=[message.pk]))

    message.refresh_from_db()
    assert "550 no such user" in page and "Send again" in page
    assert (message.state, message.attempts) == ("waiting", 0)


def test_what_was_only_noted_can_be_taken_in_after_all(client):
    account = a_mail_account()
    raw = a_mail(Auto_Submitted="auto-generated")
    message, _ = keep_raw(account=account, raw=raw, control="", received_at=NOON, at=NOON)
    read_waiting(at=NOON)
    client.force_login(staff("service_manager"))
    page = client.get(reverse("comms:incoming_message", args=[message.number])).content.decode()

    client.post(reverse("comms:replay", args=[message.number]), {"as_person": "1"})
    read_waiting(at=NOON + timedelta(minutes=1))

    assert "Take it in as a contact" in page
    assert list(Incoming.objects.values_list("state", "sort")) == [("read", "bulk")]


def test_a_trial_waits_in_the_outbox_and_leads_to_its_state(client):
    account = a_mail_account(smtp_port=2525)
    client.force_login(staff("service_manager"))

    wrong = client.post(reverse("comms:channel_trial", args=[account.pk]), {"to": "nobody"})
    sent = client.post(reverse("comms:channel_trial", args=[account.pk]), {"to": "me@kept.example"})

    assert (wrong.status_code, wrong.context["trial_form"].errors["to"]) == (
        422,
        ["This is no mail address."],
    )
    assert sent["Location"] == Message.objects.get().get_absolute_url()


def test_a_manager_of_a_branch_adds_channels_of_that_branch_only(client):
    shanghai, beijing = a_branch(), a_branch()
    client.force_login(staff("branch_manager", branch=shanghai))

    page = client.get(reverse("comms:new_mail_account"))
    refused = [
        client.post(reverse("comms:new_mail_account"), MAILBOX | {"branch": b}) for b in ("", beijing.pk)
    ]
    added = client.post(reverse("comms:new_mail_account"), MAILBOX | {"branch": shanghai.pk}, follow=True)

    offered = page.context["form"].fields["branch"]
    assert (list(offered.queryset), offered.empty_label) == ([shanghai], None)
    assert [(answer.status_code, "branch" in answer.context["form"].errors) for answer in refused] == [
        (422, True),
        (422, True),
    ]
    assert added.status_code == 200
    assert Account.objects.get().branch == shanghai


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("ConnectionRefusedError", "服务器拒绝连接，请核对服务器名和端口。"),
        ("550 no such mailbox", "550 no such mailbox"),
    ],
)
def test_why_a_channel_is_down_is_said_in_words(client, fault, words):
    client.force_login(staff("service_manager"))
    account = a_mail_account(smtp_port=1)
    Account.objects.update(in_down_since=now(), in_why=fault)

    page = client.get(account.get_absolute_url(), headers={"Accept-Language": "zh-hans"}).content.decode()

    assert words in page
    assert fault == words or fault not in page
