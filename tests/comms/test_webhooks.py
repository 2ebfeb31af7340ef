"""Signed calls: what is taken, what is turned away, and what is counted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.actions.accounts import add_account, make_key
from kept.comms.actions.reading import read_waiting
from kept.comms.models import Account, Call, Incoming, Tally
from kept.comms.rules.signing import signature
from tests.factories import HOUSE, NOON

from .servers import a_mail, a_mail_account

pytestmark = pytest.mark.django_db

TOLD = {"channel": "wechat", "id": "wx-1", "from": "oUser1", "name": "王女士", "text": "货到哪里了？"}


@pytest.fixture
def hook() -> Account:
    account = add_account(details={"kind": "hook", "name": "微信网关"}, by=HOUSE, at=NOON)
    return make_key(account=account, by=HOUSE, at=NOON)


def call(client, account: Account, body: bytes, *, nonce: str = "n1", key: str = "", late: int = 0):
    stamp = str(int((now() - timedelta(minutes=late)).timestamp()))
    headers = {
        "X-Kept-Time": stamp,
        "X-Kept-Nonce": nonce,
        "X-Kept-Signature": signature(key or account.hook_key, stamp, nonce, body),
    }
    address = reverse("comms:hook", args=[account.token])
    return client.post(address, body, content_type="application/json", headers=headers)


def refused() -> dict[str, int]:
    return dict(Tally.objects.filter(what="refused").values_list("reason", "count"))


@pytest.mark.spec("R295", "R296")
def test_a_signed_call_is_stored_raw_and_read_as_what_its_sender_said(client, hook):
    body = json.dumps({**TOLD, "channel": "social", "phone": "13800001111"}).encode()

    answer = call(client, hook, body)
    raw = Incoming.objects.get()
    before = (raw.state, raw.content())
    read_waiting(at=now())

    raw.refresh_from_db()
    assert (answer.status_code, answer.json()) == (202, {"number": raw.number})
    assert before == ("received", body)
    assert (raw.state, raw.medium, raw.sender, raw.sender_name, raw.text, raw.phone) == (
        "read",
        "social",
        "oUser1",
        "王女士",
        "货到哪里了？",
        "13800001111",
    )


def test_the_same_message_in_another_call_is_one_and_the_same_call_is_refused(client, hook):
    body = json.dumps(TOLD).encode()

    statuses = [call(client, hook, body, nonce=nonce).status_code for nonce in ("a", "b", "a")]

    assert statuses == [202, 200, 409]
    assert (Incoming.objects.count(), refused()) == (1, {"replay": 1})


def test_numbers_used_once_may_be_long_and_differ_only_at_their_end(client, hook):
    body, long = json.dumps(TOLD).encode(), "x" * 200

    statuses = [
        call(client, hook, body, nonce=nonce).status_code for nonce in (long + "a", long + "b", long + "a")
    ]

    assert statuses == [202, 200, 409]


def test_a_wrong_key_an_old_stamp_and_a_changed_body_are_refused_and_counted(client, hook):
    body = json.dumps(TOLD).encode()
    statuses = [
        call(client, hook, body, key="guessed").status_code,
        call(client, hook, body, late=6).status_code,
        call(client, hook, body, late=-6).status_code,
        client.post(
            reverse("comms:hook", args=[hook.token]), body, content_type="application/json"
        ).status_code,
        client.post(
            reverse("comms:hook", args=["unknown"]), body, content_type="application/json"
        ).status_code,
    ]

    assert statuses == [401, 403, 403, 401, 404]
    assert refused() == {"signature": 2, "stamp": 2}
    assert (Incoming.objects.count(), Call.objects.count()) == (0, 0)


def test_a_channel_that_is_switched_off_takes_nothing(client, hook):
    Account.objects.update(is_active=False)

    assert call(client, hook, b"{}").status_code == 403
    assert refused() == {"closed": 1}


def test_a_new_key_makes_the_old_one_worthless(client, hook):
    old = (hook.token, hook.hook_key)
    fresh = make_key(account=hook, by=HOUSE, at=NOON)

    at_old_address = call(client, hook, b"{}").status_code
    with_old_key = call(client, fresh, b"{}", key=old[1]).status_code

    assert (at_old_address, with_old_key) == (404, 401)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"not json", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[1]", "not_json"),
        (json.dumps({**TOLD, "channel": "pigeon"}).encode(), "field_missing"),
        (json.dumps({**TOLD, "from": 7}).encode(), "field_missing"),
        (json.dumps({**TOLD, "text": " "}).encode(), "field_missing"),
        (json.dumps({**TOLD, "attachments": [{"name": "x", "content": "%%"}]}).encode(), "field_missing"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_signed_call_that_makes_no_sense_is_kept_and_says_why(client, hook, body: bytes, why: str):
    status = call(client, hook, body).status_code
    read_waiting(at=now())

    assert status == 202
    assert list(Incoming.objects.values_list("state", "why")) == [("unreadable", why)]


def test_a_mail_server_may_hand_mail_over_by_a_signed_call(client):
    account = make_key(account=a_mail_account(), by=HOUSE, at=NOON)
    raw = a_mail("货到哪里了？", Message_ID="<x1@hongda.example>")

    statuses = [call(client, account, raw, nonce=nonce).status_code for nonce in ("a", "b")]
    read_waiting(at=now())

    assert statuses == [202, 200]
    assert list(Incoming.objects.values_list("control", "text", "state")) == [
        ("<x1@hongda.example>", "货到哪里了？", "read")
    ]


def test_the_key_is_shown_once_on_the_page_of_the_channel(client, hook):
    from tests.factories import staff

    client.force_login(staff("service_manager"))
    made = client.post(reverse("comms:channel_key", args=[hook.pk]))
    later = client.get(reverse("comms:channel", args=[hook.pk]))
    hook.refresh_from_db()

    assert hook.hook_key in made.content.decode()
    assert hook.hook_key not in later.content.decode()


def test_a_text_longer_than_is_kept_is_refused_and_counted(client, hook):
    body = json.dumps({**TOLD, "text": "货" * 100_001}).encode()

    answer = call(client, hook, body)

    assert (answer.status_code, answer.json()) == (413, {"refused": "too_large"})
    assert (Incoming.objects.count(), refused()) == (0, {"too_large": 1})


def test_large_files_may_come_with_a_short_text(client, hook):
    photo = {"name": "a.jpg", "content": "A" * 400_000}

    assert call(client, hook, json.dumps({**TOLD, "attachments": [photo]}).encode()).status_code == 202
