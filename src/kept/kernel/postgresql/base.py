"""Django's PostgreSQL, which asks whether a connection still stands without a word to the server."""

from __future__ import annotations

from select import POLLIN, poll

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL


class DatabaseWrapper(PostgreSQL):
    """Before each page Django asks `SELECT 1`, which under load waits like any statement.

    A server that ends a connection says so on it; one that stands is silent between statements.
    """

    def is_usable(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        line = poll()
        line.register(self.connection.fileno(), POLLIN)
        return not line.poll(0)
