"""Facts and figures: rebuilding, refreshing, and the on-time rate by customer and month."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now

from kept.kernel.facts import FACTS
from kept.scorecards.actions.facts import rebuild_facts, refresh_facts
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Slice
from kept.scorecards.queries.engine import measures_of

from .measured import repeat, timed


def measure() -> None:
    with timed(f"rebuild the facts ({', '.join(FACTS)})"):
        rebuild_facts(at=now())
    with timed("refresh the facts, nothing new"):
        refresh_facts(at=now())
    repeat("on-time rate by customer and month", _on_time, 20)


def _on_time() -> object:
    today = now()
    return measures_of(
        [INDICATORS["on_time_rate"]],
        start=(today - timedelta(days=400)).date(),
        end=(today + timedelta(days=30)).date(),
        slices=[Slice.CUSTOMER],
        by_month=True,
        as_of=today,
    )
