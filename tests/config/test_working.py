"""The worker's rounds."""

import os
from threading import Event

import pytest

from kept.config import working
from kept.kernel.clock import last_beat


@pytest.mark.django_db
def test_a_round_says_that_the_worker_lives() -> None:
    before = last_beat()

    rest = working._turn()

    assert before is None
    assert last_beat() is not None
    assert rest == working.PAUSE


@pytest.mark.django_db
def test_after_work_the_worker_does_not_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kept.kernel.clock.run_due", lambda: ["outbox"])

    assert working._turn() == 0.0


def test_a_database_that_does_not_answer_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("kept.kernel.clock.beat", gone)

    assert working._turn() == working.PAUSE_AFTER_FAILURE


def test_a_worker_without_its_parent_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []
    monkeypatch.setattr(working, "_turn", lambda: rounds.append(1) or 0.0)

    working.work(stop=Event(), parent=os.getppid() + 1)

    assert rounds == []
