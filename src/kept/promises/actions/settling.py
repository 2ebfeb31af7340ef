"""Keeping, judging, explaining and letting go of promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit, emit_many
from kept.kernel.numbers import number_rule, rule
from kept.people.models import Person

from ..enums import PromiseState
from ..events import (
    CauseNamed,
    PromiseBroken,
    PromiseCancelled,
    PromiseEvent,
    PromiseHandedOver,
    PromiseKept,
    PromiseMet,
    PromiseRevised,
    PromiseWaived,
)
from ..models import OPEN_STATES, Promise

LATE_EVIDENCE = number_rule(
    "promises.late_evidence_minutes",
    30,
    _("Minutes after which a time entered by hand is marked"),
    unit="min",
)
REVISE_DAYS = number_rule(
    "promises.revise_days", 60, _("Days after the due moment within which a verdict may be revised"), unit="d"
)


class ReasonMissing(Refused):
    default = _("Say why.")


class PeriodClosed(Refused):
    default = _("The period of this promise is closed; its verdict can no longer be revised.")


def keep_promise(
    *, promise: Promise, met_at: datetime, terms: Mapping[str, str] | None = None, by: Actor, at: datetime
) -> Promise:
    """Stop the clock at `met_at` and judge. Late stays broken, with its lateness; met twice counts once."""
    return _settle([promise.pk], met_at=met_at, terms=terms, by=by, at=at)[0]


def keep_promises_about(
    *,
    record: models.Model,
    kinds: Iterable[str],
    met_at: datetime,
    terms: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> list[Promise]:
    """Keep the unmet promises of these kinds about a record; none is no error."""
    wanted = Promise.objects.about(record).of_kind(*kinds).filter(met_at=None)
    ids = list(
        wanted.exclude(state__in=(PromiseState.WAIVED, PromiseState.CANCELLED)).values_list("pk", flat=True)
    )
    return _settle(ids, met_at=met_at, terms=terms, by=by, at=at)


@transaction.atomic
def fail_promises(
    *,
    promises: Iterable[Promise],
    terms: Mapping[str, str],
    cause: str,
    liable_tier: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> list[Promise]:
    """Break what can no longer be kept, by the terms that failed, and name the cause. Nothing is met."""
    ids = [promise.pk for promise in promises]
    over = (PromiseState.WAIVED, PromiseState.CANCELLED)
    failed = list(_lockable().filter(pk__in=ids, met_at=None).exclude(state__in=over).order_by("pk"))
    for promise in failed:
        promise.fail(terms=dict(terms), at=at)
        promise.explain(cause=cause, liable_tier=liable_tier, note=note)
        promise.save()
    emit_many([PromiseBroken.of(promise, at=at) for promise in failed], by=by)
    named = [CauseNamed.of(p, at=at, cause=cause, liable_tier=liable_tier) for p in failed]
    emit_many(named, by=by)
    return failed


@transaction.atomic
def revise_promise(
    *,
    promise: Promise,
    why: str,
    met_at: datetime | None = None,
    terms: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Promise:
    """Later evidence changes the verdict, with who and why. What turns out kept has no cause any more."""
    if not why.strip():
        raise ReasonMissing(field="why")
    promise = locked_promise(promise.pk)
    if at > promise.due_at + timedelta(days=int(rule(REVISE_DAYS, at=at))):
        raise PeriodClosed
    was = promise.state_at(at)
    promise.settle(met_at=met_at or promise.met_at, terms=dict(terms or {}))
    if promise.state == PromiseState.KEPT:
        promise.explain(cause="", liable_tier="")
    promise.save()
    emit(PromiseRevised.of(promise, at=at, was=was, now=promise.state, why=why), by=by)
    return promise


@transaction.atomic
def explain_promise(
    *,
    promise: Promise,
    cause: str,
    liable_tier: str,
    note: str = "",
    excused: bool = False,
    by: Actor,
    at: datetime,
) -> Promise:
    """Name why a promise broke and who lost it. An excuse never turns broken into kept."""
    promise = locked_promise(promise.pk)
    promise.explain(cause=cause, liable_tier=liable_tier, note=note, excused=excused)
    promise.save(update_fields=["cause", "liable_tier", "cause_note", "is_excused"])
    emit(CauseNamed.of(promise, at=at, cause=cause, liable_tier=liable_tier), by=by)
    return promise


@transaction.atomic
def waive_promise(*, promise: Promise, why: str, by: Actor, at: datetime) -> Promise:
    """The one we owe lets us off."""
    if not why.strip():
        raise ReasonMissing(field="why")
    promise = locked_promise(promise.pk)
    promise.let_go(PromiseState.WAIVED)
    promise.save(update_fields=["state"])
    emit(PromiseWaived.of(promise, at=at, why=why), by=by)
    return promise


@transaction.atomic
def cancel_promises(
    *, record: models.Model, kinds: Iterable[str] | None = None, by: Actor, at: datetime
) -> list[Promise]:
    """Cancel what still runs about a record that fell away. What is already due stays broken."""
    wanted = Promise.objects.select_for_update().about(record).filter(state__in=OPEN_STATES, met_at=None)
    if kinds is not None:
        wanted = wanted.of_kind(*kinds)
    running = [promise for promise in wanted if not promise.is_overdue(at)]
    for promise in running:
        promise.let_go(PromiseState.CANCELLED)
    Promise.objects.bulk_update(running, ["state"])
    emit_many([PromiseCancelled.of(promise, at=at) for promise in running], by=by)
    return running


@transaction.atomic
def hand_over_promises(
    *, promises: Iterable[Promise], person: Person | None, by: Actor, at: datetime
) -> list[Promise]:
    """Somebody else looks after these from now on."""
    ids = [promise.pk for promise in promises]
    moved = []
    told = []
    for promise in Promise.objects.select_for_update().filter(pk__in=ids).exclude(person=person):
        told.append((promise, promise.person_id))
        promise.person = person
        moved.append(promise)
    Promise.objects.bulk_update(moved, ["person"])
    emit_many([PromiseHandedOver.of(p, at=at, was_person_id=was) for p, was in told], by=by)
    return moved


@transaction.atomic
def _settle(
    ids: list[int], *, met_at: datetime, terms: Mapping[str, str] | None, by: Actor, at: datetime
) -> list[Promise]:
    promises = list(_lockable().filter(pk__in=ids).order_by("pk")) if ids else []
    changed = [promise for promise in promises if promise.met_at is None]
    for promise in changed:
        promise.settle(met_at=met_at, terms=dict(terms or {}))
        promise.is_late_evidence = _is_late_evidence(by, met_at, at)
    if changed:
        Promise.objects.bulk_update(changed, SETTLED_FIELDS)
        emit_many([_told(promise, met_at) for promise in changed], by=by)
    return promises


JUDGED_FIELDS = [
    "state",
    "met_at",
    "broken_at",
    "is_late_evidence",
    "time_state",
    "quantity_state",
    "quality_state",
    "documents_state",
]
CLOCK_FIELDS = ["due_at", "warn_at", "is_provisional", "paused_at", "pause_reason", "left_when_paused"]
SETTLED_FIELDS = [*JUDGED_FIELDS, *CLOCK_FIELDS]
"""What judging a promise changes, and what it changes too where the clock rested."""


def _told(promise: Promise, at: datetime) -> PromiseEvent:
    verdicts: dict[str, type[PromiseEvent]] = {
        PromiseState.KEPT: PromiseKept,
        PromiseState.BROKEN: PromiseBroken,
    }
    return verdicts.get(promise.state, PromiseMet).of(promise, at=at)


def _is_late_evidence(by: Actor, met_at: datetime, at: datetime) -> bool:
    """A moment that a person entered long after it happened."""
    return by.kind == "person" and at - met_at > timedelta(minutes=int(rule(LATE_EVIDENCE)))


def _lockable() -> models.QuerySet[Promise]:
    return Promise.objects.select_for_update(of=("self",)).select_related(
        "policy_version", "calendar_version"
    )


def locked_promise(pk: int) -> Promise:
    return _lockable().get(pk=pk)
