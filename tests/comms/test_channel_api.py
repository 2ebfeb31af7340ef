"""Channels and messages over the API, by the same rights as the pages."""

from __future__ import annotations

import pytest

from kept.comms.actions import queue_message
from kept.comms.actions.keeping import keep_raw
from kept.comms.actions.reading import read_waiting
from kept.comms.models import Account
from tests.factories import NOON, staff

from .servers import PASSWORD, a_mail, a_mail_account

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/comms"


@pytest.fixture
def account() -> Account:
    account = a_mail_account()
    raw = a_mail(Auto_Submitted="auto-generated")
    keep_raw(account=account, raw=raw, control="<a@b>", received_at=NOON, at=NOON)
    read_waiting(at=NOON)
    return account


def test_channels_are_listed_without_their_secrets(client, account: Account) -> None:
    client.force_login(staff("service_manager"))

    answer = client.get(f"{ROOT}/channels")

    assert [row["name"] for row in answer.json()] == [account.name]
    assert PASSWORD not in answer.content.decode() and account.sealed not in answer.content.decode()


def test_a_program_reads_what_came_and_has_it_read_once_more(client, account: Account) -> None:
    client.force_login(staff("service_manager"))
    [came] = client.get(f"{ROOT}/messages/in").json()

    again = client.post(
        f"{ROOT}/messages/in/{came['number']}/replay", {"as_person": True}, content_type="application/json"
    )
    read_waiting(at=NOON)
    [after] = client.get(f"{ROOT}/messages/in").json()

    assert (came["state"], came["sort"], again.status_code, after["state"]) == ("noted", "bulk", 200, "read")


def test_a_program_sends_again_only_what_failed(client, account: Account) -> None:
    message = queue_message(key="x", account=account, to="a@b.example", subject="x", body="y", at=NOON)
    client.force_login(staff("service_manager"))

    early = client.post(f"{ROOT}/messages/out/{message.pk}/sending").status_code
    message.fail("550")
    message.save()
    late = client.post(f"{ROOT}/messages/out/{message.pk}/sending").json()["state"]

    assert (early, late) == (409, "waiting")
    assert [row["state"] for row in client.get(f"{ROOT}/messages/out").json()] == ["waiting"]


def test_those_without_the_permission_are_turned_away(client, account: Account) -> None:
    client.force_login(staff("finance"))

    statuses = [
        client.get(f"{ROOT}/{path}").status_code for path in ("channels", "messages/in", "messages/out")
    ]

    assert statuses == [403, 403, 403]
