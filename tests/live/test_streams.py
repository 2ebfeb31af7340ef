"""The stream of live events, from a real server: at once, to the right ones, and nothing is lost."""

import json
import time
from http.client import HTTPConnection

import pytest
from django.test import Client
from django.utils.timezone import now

from kept.kernel.live import key_of, ping
from kept.kernel.models import Ping
from kept.people.actions.persons import make_key
from tests.factories import HOUSE, a_branch, a_customer, staff
from tests.served import Stream, serving, session_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def tell(topic: str, **whom: object) -> None:
    ping(topic, **whom, data={"number": topic.upper()}, at=now())  # type: ignore[arg-type]


def test_a_ping_reaches_an_open_page_well_within_a_second(served: str) -> None:
    clerk = staff("clerk")
    stream = Stream(served, **session_of(clerk))
    assert stream.next() == ("hello", {"resumed": False})

    began = time.monotonic()
    tell("calls", person_id=clerk.pk)
    heard = stream.next()

    assert heard == ("ping", {"topic": "calls", "number": "CALLS"})
    assert time.monotonic() - began < 5  # a tick of 0.2 s, and patience for a busy machine


def test_each_hears_what_concerns_them_and_nothing_else(served: str) -> None:
    here, there = a_branch(), a_branch()
    clerk, other = staff("clerk", branch=here), staff("clerk", branch=there)
    client = staff("client", customer=a_customer())
    streams = [Stream(served, **session_of(person)) for person in (clerk, other, client)]
    streams.append(Stream(served, path="/live/?token=tok"))
    for stream in streams:
        stream.next()

    tell("calls", permission="desk.work", branch_id=here.pk)
    tell("chat", key=key_of("tok"))
    tell("last", person_id=clerk.pk)
    tell("last", person_id=other.pk)
    tell("last", person_id=client.pk)
    tell("last", key=key_of("tok"))

    def topics(stream: Stream) -> list[str]:
        heard = [stream.next()[1]["topic"]]
        while heard[-1] != "last":
            heard.append(stream.next()[1]["topic"])
        return heard

    assert [topics(stream) for stream in streams] == [["calls", "last"], ["last"], ["last"], ["chat", "last"]]


def test_a_page_that_comes_again_hears_all_that_it_missed_once(served: str) -> None:
    clerk = staff("clerk")
    session = session_of(clerk)
    stream = Stream(served, **session)
    stream.next()
    tell("one", person_id=clerk.pk)
    stream.next()
    stream.close()

    tell("two", person_id=clerk.pk)
    tell("three", person_id=clerk.pk)
    again = Stream(served, **session, Last_Event_ID=stream.place)

    assert again.next() == ("hello", {"resumed": True})
    tell("four", person_id=clerk.pk)
    assert [again.next()[1]["topic"] for _ in range(3)] == ["two", "three", "four"]


def test_a_page_away_for_too_long_is_told_to_look_at_everything(served: str) -> None:
    clerk = staff("clerk")
    for _ in range(3):
        tell("calls", person_id=clerk.pk)
    newest = Ping.objects.latest("place").place
    Ping.objects.filter(place__lt=newest).delete()

    again = Stream(served, **session_of(clerk), Last_Event_ID=str(newest - 2))

    assert again.next() == ("hello", {"resumed": False})


def test_nobody_in_particular_is_turned_away_and_not_asked_to_come_again(served: str) -> None:
    assert Stream(served).answer.status == 204
    assert Stream(served, Cookie="sessionid=made-up").answer.status == 204


def test_the_server_stops_at_once_although_pages_are_open() -> None:
    with serving() as address:
        stream = Stream(address, path="/live/?token=tok")
        stream.next()
        began = time.monotonic()

    assert time.monotonic() - began < 10  # granian would wait ten seconds, then kill
    assert stream.answer.read() == b""


@pytest.mark.django_db
def test_where_no_stream_is_served_a_page_is_told_to_poll(client: Client) -> None:
    assert client.get("/live/").status_code == 204


@pytest.mark.django_db
def test_pages_of_signed_in_people_listen(client: Client) -> None:
    assert "data-listen" not in client.get("/login/").content.decode()
    client.force_login(staff("clerk"))

    assert 'data-listen="/live/"' in client.get("/desk/").content.decode()


@pytest.mark.parametrize(("size", "status"), [(10, 200), (400_000, 422)])
def test_bodies_large_and_small_reach_the_pages(served: str, size: int, status: int) -> None:
    _key, secret = make_key(person=staff("telephone"), name="PBX", by=HOUSE, at=now())
    body = json.dumps({"call": "x" * size, "event": "ringing"})
    line = HTTPConnection(served.removeprefix("http://"), timeout=20)

    head = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    line.request("POST", "/api/v1/desk/calls/events", body, head)

    assert line.getresponse().status == status
