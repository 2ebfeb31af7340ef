"""Settling the promises about many records, each at its own moment, with one statement per table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from kept.kernel.actor import Actor
from kept.kernel.bulk import read_many, update_many
from kept.kernel.events import Subject, emit_many
from kept.kernel.numbers import rule

from ..enums import PromiseState
from ..models import Promise
from .settling import JUDGED_FIELDS, LATE_EVIDENCE, SETTLED_FIELDS, _told

READ = (
    *("id", "kind", "customer", "person", "branch", "subject_type", "subject_id", "subject_number"),
    *("policy_version", "calendar_version", "started_at", *SETTLED_FIELDS),
)
"""What settling reads."""


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What keeps promises of some kinds about one subject: the moment, and verdicts on other terms."""

    subject: Subject
    kinds: tuple[str, ...]
    met_at: datetime
    terms: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def settle_promises(*, settlements: Sequence[Settlement], by: Actor, at: datetime) -> list[Promise]:
    """Keep the unmet promises that these settlements speak of; none is no error, met twice counts once."""
    if not settlements:
        return []
    wanted = {(s.subject.type, s.subject.id, kind): s for s in settlements for kind in s.kinds}
    late_after = timedelta(minutes=int(rule(LATE_EVIDENCE, at=at))) if by.kind == "person" else None
    changed, fields = [], JUDGED_FIELDS
    for promise in _unmet(settlements):
        settlement = wanted.get((promise.subject_type, promise.subject_id, promise.kind))
        if settlement is None:
            continue
        if promise.state == PromiseState.PAUSED:
            fields = SETTLED_FIELDS
        promise.settle(met_at=settlement.met_at, terms=settlement.terms)
        promise.is_late_evidence = late_after is not None and at - settlement.met_at > late_after
        changed.append((promise, settlement.met_at))
    update_many([promise for promise, _ in changed], fields)
    emit_many([_told(promise, met_at) for promise, met_at in changed], by=by)
    return [promise for promise, _ in changed]


def _unmet(settlements: Sequence[Settlement]) -> list[Promise]:
    """Locked; policy and calendar come along where a clock must be resumed first."""
    ids: dict[str, set[int]] = defaultdict(set)
    for settlement in settlements:
        ids[settlement.subject.type].add(settlement.subject.id)
    about = Q(pk__in=[])
    for type_name, wanted in ids.items():
        about |= Q(subject_type=type_name, subject_id__among=wanted)
    kinds = {kind for settlement in settlements for kind in settlement.kinds}
    over = (PromiseState.WAIVED, PromiseState.CANCELLED)
    rows = Promise.objects.filter(about, kind__in=kinds, met_at=None).exclude(state__in=over)
    unmet = read_many(rows.select_for_update(no_key=True).order_by("pk"), READ)
    paused = [promise for promise in unmet if promise.state == PromiseState.PAUSED]
    prefetch_related_objects(paused, "policy_version", "calendar_version")
    return unmet
