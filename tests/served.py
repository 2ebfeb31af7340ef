"""A real `kept serve` on a free port, on the database of the tests."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from kept.people.models import Person

STARTS_WITHIN = 30.0


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that runs until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kept.config.cli", "serve", "--no-worker", "--port", str(port)]
    server = subprocess.Popen(command, env=_environment(), start_new_session=True)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=15)
        finally:
            server.kill()


def _environment() -> dict[str, str]:
    """The same database, and the same secret, so that sessions made here are known there."""
    name = str(connection.settings_dict["NAME"])
    given = {**os.environ, "KEPT_SECRET_KEY": settings.SECRET_KEY, "KEPT_DEBUG": "1"}
    given["DJANGO_SETTINGS_MODULE"] = "kept.config.settings"
    if connection.vendor == "sqlite":
        assert Path(name).name == "kept.sqlite3", name
        return {**given, "DATABASE_URL": "", "KEPT_DATA": str(Path(name).parent)}
    base = os.environ["DATABASE_URL"].rpartition("/")[0]
    return {**given, "DATABASE_URL": f"{base}/{name}"}


def _wait_for(address: str) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)


def session_of(person: Person) -> dict[str, str]:
    """The cookie of somebody who signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


class Stream:
    """One end of a stream of server-sent events."""

    def __init__(self, address: str, path: str = "/live/", **headers: str) -> None:
        host = address.removeprefix("http://")
        self.line = HTTPConnection(host, timeout=20)
        self.line.request("GET", path, headers={name.replace("_", "-"): v for name, v in headers.items()})
        self.answer: HTTPResponse = self.line.getresponse()
        self.place = ""

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next event: its name and what it says. Waits for it."""
        name, said = "", ""
        while line := self.answer.readline().decode().rstrip("\n"):
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                said = value
            elif field == "id":
                self.place = value
        return (name, json.loads(said)) if name else self.next()

    def close(self) -> None:
        self.answer.close()
        self.line.close()
