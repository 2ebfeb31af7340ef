"""Tracking events in bulk, against the database's raw COPY in the same run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import now

from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment, TrackingEvent

from .seeding import HOUSE

BATCH = 5000
MOVING = ("picked_up", "in_transit", "out_for_delivery", "arrived_delivery")
QUIET = ("tender_accepted", "arrived_pickup", "eta_updated", "departed_delivery")
"""Codes that are kept and move nothing: validated and deduplicated, no shipment and no promise settled."""

JOURNEY = "picked_up departed_hub arrived_hub departed_hub arrived_hub out_for_delivery delivered".split()
"""What a carrier's file of the day says of one shipment, from pickup to proof."""


def measure(most: int) -> None:
    numbers = list(Shipment.objects.filter(state="planned").order_by("id").values_list("number", flat=True))
    half, rest = numbers[: most // 2], numbers[most // 2 :]
    raw = _Raw() if connection.vendor == "postgresql" else None
    _rate("validated and deduplicated", _news(half, QUIET), raw, wanted=35)
    _rate("with shipments and promises settled", _news(half, MOVING), raw, wanted=15)
    _rate("whole journeys, all of it settled", _news(rest, JOURNEY), raw, wanted=15)
    again = _sent_again(half, MOVING)
    print(f"{'all of it sent again changes':<44} {again:>10} rows")
    if raw:
        raw.drop()


def _news(numbers: list[str], codes: Sequence[str]) -> list[TrackingInput]:
    start = now() - timedelta(hours=5)
    return [
        TrackingInput(number=number, code=code, occurred_at=start + timedelta(minutes=20 * n), source="api")
        for number in numbers
        for n, code in enumerate(codes)
    ]


def _rate(name: str, news: list[TrackingInput], raw: _Raw | None, *, wanted: int) -> None:
    """Batch by batch: through the verb, then the same rows raw, so that both meet the same weather."""
    took = copied = 0.0
    for at in range(0, len(news), BATCH):
        last = TrackingEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
        start = time.perf_counter()
        record_events(inputs=news[at : at + BATCH], by=HOUSE, at=now())
        took += time.perf_counter() - start
        copied += raw.copy(after=last) if raw else 0.0
    print(f"tracking in bulk, {name:<36} {len(news) / took:>10,.0f} rows a second")
    if raw:
        print(f"{'  raw COPY of the same rows, in turns':<54} {len(news) / copied:>10,.0f} rows a second")
        print(f"{'  of raw COPY':<54} {copied / took:>10.1%}  (wanted: at least {wanted} %)")


def _sent_again(numbers: list[str], codes: Sequence[str]) -> int:
    before = TrackingEvent.objects.count()
    news = _news(numbers[:BATCH], codes)
    known = {
        (number, code): at
        for number, code, at in TrackingEvent.objects.filter(
            shipment__number__in=numbers[:BATCH], code__in=codes
        ).values_list("shipment__number", "code", "occurred_at")
    }
    same = [
        TrackingInput(number=one.number, code=one.code, occurred_at=known[one.number, one.code], source="api")
        for one in news
    ]
    record_events(inputs=same, by=HOUSE, at=now())
    return TrackingEvent.objects.count() - before


class _Raw:
    """COPY into a table like ours: its columns, indexes, checks and foreign keys, logged."""

    def __init__(self) -> None:
        self.table = TrackingEvent._meta.db_table
        columns = [field.column for field in TrackingEvent._meta.concrete_fields if not field.primary_key]
        self.columns = ", ".join(f'"{column}"' for column in columns)
        self.run(f'create table bench_copy (like "{self.table}" including all)')
        for field in TrackingEvent._meta.concrete_fields:
            if field.is_relation:
                target = field.related_model._meta.db_table
                self.run(f'alter table bench_copy add foreign key ("{field.column}") references "{target}"')

    def copy(self, *, after: int) -> float:
        """Seconds for all rows with a higher id, in one transaction as the verb has it."""
        rows = self.run(
            f'select {self.columns} from "{self.table}" where id > {after} order by id'
        ).fetchall()
        start = time.perf_counter()
        statement = f"copy bench_copy ({self.columns}) from stdin"
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        return time.perf_counter() - start

    def drop(self) -> None:
        self.run("drop table bench_copy")

    def run(self, statement: str) -> Any:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor
