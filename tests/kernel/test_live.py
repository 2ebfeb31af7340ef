"""Pings: who hears them, in which order they come, and how long they are remembered."""

from datetime import timedelta

import pytest

from kept.kernel.actor import Actor, Scope
from kept.kernel.live import Listener, forget_old_pings, is_remembered, keys_of, last_place, ping, pings_after
from kept.kernel.models import Ping
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def a_listener(kind: str = "company", id: int | None = None, *tokens: str) -> Listener:
    scope = Scope(frozenset({"desk.work"}), kind, id)  # type: ignore[arg-type]
    return Listener(Actor("person", "林静", person_id=7, scopes=(scope,)), keys_of(tokens))


@pytest.mark.parametrize(
    ("listener", "heard"),
    [
        (a_listener(), {"branch", "team", "nowhere", "me"}),
        (a_listener("branch", 1), {"branch", "me"}),
        (a_listener("team", 3), {"team", "me"}),
        (a_listener("branch", 2), {"me"}),
        (a_listener("customer", 1, "secret"), {"link", "me"}),
    ],
)
def test_a_listener_hears_what_reaches_them_and_nothing_else(listener: Listener, heard: set[str]) -> None:
    work = "desk.work"
    pings = {
        "branch": Ping(permission=work, branch_id=1),
        "team": Ping(permission=work, branch_id=9, team_id=3),
        "nowhere": Ping(permission=work),
        "other": Ping(permission="billing.view", branch_id=1),
        "me": Ping(permission=work, branch_id=9, person_id=7),
        "them": Ping(permission=work, branch_id=1, person_id=8),
        "link": Ping(key=next(iter(keys_of(["secret"])))),
        "other_link": Ping(key=next(iter(keys_of(["else"])))),
    }

    assert {name for name, each in pings.items() if listener.hears(each)} == heard


def test_a_ping_does_not_hold_the_token_that_opens_its_page() -> None:
    ping("chat", key=next(iter(keys_of(["secret"]))), at=NOON)

    assert "secret" not in str(Ping.objects.values().get())


def test_pings_are_read_in_the_order_in_which_they_were_written() -> None:
    for topic in ("calls", "chats", "calls"):
        ping(topic, permission="desk.work", data={"number": topic[:2]}, at=NOON)
    first, second, third = pings_after(0)

    assert [first.topic, second.topic, third.topic] == ["calls", "chats", "calls"]
    assert first.place < second.place < third.place == last_place()
    assert [each.place for each in pings_after(first.place)] == [second.place, third.place]


def test_old_pings_are_forgotten_and_the_newest_tells_that_some_were() -> None:
    for minutes in (0, 30, 100):
        ping("calls", permission="desk.work", at=NOON + timedelta(minutes=minutes))
    first = pings_after(0)[0].place

    assert is_remembered(first)
    forget_old_pings(NOON + timedelta(minutes=300))

    assert [each.place for each in pings_after(0)] == [first + 2]
    assert is_remembered(first + 1) and not is_remembered(first)
