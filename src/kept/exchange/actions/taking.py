"""What becomes of the rows of each kind of file: the verb that takes them in, and how they look before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.desk.actions.taking_in import (
    CaseRow,
    ContactRow,
    take_in_call_counts,
    take_in_cases,
    take_in_contacts,
)
from kept.desk.models import CallCount, Case, Contact
from kept.kernel.actor import Actor
from kept.kernel.money import to_minor
from kept.transport.actions.taking_in import DeliveryRow, take_in_deliveries
from kept.transport.models import Shipment

from ..calls import CALLS, CallsRead
from ..cases import CASES, CaseRead
from ..contacts import CONTACTS, ContactRead
from ..deliveries import DELIVERIES, DeliveryRead
from ..queries.parties import Directory
from ..reading.kinds import Told


@dataclass(frozen=True)
class Taken:
    """What a batch came to."""

    taken: int
    known: int
    promises: int


@dataclass(frozen=True)
class Taker:
    """`known` tells which keys are in; `promises` how many a row would make; `shown` is the preview."""

    known: Callable[[Sequence[str]], set[str]]
    promises: Callable[[Told], int]
    take: Callable[[Sequence[Told], Directory, int, Actor, datetime], Taken]
    shown: Mapping[str, Any]


def in_store(moment: datetime | None) -> datetime | None:
    """In UTC from here on: each moment is written to several columns."""
    return None if moment is None else moment.astimezone(UTC)


def _take_deliveries(
    rows: Sequence[Told], directory: Directory, run_id: int, by: Actor, at: datetime
) -> Taken:
    given = [_delivery(cast(DeliveryRead, row), directory) for row in rows]
    found = take_in_deliveries(rows=given, run_id=run_id, by=by, at=at)
    return Taken(len(found.shipments), len(found.known), len(found.promises))


def _delivery(told: DeliveryRead, directory: Directory) -> DeliveryRow:
    currency = directory.mapping.currency
    return DeliveryRow(
        external_key=told.key,
        customer_id=directory.customers.ids[told.customer],
        carrier_id=directory.carriers.ids[told.carrier] if told.carrier else None,
        branch_id=directory.branches[told.branch] if told.branch else None,
        service=told.service or "",
        customer_reference=told.reference,
        origin=told.origin,
        destination=told.destination,
        pieces=told.pieces,
        weight_kg=_rounded(told.weight_kg, "0.001"),
        volume_m3=_rounded(told.volume_m3, "0.0001"),
        freight_cost=None if told.freight_cost is None else to_minor(told.freight_cost, currency),
        currency=currency,
        promised_from=in_store(told.promised_from),
        promised_at=in_store(told.promised_at),
        is_day=told.is_day,
        picked_up_at=in_store(told.picked_up_at),
        happened_at=in_store(told.happened_at),
        outcome=told.outcome,
        attempt_no=told.attempt_no,
        receiver_name=told.receiver,
        pieces_delivered=told.pieces_delivered,
        condition=told.condition,
        papers_ok=told.papers_ok,
    )


def _take_cases(rows: Sequence[Told], directory: Directory, run_id: int, by: Actor, at: datetime) -> Taken:
    given = [_case(cast(CaseRead, row), directory) for row in rows]
    found = take_in_cases(rows=given, run_id=run_id, by=by, at=at)
    return Taken(len(found.cases), len(found.known), len(found.promises))


def _case(told: CaseRead, directory: Directory) -> CaseRow:
    return CaseRow(
        external_key=told.key,
        kind=told.kind,
        customer_id=directory.customers.ids[told.customer] if told.customer else None,
        branch_id=directory.branches[told.branch] if told.branch else None,
        title=told.title,
        reason=told.reason,
        result=told.result,
        caller_name=told.caller,
        served=told.served,
        phase=told.phase,
        severity=told.severity,
        cause=told.cause,
        liable_tier=told.liable,
        chasers=told.chasers,
        passed_on=told.passed_on,
        opened_at=told.opened_at.astimezone(UTC),
        answer_due_at=in_store(told.answer_due_at),
        answered_at=in_store(told.answered_at),
        reopened_at=in_store(told.reopened_at),
        solution_due_at=in_store(told.solution_due_at),
        solved_at=in_store(told.solved_at),
        closed_at=in_store(told.closed_at),
    )


def _promises_of_case(told: Told) -> int:
    row = cast(CaseRead, told)
    return sum(due is not None for due in (row.answer_due_at, row.solution_due_at))


def _take_contacts(rows: Sequence[Told], directory: Directory, run_id: int, by: Actor, at: datetime) -> Taken:
    given = [_contact(cast(ContactRead, row), directory) for row in rows]
    found = take_in_contacts(rows=given, run_id=run_id, by=by, at=at)
    return Taken(len(found.contacts), len(found.known), len(found.promises))


def _contact(told: ContactRead, directory: Directory) -> ContactRow:
    return ContactRow(
        external_key=told.key,
        channel=told.channel,
        direction=told.direction,
        case_key=told.case,
        customer_id=directory.customers.ids[told.customer] if told.customer else None,
        branch_id=directory.branches[told.branch] if told.branch else None,
        caller_name=told.caller,
        served=told.served,
        phase=told.phase,
        phone=told.phone,
        summary=told.summary,
        ring_seconds=told.ring_seconds,
        is_internal=told.is_internal,
        at=told.at.astimezone(UTC),
        answer_due_at=in_store(told.answer_due_at),
        answered_at=in_store(told.answered_at),
    )


def _take_calls(rows: Sequence[Told], directory: Directory, run_id: int, by: Actor, at: datetime) -> Taken:
    given = [_count(cast(CallsRead, row), directory) for row in rows]
    fresh = take_in_call_counts(rows=given, run_id=run_id, by=by, at=at)
    return Taken(fresh, len(given) - fresh, 0)


def _count(told: CallsRead, directory: Directory) -> CallCount:
    return CallCount(
        external_key=told.key,
        branch_id=directory.branches[told.branch] if told.branch else None,
        line=told.line,
        starts_at=told.starts_at.astimezone(UTC),
        minutes=told.minutes,
        offered=told.offered,
        answered=told.answered,
        abandoned=told.abandoned,
        in_time=told.in_time,
        handle_seconds=told.handle_seconds,
    )


def _rounded(value: Decimal | None, step: str) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(step), ROUND_HALF_UP)


def _known(
    model: type[Shipment] | type[Case] | type[Contact] | type[CallCount],
) -> Callable[[Sequence[str]], set[str]]:
    def known(keys: Sequence[str]) -> set[str]:
        rows: QuerySet[Any] = model._base_manager.filter(external_key__in=keys)
        return set(rows.values_list("external_key", flat=True))

    return known


def _promises_of_delivery(told: Told) -> int:
    """Whether the row states anything that was promised."""
    row = cast(DeliveryRead, told)
    stated = (row.promised_at, row.pieces_delivered, row.papers_ok, row.condition or None)
    return int(any(each is not None for each in stated) and (row.promised_at or row.happened_at) is not None)


TAKERS: Final[dict[str, Taker]] = {
    DELIVERIES.name: Taker(
        known=_known(Shipment),
        promises=_promises_of_delivery,
        take=_take_deliveries,
        shown={
            "customer_name": _("Customer"),
            "carrier_name": _("Subcontractor"),
            "destination": _("To"),
            "promised_at": _("Promised"),
            "happened_at": _("Delivered"),
            "weight_kg": _("Weight"),
        },
    ),
    CASES.name: Taker(
        known=_known(Case),
        promises=_promises_of_case,
        take=_take_cases,
        shown={
            "customer_name": _("Customer"),
            "title": _("Title"),
            "severity": _("Severity"),
            "opened_at": _("Opened"),
            "answered_at": _("Answered"),
            "solved_at": _("Solved"),
        },
    ),
    CONTACTS.name: Taker(
        known=_known(Contact),
        promises=lambda told: int(cast(ContactRead, told).answer_due_at is not None),
        take=_take_contacts,
        shown={
            "customer_name": _("Customer"),
            "channel": _("Channel"),
            "caller": _("Caller"),
            "at": _("When"),
            "answered_at": pgettext_lazy("moment", "Answered"),
        },
    ),
    CALLS.name: Taker(
        known=_known(CallCount),
        promises=lambda told: 0,
        take=_take_calls,
        shown={
            "line": _("Line"),
            "starts_at": _("Begins"),
            "minutes": _("Minutes"),
            "offered": _("Calls"),
            "answered": _("Answered calls"),
            "abandoned": _("Given up"),
        },
    ),
}
