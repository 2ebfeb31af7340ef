"""The fact tables of contacts and cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from kept.kernel.facts import Check, Derived, FactColumn, FactTable, company_day, fact_table

from ..enums import CaseKind, Direction
from ..models import CallCount, Case, CaseShipment, Contact, QueueEntry

C = FactColumn

CONTACT_FIELDS = (
    *("id", "customer_id", "branch_id", "team_id", "person_id", "case_id", "order_id", "shipment_id"),
    *(
        "channel",
        "direction",
        "is_internal",
        "served",
        "phase",
        "is_chaser",
        "is_answer",
        "needs_answer",
        "ring_count",
    ),
    *("segment", "queue_id"),
)
CASE_FIELDS = (
    *("id", "customer_id", "branch_id", "team_id", "owner_id", "order_id", "shipment_id", "carrier_id"),
    *(
        "kind",
        "served",
        "phase",
        "state",
        "level",
        "severity",
        "trouble",
        "cause",
        "liable_tier",
        "responsible_id",
    ),
    *("chasers", "passed_on", "reopenings", "goods", "rating", "is_follow_up"),
    *("segment", "channel", "queue_id", "calls_in", "came_again"),
)
COUNT_FIELDS = ("id", "branch_id", "line", "minutes", "offered", "answered", "abandoned", "in_time")
REPEATED_WITHIN = timedelta(days=7)
"""Who comes again so soon with the same kind of matter was not helped the first time."""


def contact_rows(contacts: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per contact, in or out."""
    told = contacts.annotate(segment=F("customer__segment"), queue_id=_queue_of("contact"))
    found = told.order_by("pk").values_list(*CONTACT_FIELDS, "at", "answered_at")
    for *plain, at, answered_at in found.iterator(chunk_size=2000):
        yield (*plain, utc(at), company_day(at), utc(answered_at), minutes(at, answered_at))


def case_rows(cases: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per case."""
    told = cases.annotate(
        carrier_id=F("shipment__carrier"),
        goods=_number_of(CaseShipment),
        rating=F("opinion__rating"),
        is_follow_up=Q(follows__isnull=False),
        segment=F("customer__segment"),
        channel=Subquery(_contacts_in().order_by("at", "pk").values("channel")[:1]),
        queue_id=_queue_of("case"),
        calls_in=_number_of(Contact, direction=Direction.IN, is_internal=False),
        came_again=Exists(_repeated()),
    )
    moments = ("opened_at", "answered_at", "solved_at", "closed_at")
    for row in told.order_by("pk").values_list(*CASE_FIELDS, *moments).iterator(chunk_size=2000):
        *plain, opened_at, answered_at, solved_at, closed_at = row
        yield (
            *plain,
            utc(opened_at),
            company_day(opened_at),
            utc(answered_at),
            utc(solved_at),
            utc(closed_at),
            minutes(opened_at, answered_at),
            minutes(opened_at, solved_at),
        )


def call_rows(counts: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per span of time in which calls were counted."""
    found = counts.order_by("pk").values_list(*COUNT_FIELDS, "handle_seconds", "starts_at")
    for *plain, starts_at in found.iterator(chunk_size=2000):
        yield (*plain, utc(starts_at), company_day(starts_at))


def _contacts_in() -> QuerySet[Contact]:
    return Contact.objects.filter(case=OuterRef("pk"), direction=Direction.IN, is_internal=False)


def _queue_of(matter: str) -> Subquery:
    """The queue in which it stands, or stood last."""
    places = QueueEntry.objects.filter(**{matter: OuterRef("pk")}).order_by("-entered_at", "-pk")
    return Subquery(places.values("queue")[:1])


def _number_of(model: type[Model], **only: Any) -> Coalesce:
    """How many rows of a model belong to the case."""
    rows = model._base_manager.filter(case=OuterRef("pk"), **only).order_by().values("case")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _repeated() -> QuerySet[Case]:
    """Cases of the same customer and kind that were opened soon after this one was."""
    return Case.objects.filter(
        customer=OuterRef("customer"),
        kind=OuterRef("kind"),
        opened_at__gt=OuterRef("opened_at"),
        opened_at__lte=OuterRef("opened_at") + REPEATED_WITHIN,
    )


def of_cases(ids: Sequence[int]) -> Q:
    """What belongs to these cases; what a merged one had belongs to the case that stayed."""
    return Q(case__in=ids) | Q(case__in=Case.objects.filter(pk__in=ids).values("merged_into"))


def utc(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def minutes(start: datetime, end: datetime | None) -> float | None:
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
            C("served", "VARCHAR", "client, behalf (the client's customer, in its name) or empty"),
            C("phase", "VARCHAR", "before, during or after the transaction, or empty"),
            C("is_chaser", "BOOLEAN", "the customer asks again about an open case"),
            C("is_answer", "BOOLEAN", "answers a case"),
            C("needs_answer", "BOOLEAN", "somebody waits or waited for an answer"),
            C("ring_count", "INTEGER", "rings before it was picked up, if counted"),
            C("segment", "VARCHAR", "the customer's segment"),
            C("queue_id", "BIGINT", "the queue in which it stands or stood last"),
            C("at", "TIMESTAMP", "when it was; its month decides the file"),
            C("on_day", "DATE", "day of `at` in the company's zone"),
            C("answered_at", "TIMESTAMP", "when the answer went out"),
            C("minutes_to_answer", "DOUBLE", "clock time from the contact to its answer"),
        ),
        rows=contact_rows,
        touched={
            "desk.contact": lambda ids: Q(pk__in=ids),
            "desk.case": of_cases,
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
            C("served", "VARCHAR", "client, behalf (the client's customer, in its name) or empty"),
            C("phase", "VARCHAR", "before, during or after the transaction, or empty"),
            C("state", "VARCHAR", "open, answered, solved, closed or reopened"),
            C("level", "VARCHAR", "employee, manager or headquarters"),
            C("severity", "INTEGER", "1 (highest) to 4"),
            C("trouble", "VARCHAR", "what an exception is about"),
            C("cause", "VARCHAR", "why it happened"),
            C("liable_tier", "VARCHAR", "who lost it"),
            C("responsible_id", "BIGINT", "the person responsible, once confirmed"),
            C("chasers", "INTEGER", "how often the customer asked again"),
            C("passed_on", "INTEGER", "how often it went to somebody else"),
            C("reopenings", "INTEGER", "how often it was taken up again"),
            C("shipments", "INTEGER", "how many shipments it is about"),
            C("rating", "INTEGER", "the customer's opinion, 1 to 5; empty when not given"),
            C("is_follow_up", "BOOLEAN", "follows an earlier case"),
            C("segment", "VARCHAR", "the customer's segment"),
            C("channel", "VARCHAR", "by which channel it first came in; empty when no contact is known"),
            C("queue_id", "BIGINT", "the queue in which it stands or stood last"),
            C("contacts_in", "INTEGER", "how often somebody outside came to us about it, as far as logged"),
            C("came_again", "BOOLEAN", "the customer opened the same kind of matter within seven days"),
            C("opened_at", "TIMESTAMP", "when the matter came in; its month decides the file"),
            C("opened_on", "DATE", "day of opened_at in the company's zone"),
            C("answered_at", "TIMESTAMP", "when the customer was first answered"),
            C("solved_at", "TIMESTAMP", "when it was solved"),
            C("closed_at", "TIMESTAMP", "when it was closed"),
            C("minutes_to_answer", "DOUBLE", "clock time from opening to the first answer"),
            C("minutes_to_solution", "DOUBLE", "clock time from opening to the solution"),
        ),
        derived=(
            Derived(
                "year_later_on",
                "DATE",
                "CAST(opened_on + INTERVAL 1 YEAR AS DATE)",
                "a year after opened_on, to compare with a year before",
            ),
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

fact_table(
    FactTable(
        name="calls",
        means="How many calls came in, one row per span of time that was counted.",
        model=lambda: CallCount,
        created="starts_at",
        columns=(
            C("count_id", "BIGINT", "the count"),
            C("branch_id", "BIGINT", "the branch that was called"),
            C("line", "VARCHAR", "the line or centre that was called"),
            C("minutes", "INTEGER", "how long the span is"),
            C("offered", "INTEGER", "calls that came in"),
            C("answered", "INTEGER", "calls that were answered; empty when not counted"),
            C("abandoned", "INTEGER", "callers who gave up; empty when not counted"),
            C("in_time", "INTEGER", "calls answered in time; empty when not counted"),
            C("handle_seconds", "INTEGER", "seconds of work on the answered calls; empty when not counted"),
            C("starts_at", "TIMESTAMP", "when the span begins; its month decides the file"),
            C("on_day", "DATE", "day of starts_at in the company's zone"),
        ),
        rows=call_rows,
        touched={},
        checks={
            "counts": Check("count(*)", lambda: CallCount.objects.count()),
            "calls": Check(
                "coalesce(sum(offered), 0)",
                lambda: CallCount.objects.aggregate(n=Sum("offered"))["n"] or 0,
            ),
        },
    )
)
