"""What the clock asks: periodic tasks of the rooms, and the worker's heartbeat."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now

log = logging.getLogger("kept.clock")
Tick = Callable[[datetime], None]


@dataclass(frozen=True)
class Periodic:
    name: str
    every: timedelta
    run: Tick


PERIODIC: dict[str, Periodic] = {}


def every(**span: float) -> Callable[[Tick], Tick]:
    """Ask a task regularly: `@every(minutes=1) def warn(at): ...`. Must be idempotent."""

    def register(run: Tick) -> Tick:
        name = f"{run.__module__}.{run.__qualname__}"
        PERIODIC[name] = Periodic(name, timedelta(**span), run)
        return run

    return register


def run_due(at: datetime | None = None) -> list[str]:
    """Run each periodic task whose time has come. One that fails is logged and asked again next time."""
    from .models import ClockTask
    from .outbox import deliver_due

    moment = at or now()
    ran = ["outbox"] if deliver_due() else []
    last = dict(ClockTask.objects.values_list("name", "ran_at"))
    for task in PERIODIC.values():
        if task.name in last and last[task.name] + task.every > moment:
            continue
        try:
            task.run(moment)
        except Exception:
            log.exception("clock task failed", extra={"task": task.name})
            continue
        ClockTask.objects.update_or_create(name=task.name, defaults={"ran_at": moment})
        ran.append(task.name)
    return ran


def beat(at: datetime | None = None) -> None:
    """Say that the worker lives."""
    from .models import ClockTask

    ClockTask.objects.update_or_create(name="heartbeat", defaults={"ran_at": at or now()})


def last_beat() -> datetime | None:
    from .models import ClockTask

    return ClockTask.objects.filter(name="heartbeat").values_list("ran_at", flat=True).first()
