"""Real mail servers on the loopback interface: SMTP by aiosmtpd, IMAP by pymap."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import Message as Mail
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailHandler
from aiosmtpd.smtp import AuthResult
from imap_tools import MailBoxUnencrypted

from kept.comms.actions.accounts import add_account
from kept.comms.models import Account
from tests.factories import HOUSE, NOON

LOGIN, PASSWORD = "demouser", "demopass"
_n = count(1)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postbox(MailHandler):
    """Takes mail in, and answers each recipient as it was told to."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Mail] = []
        self.refuses: dict[str, str] = {}

    def handle_message(self, message: Mail) -> None:
        self.mails.append(message)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def a_post_office(port: int = 0) -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    controller = Controller(
        box, "127.0.0.1", port or a_free_port(), authenticator=_knows, auth_require_tls=False
    )
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()


@pytest.fixture(scope="session")
def imap_port() -> Iterator[int]:
    port = a_free_port()
    start = "from pymap.main import main; main()"
    command = [sys.executable, "-c", start, "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    server = subprocess.Popen([*command, "dict"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


class Mailbox:
    """A folder of the IMAP server, into which a test delivers."""

    def __init__(self, port: int) -> None:
        self.port, self.folder = port, f"F{next(_n)}"
        self._do(lambda box: box.folder.create(self.folder))

    def deliver(self, raw: bytes, at: datetime = NOON) -> None:
        self._do(lambda box: box.append(raw, self.folder, dt=at))

    def _do(self, act: Any) -> None:
        with MailBoxUnencrypted("127.0.0.1", self.port, timeout=10).login(LOGIN, PASSWORD) as box:
            act(box)


@pytest.fixture
def mailbox(imap_port: int) -> Mailbox:
    return Mailbox(imap_port)


@contextmanager
def a_gateway(port: int = 0) -> Iterator[tuple[list[tuple[str, dict[str, str]]], int]]:
    """An SMS gateway with an HTTP door: what it was given, and its port."""
    got: list[tuple[str, dict[str, str]]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", port), Gateway)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield got, server.server_port
    finally:
        server.shutdown()
        server.server_close()


def an_sms_account(port: int, **details: Any) -> Account:
    given = {"kind": "notification", "name": "短信", "medium": "sms", **details}
    return add_account(details=given, secret=f"json://127.0.0.1:{port}/sms/{{to}}", by=HOUSE, at=NOON)


def a_mail_account(box: Mailbox | None = None, smtp_port: int = 0, **details: Any) -> Account:
    n = next(_n)
    given: dict[str, Any] = {
        "kind": "mail",
        "name": f"客服邮箱{n}",
        "address": f"service{n}@kept.example",
        "login": LOGIN if box else "",
        "imap_host": "127.0.0.1" if box else "",
        "imap_port": box.port if box else 993,
        "imap_security": "plain",
        "imap_folder": box.folder if box else "INBOX",
        "smtp_host": "127.0.0.1" if smtp_port else "",
        "smtp_port": smtp_port or 465,
        "smtp_security": "plain",
        **details,
    }
    return add_account(details=given, secret=PASSWORD, by=HOUSE, at=NOON)


def a_mail(text: str = "货到哪里了？", **headers: str) -> bytes:
    """A plain mail in UTF-8 with the headers that one sends."""
    given = {
        "From": "王女士 <wang@hongda.example>",
        "To": "service@kept.example",
        "Subject": "查货",
        "Message-ID": f"<m{next(_n)}@hongda.example>",
        "Date": "Mon, 02 Mar 2026 12:00:00 +0800",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"{head}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def _knows(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = (data.login, data.password) == (LOGIN.encode(), PASSWORD.encode())
    return AuthResult(success=known)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError
