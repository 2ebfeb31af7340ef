"""Making promises, one or a hundred thousand: the same rules, one statement per table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.bulk import insert_many
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit_many
from kept.methods.clock import add_working_time, is_provisional, working_time_between
from kept.parties.models import Customer

from ..enums import LimitKind, Term, TermState
from ..events import PromiseStarted
from ..kinds import KINDS
from ..models import CalendarVersion, PolicyVersion, Promise
from ..queries.resolving import candidate_of, candidates_in_force, latest_calendars, month_end
from ..rules import Candidate, Circumstances, choose

MANY = 100
"""From so many on, drawing the ids first is worth its three statements."""


class NoPolicy(Refused):
    default = _("No policy says what is promised here. Ask a manager to add one.")


class DueMissing(Refused):
    default = _("Agree a moment with the customer first.")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How it already went, when history is taken in: the moment it was met and the verdicts on the terms."""

    met_at: datetime | None
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PromiseRequest:
    """What is to be promised. With `due_at` the moment was agreed; else the policy's limit decides."""

    kind: str
    subject: Subject
    started_at: datetime
    customer_id: int | None = None
    provider_id: int | None = None
    branch_id: int | None = None
    team_id: int | None = None
    person_id: int | None = None
    service_id: int | None = None
    lane: tuple[str, str] = ("", "")
    contract_policy_id: int | None = None
    due_from: datetime | None = None
    due_at: datetime | None = None
    is_day: bool = False
    terms: tuple[str, ...] | None = None
    outcome: Outcome | None = None


def start_promise(*, request: PromiseRequest, by: Actor, at: datetime) -> Promise:
    return start_promises(requests=[request], by=by, at=at)[0]


@transaction.atomic
def start_promises(
    *, requests: Sequence[PromiseRequest], by: Actor, at: datetime, tell_each: bool = True
) -> list[Promise]:
    """Make the promises from the policies in force when each begins.

    `tell_each=False` is for imports, where one event tells the whole batch.
    Raises NoPolicy, or DueMissing when the policy wants an agreed moment and none was given.
    """
    chooser = _Chooser(requests)
    promises = [chooser.promise(request) for request in requests]
    if len(promises) > MANY:
        insert_many(promises)
    else:
        Promise.objects.bulk_create(promises)
    if tell_each:
        emit_many([PromiseStarted.of(promise, at=promise.started_at) for promise in promises], by=by)
    return promises


class _Chooser:
    """Policies, calendars and segments read once for a whole batch."""

    def __init__(self, requests: Sequence[PromiseRequest]) -> None:
        kinds = {request.kind for request in requests}
        moments = [request.started_at for request in requests]
        self.versions = candidates_in_force(kinds, min(moments), max(moments)) if requests else []
        self.candidates = [(candidate_of(version), version) for version in self.versions]
        self.by_id = {version.pk: version for version in self.versions}
        self.calendars = latest_calendars({version.calendar_id for version in self.versions})
        self.segments = self._segments(requests)
        self.chosen: dict[tuple[Circumstances, tuple[int, ...]], list[Candidate]] = {}

    def promise(self, request: PromiseRequest) -> Promise:
        ranked = self._ranked(request)
        if not ranked:
            raise NoPolicy
        version = self.by_id[ranked[0].version_id]
        calendar = self.calendars.get(version.calendar_id)
        due_at = request.due_at or _due(version, calendar, request.started_at)
        promise = Promise(
            kind=request.kind,
            customer_id=request.customer_id,
            provider_id=request.provider_id,
            branch_id=request.branch_id,
            team_id=request.team_id,
            person_id=request.person_id,
            subject_type=request.subject.type,
            subject_id=request.subject.id,
            subject_number=request.subject.number,
            policy_version=version,
            calendar_version=calendar,
            candidates=[[c.policy_id, c.version_id] for c in ranked[:8]],
            started_at=request.started_at,
            due_from=request.due_from,
            original_due_at=due_at,
            due_at=due_at,
            warn_at=_warn_at(
                version, calendar, request.started_at, due_at, settled=request.outcome is not None
            ),
            is_day=request.is_day,
            is_provisional=calendar is not None and is_provisional(calendar.working, due_at),
            price=version.price,
            currency=version.currency,
            **_terms(request),
        )
        if request.outcome is not None:
            promise.settle(met_at=request.outcome.met_at, terms=dict(request.outcome.terms))
        return promise

    def _ranked(self, request: PromiseRequest) -> list[Candidate]:
        what = Circumstances(
            kind=request.kind,
            customer_id=request.customer_id,
            segment=self.segments.get(request.customer_id or 0, ""),
            service_id=request.service_id,
            lane=request.lane,
            contract_policy_id=request.contract_policy_id,
        )
        valid = [(c, v) for c, v in self.candidates if _is_in_force(v, request.started_at)]
        key = (what, tuple(v.pk for _, v in valid))
        if key not in self.chosen:
            self.chosen[key] = choose((c for c, _ in valid), what)
        return self.chosen[key]

    def _segments(self, requests: Sequence[PromiseRequest]) -> dict[int, str]:
        """Customers' segments, read only when some policy asks for one."""
        if not any(version.policy.segment for version in self.versions):
            return {}
        ids = {request.customer_id for request in requests if request.customer_id}
        return dict(Customer.objects.filter(pk__in=ids).values_list("pk", "segment"))


def _is_in_force(version: PolicyVersion, at: datetime) -> bool:
    return version.valid_from <= at and (version.valid_until is None or at < version.valid_until)


def _due(version: PolicyVersion, calendar: CalendarVersion | None, start: datetime) -> datetime:
    if version.limit_kind == LimitKind.MONTH_END:
        return month_end(start)
    if version.limit is None:
        raise DueMissing
    return (
        start + version.limit
        if calendar is None
        else add_working_time(calendar.working, start, version.limit)
    )


def _warn_at(
    version: PolicyVersion,
    calendar: CalendarVersion | None,
    start: datetime,
    due_at: datetime,
    *,
    settled: bool,
) -> datetime:
    share = float(version.warn_share)
    if due_at <= start or settled:
        return min(start, due_at)
    if calendar is None:
        return start + (due_at - start) * share
    span = working_time_between(calendar.working, start, due_at)
    return add_working_time(calendar.working, start, span * share) if span > timedelta() else start


def _terms(request: PromiseRequest) -> dict[str, str]:
    """The promised terms open; once history is given, what it does not say is unknown."""
    kind = KINDS.get(request.kind)
    promised = request.terms if request.terms is not None else (kind.terms if kind else (Term.TIME,))
    state = TermState.OPEN if request.outcome is None else TermState.UNKNOWN
    return {f"{term}_state": state for term in promised}
