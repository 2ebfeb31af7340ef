"""The line to PostgreSQL: whether it stands is known without a word to the server."""

from __future__ import annotations

import socket
from types import SimpleNamespace

from kept.kernel.postgresql.base import DatabaseWrapper


def test_a_line_that_the_server_has_ended_is_not_used_again() -> None:
    ours, servers = socket.socketpair()
    line = DatabaseWrapper({"NAME": "kept", "OPTIONS": {}})
    line.connection = SimpleNamespace(closed=False, fileno=ours.fileno)  # type: ignore[assignment]

    stood = line.is_usable()
    servers.close()

    assert stood
    assert not line.is_usable()
    ours.close()


def test_a_line_never_opened_or_closed_here_is_not_used() -> None:
    line = DatabaseWrapper({"NAME": "kept", "OPTIONS": {}})

    assert not line.is_usable()
    line.connection = SimpleNamespace(closed=True)  # type: ignore[assignment]
    assert not line.is_usable()
