"""The fact tables of promises and of deliveries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)

from kept.kernel.facts import Check, Derived, FactColumn, FactTable, company_day, fact_table
from kept.kernel.money import minor_digits
from kept.orders.models import Order
from kept.promises.enums import Term, TermState
from kept.promises.models import Promise
from kept.transport.models import Delivery, Shipment

C = FactColumn
TERMS = tuple(Term)
OFF = "state IN ('cancelled', 'waived')"
OVERDUE = "state = 'running' AND met_at IS NULL AND due_at < {as_of}"


def _every(condition: str) -> str:
    return " AND ".join(f"{term}_state {condition}" for term in TERMS)


ALL_KEPT = _every("= 'kept'")
ALL_JUDGED = _every("IN ('kept', 'broken')")

PARTIES = (
    C("customer_id", "BIGINT", "the customer it was done for"),
    C("branch_id", "BIGINT", "the branch that answers for it"),
    C("partner_id", "BIGINT", "the subcontractor who did it; empty when we did it ourselves"),
    C("service_id", "BIGINT", "the service it belongs to, where it is known"),
)


def utc(moment: datetime | None) -> str | None:
    """As it stands in the file: UTC, without a zone."""
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


PROMISE_FIELDS = (
    *("id", "kind", "state", "time_state", "quantity_state", "quality_state", "documents_state"),
    *("customer_id", "branch_id", "provider_id", "of_service", "team_id", "person_id"),
    *("subject_type", "subject_id", "started_at", "due_from", "due_at", "original_due_at", "met_at"),
    *("is_day", "is_excused", "cause", "liable_tier"),
)


def promise_rows(promises: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per promised term, the terms of a promise together, its first one marked."""
    by_type: dict[str, type[Model]] = {
        Shipment._meta.label_lower: Shipment,
        Order._meta.label_lower: Order,
    }
    service = Case(
        *(
            When(
                subject_type=label,
                then=Subquery(model._base_manager.filter(pk=OuterRef("subject_id")).values("service_id")[:1]),
            )
            for label, model in by_type.items()
        ),
        default=None,
        output_field=IntegerField(),
    )
    found = promises.annotate(of_service=service).order_by("pk").values_list(*PROMISE_FIELDS)
    for row in found.iterator(chunk_size=2000):
        states = row[3:7]
        promised = [(term, state) for term, state in zip(TERMS, states, strict=True) if state]
        moments = row[15:20]
        rest = (
            *(utc(moment) for moment in moments),
            company_day(row[15]),
            company_day(row[17]),
            company_day(row[19]),
            *row[20:],
        )
        for place, (term, state) in enumerate(promised):
            yield (row[0], str(term), place == 0, row[1], row[2], state, *states, *row[7:15], *rest)


def _terms_in_state(*states: str) -> int:
    counts = Promise.objects.aggregate(
        **{term: Count("pk", filter=Q(**{f"{term}_state__in": states})) for term in TERMS}
    )
    return sum(counts.values())


PROMISED = tuple(state for state in TermState.values if state)

fact_table(
    FactTable(
        name="promises",
        means="What was promised, one row per promised term.",
        model=lambda: Promise,
        created="started_at",
        columns=(
            C("promise_id", "BIGINT", "the promise"),
            C("term", "VARCHAR", "time, quantity, quality or documents"),
            C("is_first", "BOOLEAN", "true on one row of each promise, so that promises can be counted"),
            C("kind", "VARCHAR", "what kind of promise it is, such as delivery or complaint_answer"),
            C("state", "VARCHAR", "of the promise: running, paused, kept, broken, waived, cancelled"),
            C("term_state", "VARCHAR", "of this term: open, kept, broken, unknown"),
            C("time_state", "VARCHAR", "of the promise's term time; empty when time was not promised"),
            C("quantity_state", "VARCHAR", "of the promise's term quantity"),
            C("quality_state", "VARCHAR", "of the promise's term quality"),
            C("documents_state", "VARCHAR", "of the promise's term documents"),
            *PARTIES,
            C("team_id", "BIGINT", "the team that looks after it"),
            C("person_id", "BIGINT", "the person who looks after it"),
            C("subject_type", "VARCHAR", "the kind of record it is about"),
            C("subject_id", "BIGINT", "the record it is about"),
            C("started_at", "TIMESTAMP", "when it began; its month decides the file"),
            C("due_from", "TIMESTAMP", "when its window opens; empty for a promise that only has an end"),
            C("due_at", "TIMESTAMP", "when it is due now"),
            C("original_due_at", "TIMESTAMP", "when it was due before the customer moved it"),
            C("met_at", "TIMESTAMP", "when it was met, in time or not"),
            C("started_on", "DATE", "day of started_at in the company's zone"),
            C("due_on", "DATE", "day of due_at in the company's zone: the day reliability is counted by"),
            C("met_on", "DATE", "day of met_at in the company's zone"),
            C("is_day", "BOOLEAN", "true when a whole day was promised"),
            C("is_excused", "BOOLEAN", "true when the contract excuses the failure"),
            C("cause", "VARCHAR", "why it broke"),
            C("liable_tier", "VARCHAR", "who lost it"),
        ),
        derived=(
            Derived(
                "verdict",
                "VARCHAR",
                f"CASE WHEN {OFF} THEN 'off' WHEN term = 'time' AND term_state = 'open' AND {OVERDUE}"
                " THEN 'broken' ELSE term_state END",
                "of this term as of now: a running promise past its due moment is broken",
            ),
            Derived(
                "result",
                "VARCHAR",
                f"CASE WHEN {OFF} THEN 'off' WHEN {OVERDUE} THEN 'broken' ELSE state END",
                "of the whole promise as of now",
            ),
            Derived(
                "original_verdict",
                "VARCHAR",
                f"CASE WHEN {OFF} THEN 'off' WHEN met_at <= original_due_at THEN 'kept'"
                " WHEN met_at > original_due_at THEN 'broken'"
                " WHEN state IN ('running', 'broken') AND original_due_at < {as_of} THEN 'broken'"
                " ELSE 'open' END",
                "of the term time against the moment that was promised first",
            ),
            Derived("is_early", "BOOLEAN", "met_at < due_from", "met before its window opened"),
            Derived(
                "delivered_whole",
                "VARCHAR",
                f"CASE WHEN {ALL_KEPT} THEN 'kept' WHEN {ALL_JUDGED} THEN 'broken' ELSE 'unknown' END",
                "kept when all four terms are, broken when all are judged and one is broken, else unknown",
            ),
        ),
        rows=promise_rows,
        key="promise_id",
        order=("kind", "term", "customer_id", "promise_id"),
        touched={
            "promises.promise": lambda ids: Q(pk__among=ids),
            "transport.shipment": lambda ids: Q(subject_type="transport.shipment", subject_id__among=ids),
            "orders.order": lambda ids: Q(subject_type="orders.order", subject_id__among=ids),
        },
        checks={
            "promises": Check(
                "count(*) FILTER (WHERE is_first)",
                lambda: Promise.objects.exclude(**{f"{term}_state": "" for term in TERMS}).count(),
            ),
            "terms": Check("count(*)", lambda: _terms_in_state(*PROMISED)),
            "terms kept": Check(
                "count(*) FILTER (WHERE term_state = 'kept')", lambda: _terms_in_state("kept")
            ),
            "terms broken": Check(
                "count(*) FILTER (WHERE term_state = 'broken')", lambda: _terms_in_state("broken")
            ),
            "promises met": Check(
                "count(*) FILTER (WHERE is_first AND met_at IS NOT NULL)",
                lambda: Promise.objects.exclude(met_at=None).count(),
            ),
        },
    )
)

DELIVERY_FIELDS = (
    *("id", "shipment_id", "shipment__order_id", "shipment__customer_id", "shipment__branch_id"),
    *("shipment__carrier_id", "shipment__service_id", "shipment__origin_city", "shipment__destination_city"),
    *("attempt_no", "again", "outcome", "condition", "papers_ok", "happened_at"),
    *("shipment__picked_up_at", "shipment__order__placed_at", "shipment__pieces"),
    *("pieces_delivered", "pieces_damaged", "shipment__weight_kg", "shipment__volume_m3"),
    *("shipment__freight_cost", "shipment__currency"),
)


def delivery_rows(deliveries: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per attempt to deliver."""
    before = Delivery.objects.filter(shipment=OuterRef("shipment"), attempt_no__lt=OuterRef("attempt_no"))
    found = deliveries.annotate(again=Exists(before)).order_by("pk").values_list(*DELIVERY_FIELDS)
    for row in found.iterator(chunk_size=2000):
        happened, picked_up, placed, cost, currency = row[14], row[15], row[16], row[22], row[23]
        begun = placed or picked_up
        hours = None if begun is None or happened < begun else (happened - begun).total_seconds() / 3600
        yield (
            *row[:10],
            not row[10],
            *row[11:14],
            utc(happened),
            company_day(happened),
            utc(picked_up),
            utc(placed),
            hours,
            *row[17:22],
            None if cost is None else Decimal(cost).scaleb(-minor_digits(currency)),
            currency,
        )


def _shipments_of(deliveries: Sequence[int]) -> QuerySet[Any]:
    """An earlier attempt that is told late makes another one no longer the opening one."""
    return Delivery._base_manager.filter(pk__among=deliveries).values("shipment")


def _delivered() -> QuerySet[Delivery]:
    return Delivery.objects.filter(outcome="delivered")


fact_table(
    FactTable(
        name="deliveries",
        means="Attempts to hand goods over, one row each.",
        model=lambda: Delivery,
        created="happened_at",
        columns=(
            C("delivery_id", "BIGINT", "the attempt"),
            C("shipment_id", "BIGINT", "the shipment"),
            C("order_id", "BIGINT", "the order it carries out, if there is one"),
            *PARTIES,
            C("origin", "VARCHAR", "city it left"),
            C("destination", "VARCHAR", "city it went to"),
            C("attempt_no", "INTEGER", "which attempt it was"),
            C("is_opening", "BOOLEAN", "true for the earliest attempt that is known of a shipment"),
            C("outcome", "VARCHAR", "delivered, partial, refused or absent"),
            C("condition", "VARCHAR", "good, damaged, short or wrong; empty when nobody said"),
            C("papers_ok", "BOOLEAN", "whether the papers were right; empty when nobody said"),
            C("happened_at", "TIMESTAMP", "when it happened; its month decides the file"),
            C(
                "happened_on",
                "DATE",
                "day of happened_at in the company's zone: the day deliveries are counted by",
            ),
            C("picked_up_at", "TIMESTAMP", "when the goods were picked up"),
            C("placed_at", "TIMESTAMP", "when the order was placed"),
            C("lead_hours", "DOUBLE", "hours from the order, or else from the pick-up, to this attempt"),
            C("pieces", "INTEGER", "pieces sent"),
            C("pieces_delivered", "INTEGER", "pieces handed over"),
            C("pieces_damaged", "INTEGER", "of these damaged"),
            C("weight_kg", "DECIMAL(18,4)", "weight of the shipment"),
            C("volume_m3", "DECIMAL(18,4)", "volume of the shipment"),
            C("freight_cost", "DECIMAL(18,4)", "what the carriage cost us, in units of the currency"),
            C("currency", "VARCHAR", "currency of freight_cost"),
        ),
        derived=(
            Derived(
                "transit_hours",
                "DOUBLE",
                "CASE WHEN happened_at >= picked_up_at THEN"
                " CAST(date_diff('second', picked_up_at, happened_at) AS DOUBLE) / 3600 END",
                "hours from the pick-up to this attempt",
            ),
            Derived(
                "year_later_on",
                "DATE",
                "CAST(happened_on + INTERVAL 1 YEAR AS DATE)",
                "a year after happened_on, to compare with a year before",
            ),
        ),
        rows=delivery_rows,
        key="delivery_id",
        order=("customer_id", "delivery_id"),
        touched={
            "transport.delivery": lambda ids: Q(shipment__in=_shipments_of(ids)),
            "transport.shipment": lambda ids: Q(shipment_id__among=ids),
            "orders.order": lambda ids: Q(shipment__order_id__among=ids),
        },
        checks={
            "attempts": Check("count(*)", lambda: Delivery.objects.count()),
            "delivered": Check("count(*) FILTER (WHERE outcome = 'delivered')", lambda: _delivered().count()),
            "weight": Check(
                "coalesce(sum(weight_kg) FILTER (WHERE outcome = 'delivered'), 0)",
                lambda: _delivered().aggregate(total=Sum(F("shipment__weight_kg")))["total"] or 0,
            ),
        },
    )
)
