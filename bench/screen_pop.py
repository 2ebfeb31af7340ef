"""`python -m bench.screen_pop`: from the telephone's signal to the caller's card, on a real server.

Three figures of each ring: until the signal is answered, until the open page is told, until it has the card.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

LOGIN, PASSWORD = "clerk", "correct-horse-7"


def main() -> None:
    told = argparse.ArgumentParser(prog="bench.screen_pop", description=__doc__)
    told.add_argument("--customers", type=int, default=100_000)
    told.add_argument("--times", type=int, default=50)
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-pop-") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="kept.config.settings", KEPT_DATA=folder, DATABASE_URL="")
        key, cookie = _prepare(asked.customers)
        with _server() as port:
            _measure(port, key, cookie, asked.customers, asked.times)


def _phone(number: int) -> str:
    return f"139{number:08}"


def _prepare(customers: int) -> tuple[str, str]:
    """Customers with phones, a clerk at 8001, a telephone system's key and the clerk's session."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils.timezone import now

    from kept.desk.actions.call_centres import keep_call_centre
    from kept.kernel.actor import Actor
    from kept.parties.actions.customers import create_customers
    from kept.people.actions.persons import add_person, give_grant, make_key
    from kept.people.models import Role

    call_command("migrate", verbosity=0)
    given: dict[str, Any] = {"by": Actor.system("bench"), "at": now()}
    rows = [{"name": f"客户{n}", "phone": _phone(n)} for n in range(customers)]
    for start in range(0, customers, 10_000):
        create_customers(rows=rows[start : start + 10_000], **given)
    people = {
        role: add_person(login=role, name=role, password=PASSWORD, **given) for role in (LOGIN, "telephone")
    }
    for role, person in people.items():
        give_grant(person=person, role=Role.objects.get(code=role), **given)
    keep_call_centre(name="bench", seats=1, extensions={"8001": people[LOGIN]}, **given)
    session = SessionStore()
    session[SESSION_KEY] = str(people[LOGIN].pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = people[LOGIN].get_session_auth_hash()
    session.create()
    _row, secret = make_key(person=people["telephone"], name="bench", **given)
    return secret, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def _server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kept.config.cli", "serve", "--no-worker", "--port", str(port)]
    server = subprocess.Popen(command)
    try:
        while not _answers(port):
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except (URLError, OSError):
        return False


def _measure(port: int, key: str, cookie: str, customers: int, times: int) -> None:
    stream = HTTPConnection("127.0.0.1", port)
    stream.request("GET", "/live/", headers={"Cookie": cookie})
    told = stream.getresponse()
    dice, steps = random.Random(1), ([], [], [])
    for n in range(times):
        phone = _phone(dice.randrange(customers))
        began = time.perf_counter()
        number = _signal(port, key, call=f"bench-{n}", event="ringing", phone=f"+86{phone}", agent="8001")
        steps[0].append(time.perf_counter() - began)
        _wait_for(told, number)
        steps[1].append(time.perf_counter() - began)
        assert f"+86{phone}" in _card(port, cookie)
        steps[2].append(time.perf_counter() - began)
        _signal(port, key, call=f"bench-{n}", event="ended", phone=f"+86{phone}")
    stream.close()
    for name, taken in zip(("signal answered", "page told", "card on the page"), steps, strict=True):
        ranked = sorted(taken)
        half, most = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
        print(
            f"{name:<20} p50 {half * 1000:>6.0f} ms   p95 {most * 1000:>6.0f} ms   ({customers:,} customers)"
        )


def _wait_for(told: Any, number: str) -> None:
    """Until this page is told of this call; what is left of the one before is read over."""
    while number.encode() not in told.readline():
        pass


def _signal(port: int, key: str, **said: str) -> str:
    """Tell a signal; returns the number of its call."""
    head = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    answer = json.loads(_ask(port, "POST", "/api/v1/desk/calls/events", head, json.dumps(said)))
    return str(answer["number"])


def _card(port: int, cookie: str) -> str:
    return _ask(port, "GET", "/calls/ringing/", {"Cookie": cookie, "HX-Request": "true"})


def _ask(port: int, how: str, path: str, head: dict[str, str], body: str | None = None) -> str:
    line = HTTPConnection("127.0.0.1", port)
    line.request(how, path, body, head)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    assert answer.status == 200, (answer.status, text[:200])
    return text


if __name__ == "__main__":
    main()
