"""Seats of a service desk: queues of callers who wait for ever (Erlang C) or give up (Erlang A)."""

from .queues import DeskLoad, QueueFigures, UnstableQueue, erlang_a, erlang_b, erlang_c
from .seats import Seats, SeatTarget, seats_needed

__all__ = [
    "DeskLoad",
    "QueueFigures",
    "SeatTarget",
    "Seats",
    "UnstableQueue",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "seats_needed",
]
