"""The worker: asks the clock, carries told events on, and says that it lives."""

import logging
import os
import signal
from threading import Event

from django.db import DatabaseError, close_old_connections

from kept.kernel import clock

log = logging.getLogger("kept.worker")
PAUSE = 1.0
NICENESS = 10
PAUSE_AFTER_FAILURE = 5.0


def work(*, stop: Event, parent: int | None = None) -> None:
    """Work until told to stop, or until the process that started this one is gone."""
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        close_old_connections()
        stop.wait(_turn())


def let_pages_go_first() -> None:
    """A worker beside a server works in what the pages leave of the machine: people wait for pages."""
    os.nice(NICENESS)


def stop_on_signals() -> Event:
    """An event that Ctrl-C and SIGTERM set, so that the act at hand is finished first."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _turn() -> float:
    """One round of work; returns how long to rest after it."""
    try:
        clock.beat()
        ran = clock.run_due()
    except DatabaseError:
        log.exception("the database does not answer")
        return PAUSE_AFTER_FAILURE
    return 0.0 if "outbox" in ran else PAUSE
