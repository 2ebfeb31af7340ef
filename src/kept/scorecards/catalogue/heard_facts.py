"""The fact tables of answers to surveys and of news on the way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from kept.kernel.facts import Check, FactColumn, FactTable, company_day, fact_table
from kept.surveys.enums import Channel
from kept.surveys.models import Answer
from kept.transport.models import TrackingEvent

from .facts import utc

C = FactColumn
SAID = ("importance", "performance", "perceived", "nps")
ANSWER_FIELDS = (
    *("id", "response_id", "response__customer_id", "on_branch", "response__survey__trigger"),
    *("response__channel", "response__invitation__contact_person_id"),
    *("response__invitation__trigger", "item__code", "low", "high", *SAID, "response__answered_at"),
)
NEWS_FIELDS = (
    *("id", "shipment_id", "shipment__customer_id", "shipment__branch_id", "shipment__carrier_id"),
    *("shipment__service_id", "code", "source", "occurred_at", "recorded_at"),
)


def answer_rows(answers: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per question that was answered with a mark."""
    scale = {
        "low": F("response__survey__questionnaire__low"),
        "high": F("response__survey__questionnaire__high"),
        "on_branch": F("response__customer__branch_id"),
    }
    found = answers.filter(_marked()).annotate(**scale).order_by("pk").values_list(*ANSWER_FIELDS)
    for row in found.iterator(chunk_size=2000):
        (
            *ids,
            asked,
            channel,
            person,
            invited,
            item,
            low,
            high,
            importance,
            performance,
            perceived,
            nps,
            at,
        ) = row
        mark = performance if performance is not None else perceived
        yield (
            *ids,
            invited or asked,
            _party(channel, person),
            item,
            None if mark is None else Decimal(mark - low) * 100 / (high - low),
            1 if importance is None else importance,
            nps,
            utc(at),
            company_day(at),
        )


def _party(channel: str, person: int | None) -> str:
    """Who speaks: the code on a delivery note is read by who receives, the portal by who sends."""
    if channel == Channel.QR:
        return "behalf"
    return "client" if person or channel == Channel.PORTAL else ""


def news_rows(news: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per message about a shipment on its way."""
    for row in news.order_by("pk").values_list(*NEWS_FIELDS).iterator(chunk_size=2000):
        *plain, occurred, recorded = row
        late = max((recorded - occurred).total_seconds(), 0.0)
        yield (*plain, utc(occurred), company_day(occurred), late)


def _marked() -> Q:
    return Q(performance__isnull=False) | Q(perceived__isnull=False) | Q(nps__isnull=False)


fact_table(
    FactTable(
        name="answers",
        means="Questions of surveys that were answered with a mark, one row each.",
        model=lambda: Answer,
        created="response__answered_at",
        columns=(
            C("answer_id", "BIGINT", "the answer"),
            C("response_id", "BIGINT", "the filled questionnaire"),
            C("customer_id", "BIGINT", "the customer; empty for an anonymous one"),
            C("branch_id", "BIGINT", "the customer's branch"),
            C("asked", "VARCHAR", "why it was asked: person, delivery, case or calendar"),
            C("party", "VARCHAR", "who answered: client, behalf (the client's customer) or empty"),
            C("item", "VARCHAR", "the question"),
            C("mark", "DOUBLE", "how it was found, set on 0 to 100; empty for a recommendation"),
            C("importance", "INTEGER", "how important the customer finds it; 1 when it was not asked"),
            C("nps", "INTEGER", "would recommend, 0 to 10"),
            C("answered_at", "TIMESTAMP", "when it was answered; its month decides the file"),
            C("answered_on", "DATE", "day of answered_at in the company's zone"),
        ),
        rows=answer_rows,
        touched={
            "surveys.response": lambda ids: Q(response__in=ids),
            "surveys.survey": lambda ids: Q(response__survey__in=ids),
            "surveys.invitation": lambda ids: Q(response__invitation__in=ids),
        },
        checks={"answers": Check("count(*)", lambda: Answer.objects.filter(_marked()).count())},
    )
)

fact_table(
    FactTable(
        name="news",
        means="Messages about shipments on their way, one row each.",
        model=lambda: TrackingEvent,
        created="occurred_at",
        columns=(
            C("event_id", "BIGINT", "the message"),
            C("shipment_id", "BIGINT", "the shipment"),
            C("customer_id", "BIGINT", "the customer"),
            C("branch_id", "BIGINT", "the branch that answers for it"),
            C("partner_id", "BIGINT", "the subcontractor who carries it"),
            C("service_id", "BIGINT", "the service"),
            C("code", "VARCHAR", "what happened"),
            C("source", "VARCHAR", "hand, api, import or portal"),
            C("occurred_at", "TIMESTAMP", "when it happened; its month decides the file"),
            C("occurred_on", "DATE", "day of occurred_at in the company's zone"),
            C("late_seconds", "DOUBLE", "seconds until we knew of it"),
        ),
        rows=news_rows,
        key="event_id",
        order=("customer_id", "event_id"),
        touched={"transport.shipment": lambda ids: Q(shipment_id__among=ids)},
        checks={"messages": Check("count(*)", lambda: TrackingEvent.objects.count())},
    )
)
