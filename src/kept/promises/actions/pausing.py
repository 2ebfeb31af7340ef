"""The clock rests, runs again, or moves at the customer's wish."""

from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit

from ..events import PromiseAmended, PromisePaused, PromiseReopened, PromiseResumed
from ..models import Promise
from .settling import SETTLED_FIELDS, locked_promise


@transaction.atomic
def pause_promise(*, promise: Promise, reason: str, by: Actor, at: datetime) -> Promise:
    """Freeze the working time that is left. Not after the due moment."""
    promise = locked_promise(promise.pk)
    promise.pause(reason=reason, at=at)
    promise.save(update_fields=["state", "paused_at", "pause_reason", "left_when_paused"])
    emit(PromisePaused.of(promise, at=at, reason=reason), by=by)
    return promise


@transaction.atomic
def resume_promise(*, promise: Promise, by: Actor, at: datetime) -> Promise:
    """Add the frozen time again from now on."""
    promise = locked_promise(promise.pk)
    promise.resume(at=at)
    promise.save(update_fields=SETTLED_FIELDS)
    emit(PromiseResumed.of(promise, at=at), by=by)
    return promise


@transaction.atomic
def amend_promise(
    *, promise: Promise, due_at: datetime, due_from: datetime | None = None, why: str, by: Actor, at: datetime
) -> Promise:
    """The customer changes the moment before it is due; the original stays and both rates are shown."""
    promise = locked_promise(promise.pk)
    was = promise.due_at
    promise.amend(due_at=due_at, due_from=due_from, at=at)
    promise.save(update_fields=["due_at", "due_from", "warn_at", "warned_at", "is_provisional"])
    emit(PromiseAmended.of(promise, at=at, was_due_at=was, why=why), by=by)
    return promise


@transaction.atomic
def reopen_promise(*, promise: Promise, by: Actor, at: datetime) -> Promise:
    """A kept promise of a kind that re-opens runs again with the time it had left."""
    promise = locked_promise(promise.pk)
    promise.reopen(at=at)
    promise.save(update_fields=SETTLED_FIELDS)
    emit(PromiseReopened.of(promise, at=at), by=by)
    return promise
