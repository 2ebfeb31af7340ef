"""The fact tables of what the desk does: phone calls, steps up, follow-ups, visits, compensations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from kept.kernel.facts import Check, FactColumn, FactTable, company_day, fact_table
from kept.kernel.money import minor_digits

from ..enums import CallState, Direction, FollowUpSort
from ..models import Call, Compensation, Escalation, FollowUp, QueueEntry, Reception
from .facts import PARTIES, minutes, of_cases, utc

C = FactColumn
OVER = (CallState.ENDED, CallState.MISSED)
CALL_FIELDS = (
    *("id", "customer_id", "branch_id", "team_id", "person_id", "centre_id", "contact_id", "direction"),
    *("queue", "queue_id", "line", "state", "abandoned", "segment"),
)
STEP_FIELDS = (
    *("id", "case__customer_id", "case__branch_id", "case__team_id", "case_id", "kind", "segment"),
    *("level", "rose", "by_id", "to_id", "promise_kind"),
)
FOLLOW_UP_FIELDS = (
    *("id", "customer_id", "branch_id", "owner_id", "segment", "sort", "rule", "subject_type"),
    *("needs_contact", "is_dropped", "satisfied"),
)
VISIT_FIELDS = (
    *("id", "contact__customer_id", "contact__branch_id", "contact__team_id", "contact_id"),
    *("received_by_id", "segment", "people"),
)
COMPENSATION_FIELDS = (
    *("id", "customer_id", "case__branch_id", "case__team_id", "case_id", "case_kind", "segment"),
    *("kind", "state", "level", "proposed_by_id", "decided_by_id"),
)


def phone_call_rows(calls: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per call that is over."""
    told = calls.filter(state__in=OVER).annotate(segment=F("customer__segment"), queue_id=_queue())
    found = told.order_by("pk")
    moments = ("began_at", "rang_at", "answered_at", "ended_at")
    for row in found.values_list(*CALL_FIELDS, *moments).iterator(chunk_size=2000):
        *plain, began_at, rang_at, answered_at, ended_at = row
        waited = _seconds(rang_at, answered_at or ended_at)
        yield (
            *plain,
            utc(began_at),
            company_day(began_at),
            utc(answered_at),
            waited,
            _seconds(answered_at, ended_at),
        )


def escalation_rows(steps: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per step that a case took."""
    told = steps.annotate(
        kind=F("case__kind"), segment=F("case__customer__segment"), promise_kind=F("promise__kind")
    )
    found = told.order_by("pk").values_list(*STEP_FIELDS, "step_id", "at", "case__opened_at")
    for *plain, step_id, at, opened_at in found.iterator(chunk_size=2000):
        yield (*plain, step_id is not None, utc(at), company_day(at), minutes(opened_at, at))


def follow_up_rows(follow_ups: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per follow-up, return visits among them."""
    told = follow_ups.annotate(segment=F("customer__segment"))
    return _spans(told, FOLLOW_UP_FIELDS, "made_at", "done_at")


def visit_rows(visits: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per visit in the house."""
    told = visits.annotate(segment=F("contact__customer__segment"))
    return _spans(told, VISIT_FIELDS, "arrived_at", "left_at")


def compensation_rows(compensations: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per measure, the refused ones too."""
    told = compensations.annotate(case_kind=F("case__kind"), segment=F("customer__segment")).order_by("pk")
    moments = ("proposed_at", "decided_at", "made_good_at")
    for row in told.values_list(*COMPENSATION_FIELDS, "amount", "currency", *moments).iterator(
        chunk_size=2000
    ):
        *plain, amount, currency, proposed_at, decided_at, made_good_at = row
        yield (
            *plain,
            Decimal(amount).scaleb(-minor_digits(currency)),
            currency,
            utc(proposed_at),
            company_day(proposed_at),
            utc(decided_at),
            utc(made_good_at),
            minutes(proposed_at, decided_at),
        )


def _spans(rows: QuerySet[Any], fields: Sequence[str], first: str, last: str) -> Iterator[tuple[Any, ...]]:
    """What is said of each, when it began, on which day, when it ended, and the minutes between."""
    found = rows.order_by("pk").values_list(*fields, first, last)
    for *plain, began, ended in found.iterator(chunk_size=2000):
        yield (*plain, utc(began), company_day(began), utc(ended), minutes(began, ended))


def _seconds(start: Any, end: Any) -> float | None:
    return None if start is None or end is None else max((end - start).total_seconds(), 0.0)


def _queue() -> Subquery:
    places = QueueEntry.objects.filter(contact=OuterRef("contact")).order_by("-entered_at", "-pk")
    return Subquery(places.values("queue")[:1])


def _over() -> QuerySet[Call]:
    return Call.objects.filter(state__in=OVER)


SEGMENT = C("segment", "VARCHAR", "the customer's segment")

fact_table(
    FactTable(
        name="phone_calls",
        means="Calls of a telephone system that are over, in and out, one row each.",
        model=lambda: Call,
        created="began_at",
        columns=(
            C("call_id", "BIGINT", "the call"),
            *PARTIES,
            C("person_id", "BIGINT", "who picked it up, or made it"),
            C("centre_id", "BIGINT", "the call centre"),
            C("contact_id", "BIGINT", "the contact that came of it"),
            C("direction", "VARCHAR", "in or out"),
            C("queue", "VARCHAR", "the queue of the telephone system"),
            C("queue_id", "BIGINT", "the queue of the desk in which its contact stood last"),
            C("line", "VARCHAR", "the number that was called"),
            C("state", "VARCHAR", "ended or missed"),
            C("abandoned", "BOOLEAN", "nobody picked it up; empty for our own calls that nobody answered"),
            SEGMENT,
            C("began_at", "TIMESTAMP", "when it began; its month decides the file"),
            C("on_day", "DATE", "day of began_at in the company's zone"),
            C("answered_at", "TIMESTAMP", "when it was picked up"),
            C(
                "seconds_waited",
                "DOUBLE",
                "from the first ring until picked up or given up; empty when not told",
            ),
            C("seconds_talked", "DOUBLE", "from picking up to the end; empty when not told"),
        ),
        rows=phone_call_rows,
        touched={
            "desk.call": lambda ids: Q(pk__in=ids),
            "desk.contact": lambda ids: Q(contact__in=ids),
        },
        checks={
            "calls": Check("count(*)", lambda: _over().count()),
            "abandoned": Check(
                "count(*) FILTER (WHERE abandoned)", lambda: _over().filter(abandoned=True).count()
            ),
            "incoming": Check(
                "count(*) FILTER (WHERE direction = 'in')",
                lambda: _over().filter(direction=Direction.IN).count(),
            ),
        },
    )
)

fact_table(
    FactTable(
        name="escalations",
        means="Steps that cases took to a higher level, by hand and by the clock, one row each.",
        model=lambda: Escalation,
        created="at",
        columns=(
            C("escalation_id", "BIGINT", "the step"),
            *PARTIES,
            C("case_id", "BIGINT", "the case"),
            C("kind", "VARCHAR", "the kind of the case"),
            SEGMENT,
            C("level", "VARCHAR", "employee, manager or headquarters"),
            C("rose", "BOOLEAN", "the case rose; else those in charge were told"),
            C("by_id", "BIGINT", "who passed it up; empty for the clock"),
            C("to_id", "BIGINT", "to whom, where a person was named"),
            C("promise", "VARCHAR", "the kind of promise whose clock took the step"),
            C("by_clock", "BOOLEAN", "the clock took it"),
            C("at", "TIMESTAMP", "when it was taken; its month decides the file"),
            C("on_day", "DATE", "day of `at` in the company's zone"),
            C("minutes_from_opening", "DOUBLE", "clock time from opening the case to the step"),
        ),
        rows=escalation_rows,
        touched={"desk.case": of_cases},
        checks={
            "steps": Check("count(*)", lambda: Escalation.objects.count()),
            "by_clock": Check(
                "count(*) FILTER (WHERE by_clock)", lambda: Escalation.objects.exclude(step=None).count()
            ),
        },
    )
)

fact_table(
    FactTable(
        name="follow_ups",
        means="What somebody was to look after, return visits among them, one row each. When it was due, and "
        "whether it was in time, stands in the promises of the kinds follow_up and visit.",
        model=lambda: FollowUp,
        created="made_at",
        key="follow_up_id",
        columns=(
            C("follow_up_id", "BIGINT", "the follow-up"),
            C("customer_id", "BIGINT", "the customer, if known"),
            C("branch_id", "BIGINT", "the branch that answers for it"),
            C("owner_id", "BIGINT", "in whose hands it is"),
            SEGMENT,
            C("sort", "VARCHAR", "task or return_visit"),
            C("rule", "VARCHAR", "by which rule a visit was planned: solved or regular; empty by hand"),
            C("about", "VARCHAR", "the kind of record it is about"),
            C("needs_contact", "BOOLEAN", "an answer to the customer was promised"),
            C("is_dropped", "BOOLEAN", "it was not needed any more"),
            C("satisfied", "INTEGER", "how satisfied the customer was, 1 to 5; empty when not asked"),
            C("made_at", "TIMESTAMP", "when it was planned; its month decides the file"),
            C("made_on", "DATE", "day of made_at in the company's zone"),
            C("done_at", "TIMESTAMP", "when it was done or dropped"),
            C("minutes_to_done", "DOUBLE", "clock time from planning to the end"),
        ),
        rows=follow_up_rows,
        touched={
            "desk.followup": lambda ids: Q(pk__in=ids),
            "desk.handover": lambda ids: Q(hand_overs__in=ids),
        },
        checks={
            "follow_ups": Check("count(*)", lambda: FollowUp.objects.count()),
            "done": Check("count(done_at)", lambda: FollowUp.objects.exclude(done_at=None).count()),
            "return_visits": Check(
                "count(*) FILTER (WHERE sort = 'return_visit')",
                lambda: FollowUp.objects.filter(sort=FollowUpSort.RETURN_VISIT).count(),
            ),
        },
    )
)

fact_table(
    FactTable(
        name="receptions",
        means="Visitors received in the house, one row per visit.",
        model=lambda: Reception,
        created="arrived_at",
        key="reception_id",
        columns=(
            C("reception_id", "BIGINT", "the visit"),
            *PARTIES,
            C("contact_id", "BIGINT", "the contact of the visit"),
            C("received_by_id", "BIGINT", "who received them"),
            SEGMENT,
            C("people", "INTEGER", "how many came"),
            C("arrived_at", "TIMESTAMP", "when they came; its month decides the file"),
            C("on_day", "DATE", "day of arrived_at in the company's zone"),
            C("left_at", "TIMESTAMP", "when they left"),
            C("minutes_stayed", "DOUBLE", "clock time from arriving to leaving"),
        ),
        rows=visit_rows,
        touched={"desk.contact": lambda ids: Q(contact__in=ids)},
        checks={
            "visits": Check("count(*)", lambda: Reception.objects.count()),
            "left": Check("count(left_at)", lambda: Reception.objects.exclude(left_at=None).count()),
        },
    )
)

fact_table(
    FactTable(
        name="compensations",
        means="Measures that were proposed to make something good, one row each, the refused ones too.",
        model=lambda: Compensation,
        created="proposed_at",
        columns=(
            C("compensation_id", "BIGINT", "the compensation"),
            *PARTIES,
            C("case_id", "BIGINT", "the case"),
            C("case_kind", "VARCHAR", "the kind of the case"),
            SEGMENT,
            C("measure", "VARCHAR", "money, credit and other measures"),
            C("state", "VARCHAR", "proposed, approved, refused, accepted, declined or made_good"),
            C("level", "VARCHAR", "the level that decides"),
            C("proposed_by_id", "BIGINT", "who proposed it"),
            C("decided_by_id", "BIGINT", "who decided"),
            C("amount", "DECIMAL(18,4)", "what it is worth, in units of the currency"),
            C("currency", "VARCHAR", "the currency"),
            C("proposed_at", "TIMESTAMP", "when it was proposed; its month decides the file"),
            C("proposed_on", "DATE", "day of proposed_at in the company's zone"),
            C("decided_at", "TIMESTAMP", "when it was decided"),
            C("made_good_at", "TIMESTAMP", "when it was made good"),
            C("minutes_to_decision", "DOUBLE", "clock time from the proposal to the decision"),
        ),
        rows=compensation_rows,
        touched={"desk.case": of_cases},
        checks={
            "compensations": Check("count(*)", lambda: Compensation.objects.count()),
            "decided": Check(
                "count(decided_at)", lambda: Compensation.objects.exclude(decided_at=None).count()
            ),
            "made_good": Check(
                "count(made_good_at)", lambda: Compensation.objects.exclude(made_good_at=None).count()
            ),
        },
    )
)
