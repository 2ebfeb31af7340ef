"""What other service desks logged, taken in from files: one batch of rows is one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.bulk import draw_ids, insert_many
from kept.kernel.events import Subject, emit
from kept.kernel.facts import month_of
from kept.kernel.numbering import next_numbers
from kept.promises.actions import Outcome, PromiseRequest, start_promises
from kept.promises.models import Promise

from ..enums import CaseKind, CaseState, Direction
from ..events import CallsCounted, CasesTakenIn, ContactsTakenIn
from ..models import CallCount, Case, Contact
from ..queries.phases import OF_KIND
from ..rules import ANSWER_CLOCKS, PROMISES_OF, RESOLUTION_CLOCKS


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One case as a log states it. What is None was not stated; a promise needs its due moment stated."""

    external_key: str
    kind: str
    opened_at: datetime
    customer_id: int | None = None
    branch_id: int | None = None
    title: str = ""
    reason: str = ""
    result: str = ""
    caller_name: str = ""
    served: str = ""
    phase: str = ""
    severity: int = 4
    cause: str = ""
    liable_tier: str = ""
    chasers: int = 0
    passed_on: int = 0
    answer_due_at: datetime | None = None
    answered_at: datetime | None = None
    reopened_at: datetime | None = None
    solution_due_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """One contact as a log states it; `case_key` is the key of a case that came in before it."""

    external_key: str
    channel: str
    at: datetime
    direction: str = Direction.IN
    case_key: str = ""
    customer_id: int | None = None
    branch_id: int | None = None
    caller_name: str = ""
    served: str = ""
    phase: str = ""
    phone: str = ""
    summary: str = ""
    ring_seconds: int | None = None
    is_internal: bool = False
    answer_due_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ContactsIn:
    """What a batch came to: new contacts, and the keys that were known and changed nothing."""

    contacts: list[Contact]
    promises: list[Promise]
    known: list[str]


@dataclass(frozen=True, kw_only=True)
class CasesIn:
    """What a batch came to: new cases, and the keys that were known and changed nothing."""

    cases: list[Case]
    promises: list[Promise]
    known: list[str]


@transaction.atomic
def take_in_cases(*, rows: Sequence[CaseRow], run_id: int, by: Actor, at: datetime) -> CasesIn:
    """Write cases as they were, and the promises that the rows state; tell once for the batch."""
    keys = {row.external_key for row in rows}
    held = set(Case.objects.filter(external_key__in=keys).values_list("external_key", flat=True))
    fresh = [row for row in rows if row.external_key not in held]
    known = [row.external_key for row in rows if row.external_key in held]
    if not fresh:
        return CasesIn(cases=[], promises=[], known=known)
    numbers = next_numbers("case", len(fresh), at=at)
    cases = [_case(row, number) for row, number in zip(fresh, numbers, strict=True)]
    draw_ids(cases)
    requests = [request for case, row in zip(cases, fresh, strict=True) for request in _stated(case, row)]
    promises = start_promises(requests=requests, by=by, at=at, tell_each=False) if requests else []
    insert_many(cases)
    told = CasesTakenIn(
        subject=Subject("exchange.importrun", run_id),
        occurred_at=at,
        run_id=run_id,
        months=_months([row.opened_at for row in fresh] + [promise.started_at for promise in promises]),
        cases=len(cases),
        promises=len(promises),
    )
    emit(told, by=by)
    return CasesIn(cases=cases, promises=promises, known=known)


@transaction.atomic
def take_in_contacts(*, rows: Sequence[ContactRow], run_id: int, by: Actor, at: datetime) -> ContactsIn:
    """Write contacts as they were, and the promises of an answer that the rows state; tell once."""
    keys = {row.external_key for row in rows}
    held = set(Contact.objects.filter(external_key__in=keys).values_list("external_key", flat=True))
    fresh = [row for row in rows if row.external_key not in held]
    known = [row.external_key for row in rows if row.external_key in held]
    if not fresh:
        return ContactsIn(contacts=[], promises=[], known=known)
    wanted = {row.case_key for row in fresh if row.case_key}
    cases = Case.objects.in_bulk(wanted, field_name="external_key") if wanted else {}
    numbers = next_numbers("contact", len(fresh), at=at)
    contacts = [
        _contact(row, number, cases.get(row.case_key), at) for row, number in zip(fresh, numbers, strict=True)
    ]
    draw_ids(contacts)
    requests = [
        _answer_stated(contact, row.answer_due_at, row.answered_at)
        for contact, row in zip(contacts, fresh, strict=True)
        if row.answer_due_at is not None
    ]
    promises = start_promises(requests=requests, by=by, at=at, tell_each=False) if requests else []
    insert_many(contacts)
    told = ContactsTakenIn(
        subject=Subject("exchange.importrun", run_id),
        occurred_at=at,
        run_id=run_id,
        months=_months([row.at for row in fresh]),
        contacts=len(contacts),
        promises=len(promises),
    )
    emit(told, by=by)
    return ContactsIn(contacts=contacts, promises=promises, known=known)


@transaction.atomic
def take_in_call_counts(*, rows: Sequence[CallCount], run_id: int, by: Actor, at: datetime) -> int:
    """Write counts whose key is new; returns how many. Tells once for the batch."""
    keys = {row.external_key for row in rows}
    held = set(CallCount.objects.filter(external_key__in=keys).values_list("external_key", flat=True))
    fresh = [row for row in rows if row.external_key not in held]
    if fresh:
        insert_many(fresh)
        told = CallsCounted(
            subject=Subject("exchange.importrun", run_id),
            occurred_at=at,
            run_id=run_id,
            months=_months([row.starts_at for row in fresh]),
            calls=sum(row.offered for row in fresh),
        )
        emit(told, by=by)
    return len(fresh)


def _case(row: CaseRow, number: str) -> Case:
    return Case(
        number=number,
        external_key=row.external_key,
        kind=row.kind,
        state=_state(row),
        title=row.title[:160],
        reason=row.reason,
        result=row.result,
        caller_name=row.caller_name,
        served="" if row.kind == CaseKind.INTERNAL else row.served,
        phase="" if row.kind == CaseKind.INTERNAL else row.phase or OF_KIND.get(CaseKind(row.kind), ""),
        customer_id=row.customer_id,
        branch_id=row.branch_id,
        severity=row.severity,
        cause=row.cause,
        liable_tier=row.liable_tier,
        chasers=row.chasers,
        passed_on=row.passed_on,
        reopenings=int(row.reopened_at is not None),
        opened_at=row.opened_at,
        answered_at=row.answered_at,
        solved_at=row.solved_at,
        closed_at=row.closed_at,
    )


def _contact(row: ContactRow, number: str, case: Case | None, at: datetime) -> Contact:
    return Contact(
        number=number,
        external_key=row.external_key,
        channel=row.channel,
        direction=row.direction,
        is_internal=row.is_internal,
        case=case,
        customer_id=row.customer_id or (case.customer_id if case else None),
        branch_id=row.branch_id or (case.branch_id if case else None),
        caller_name=row.caller_name,
        served="" if row.is_internal else row.served,
        phase="" if row.is_internal else row.phase or (case.phase if case else ""),
        phone=row.phone,
        summary=row.summary,
        ring_seconds=row.ring_seconds,
        needs_answer=row.direction == Direction.IN and row.answer_due_at is not None,
        at=row.at,
        answered_at=row.answered_at,
        logged_at=at,
    )


def _answer_stated(contact: Contact, due_at: datetime, met_at: datetime | None) -> PromiseRequest:
    return PromiseRequest(
        kind="internal_call_answer" if contact.is_internal else "call_answer",
        subject=Subject.of(contact),
        started_at=contact.at,
        customer_id=contact.customer_id,
        branch_id=contact.branch_id,
        due_at=due_at,
        outcome=Outcome(met_at=met_at) if met_at else None,
    )


def _state(row: CaseRow) -> str:
    if row.closed_at:
        return CaseState.CLOSED
    if row.solved_at:
        return CaseState.SOLVED
    return CaseState.ANSWERED if row.answered_at else CaseState.OPEN


def _stated(case: Case, row: CaseRow) -> list[PromiseRequest]:
    """The clocks of the case's kind whose due moments the row states."""
    clocks = (
        (ANSWER_CLOCKS, row.answer_due_at, row.answered_at),
        (RESOLUTION_CLOCKS, row.solution_due_at, row.solved_at),
    )
    return [
        PromiseRequest(
            kind=kind,
            subject=Subject.of(case),
            started_at=case.opened_at,
            customer_id=case.customer_id,
            branch_id=case.branch_id,
            due_at=due_at,
            outcome=Outcome(met_at=met_at) if met_at else None,
        )
        for kinds, due_at, met_at in clocks
        for kind in PROMISES_OF[case.kind]
        if kind in kinds and due_at is not None
    ]


def _months(moments: Sequence[datetime]) -> tuple[str, ...]:
    return tuple(sorted({month_of(moment).isoformat() for moment in moments}))
