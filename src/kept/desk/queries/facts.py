"""The fact tables of contacts and cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kept.kernel.facts import Check, FactColumn, FactTable, company_day, fact_table

from ..enums import CaseKind, Direction
from ..models import Case, Contact

C = FactColumn

CONTACT_FIELDS = (
    *("id", "customer_id", "branch_id", "team_id", "person_id", "case_id", "order_id", "shipment_id"),
    *("channel", "direction", "is_internal", "is_chaser", "is_answer", "needs_answer", "ring_count"),
)
CASE_FIELDS = (
    *("id", "customer_id", "branch_id", "team_id", "owner_id", "order_id", "shipment_id", "carrier_id"),
    *("kind", "state", "level", "severity", "trouble", "cause", "liable_tier", "responsible_id"),
    *("chasers", "goods", "rating", "is_follow_up"),
)


def contact_rows(contacts: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per contact, in or out."""
    found = contacts.order_by("pk").values_list(*CONTACT_FIELDS, "at", "answered_at")
    for *plain, at, answered_at in found.iterator(chunk_size=2000):
        yield (*plain, _utc(at), company_day(at), _utc(answered_at), _minutes(at, answered_at))


def case_rows(cases: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per case."""
    told = cases.annotate(
        carrier_id=F("shipment__carrier"),
        goods=Count("shipments"),
        rating=F("opinion__rating"),
        is_follow_up=Q(follows__isnull=False),
    )
    moments = ("opened_at", "answered_at", "solved_at", "closed_at")
    for row in told.order_by("pk").values_list(*CASE_FIELDS, *moments).iterator(chunk_size=2000):
        *plain, opened_at, answered_at, solved_at, closed_at = row
        yield (
            *plain,
            _utc(opened_at),
            company_day(opened_at),
            _utc(answered_at),
            _utc(solved_at),
            _utc(closed_at),
            _minutes(opened_at, answered_at),
            _minutes(opened_at, solved_at),
        )


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _minutes(start: datetime, end: datetime | None) -> float | None:
    return None if end is None else (end - start).total_seconds() / 60


PARTIES = (
    C("customer_id", "BIGINT", "the customer, if known"),
    C("branch_id", "BIGINT", "the branch that answers for it"),
    C("team_id", "BIGINT", "the team that looks after it"),
)

fact_table(
    FactTable(
        name="contacts",
        means="Calls, mails, chats, letters and visits, in and out, one row each.",
        model=lambda: Contact,
        created="at",
        columns=(
            C("contact_id", "BIGINT", "the contact"),
            *PARTIES,
            C("person_id", "BIGINT", "the clerk"),
            C("case_id", "BIGINT", "the case it belongs to"),
            C("order_id", "BIGINT", "the order it is about"),
            C("shipment_id", "BIGINT", "the shipment it is about"),
            C("channel", "VARCHAR", "phone, email, sms, wechat, qq, chat, social, letter, visit or portal"),
            C("direction", "VARCHAR", "in or out"),
            C("is_internal", "BOOLEAN", "from or to a colleague"),
            C("is_chaser", "BOOLEAN", "the customer asks again about an open case"),
            C("is_answer", "BOOLEAN", "answers a case"),
            C("needs_answer", "BOOLEAN", "somebody waits or waited for an answer"),
            C("ring_count", "INTEGER", "rings before it was picked up, if counted"),
            C("at", "TIMESTAMP", "when it was; its month decides the file"),
            C("on_day", "DATE", "day of `at` in the company's zone"),
            C("answered_at", "TIMESTAMP", "when the answer went out"),
            C("minutes_to_answer", "DOUBLE", "clock time from the contact to its answer"),
        ),
        rows=contact_rows,
        touched={
            "desk.contact": lambda ids: Q(pk__in=ids),
            "desk.case": lambda ids: Q(case__in=ids),
            "desk.handover": lambda ids: Q(hand_overs__in=ids),
        },
        checks={
            "contacts": Check("count(*)", lambda: Contact.objects.count()),
            "incoming": Check(
                "count(*) FILTER (WHERE direction = 'in')",
                lambda: Contact.objects.filter(direction=Direction.IN).count(),
            ),
            "answered": Check(
                "count(answered_at)", lambda: Contact.objects.exclude(answered_at=None).count()
            ),
        },
    )
)

fact_table(
    FactTable(
        name="cases",
        means="Questions, complaints, exceptions and other matters, one row each.",
        model=lambda: Case,
        created="opened_at",
        columns=(
            C("case_id", "BIGINT", "the case"),
            *PARTIES,
            C("owner_id", "BIGINT", "the person who owns it"),
            C("order_id", "BIGINT", "the order it is about"),
            C("shipment_id", "BIGINT", "the shipment it is about, when it is one"),
            C("partner_id", "BIGINT", "the subcontractor of that shipment"),
            C("kind", "VARCHAR", "question, cargo_query, complaint, exception, dispute, claim and others"),
            C("state", "VARCHAR", "open, answered, solved, closed or reopened"),
            C("level", "VARCHAR", "employee, manager or headquarters"),
            C("severity", "INTEGER", "1 (highest) to 4"),
            C("trouble", "VARCHAR", "what an exception is about"),
            C("cause", "VARCHAR", "why it happened"),
            C("liable_tier", "VARCHAR", "who lost it"),
            C("responsible_id", "BIGINT", "the person responsible, once confirmed"),
            C("chasers", "INTEGER", "how often the customer asked again"),
            C("shipments", "INTEGER", "how many shipments it is about"),
            C("rating", "INTEGER", "the customer's opinion, 1 to 5; empty when not given"),
            C("is_follow_up", "BOOLEAN", "follows an earlier case"),
            C("opened_at", "TIMESTAMP", "when the matter came in; its month decides the file"),
            C("opened_on", "DATE", "day of opened_at in the company's zone"),
            C("answered_at", "TIMESTAMP", "when the customer was first answered"),
            C("solved_at", "TIMESTAMP", "when it was solved"),
            C("closed_at", "TIMESTAMP", "when it was closed"),
            C("minutes_to_answer", "DOUBLE", "clock time from opening to the first answer"),
            C("minutes_to_solution", "DOUBLE", "clock time from opening to the solution"),
        ),
        rows=case_rows,
        touched={
            "desk.case": lambda ids: Q(pk__in=ids),
            "transport.shipment": lambda ids: Q(shipment__in=ids),
        },
        checks={
            "cases": Check("count(*)", lambda: Case.objects.count()),
            "complaints": Check(
                "count(*) FILTER (WHERE kind = 'complaint')",
                lambda: Case.objects.filter(kind=CaseKind.COMPLAINT).count(),
            ),
            "solved": Check("count(solved_at)", lambda: Case.objects.exclude(solved_at=None).count()),
        },
    )
)
