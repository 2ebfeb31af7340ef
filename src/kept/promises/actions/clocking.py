"""What the worker reads off the clock. It records and warns; a stopped worker changes no verdict."""

from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit_many

from ..events import PromiseBroken, PromiseSoon
from ..models import Promise

BATCH = 500


def record_breaches(*, by: Actor, at: datetime) -> int:
    """Write down what broke by the clock, at its own moment. Returns how many."""
    total = 0
    while done := _record_some(by=by, at=at):
        total += done
    return total


@transaction.atomic
def _record_some(*, by: Actor, at: datetime) -> int:
    due = (
        Promise.objects.select_for_update(skip_locked=True).running().filter(due_at__lt=at).soonest()[:BATCH]
    )
    promises = list(due)
    for promise in promises:
        promise.breach()
    Promise.objects.bulk_update(promises, ["state", "broken_at", "time_state"])
    emit_many([PromiseBroken.of(promise, at=promise.due_at) for promise in promises], by=by)
    return len(promises)


@transaction.atomic
def warn(*, by: Actor, at: datetime) -> int:
    """Tell whom the policy names that a promise is about to break. Once per promise."""
    soon = (
        Promise.objects.select_for_update(skip_locked=True, of=("self",))
        .running()
        .filter(warned_at=None, warn_at__lte=at, due_at__gte=at)
        .order_by("warn_at")[:BATCH]
    )
    promises = list(soon)
    for promise in promises:
        promise.warned_at = at
    Promise.objects.bulk_update(promises, ["warned_at"])
    emit_many([PromiseSoon.of(promise, at=at) for promise in promises], by=by)
    return len(promises)
