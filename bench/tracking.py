"""Tracking events in bulk, against the database's raw COPY in the same run."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection
from django.utils.timezone import now

from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment, TrackingEvent

from .seeding import HOUSE

BATCH = 5000
MOVING = ("picked_up", "in_transit", "out_for_delivery", "arrived_delivery")
QUIET = ("tender_accepted", "arrived_pickup", "eta_updated", "departed_delivery")
"""Codes that are kept and move nothing: validated and deduplicated, no shipment and no promise settled."""


def measure(most: int) -> None:
    numbers = list(Shipment.objects.filter(state="planned").order_by("id").values_list("number", flat=True))
    half = numbers[: most // 2]
    quiet = _rate("validated and deduplicated", half, QUIET)
    settled = _rate("with shipments and promises settled", half, MOVING)
    again = _sent_again(half, MOVING)
    print(f"{'all of it sent again changes':<44} {again:>10} rows")
    if connection.vendor == "postgresql":
        raw = _copy_rate()
        print(f"{'raw COPY, same columns and indexes, batches':<44} {raw:>10,.0f} rows a second")
        print(
            f"{'validated and deduplicated, of raw COPY':<44} {quiet / raw:>10.1%}  (wanted: at least 35 %)"
        )
        print(f"{'with everything settled, of raw COPY':<44} {settled / raw:>10.1%}  (wanted: at least 15 %)")


def _news(numbers: list[str], codes: tuple[str, ...]) -> list[TrackingInput]:
    start = now() - timedelta(hours=5)
    return [
        TrackingInput(number=number, code=code, occurred_at=start + timedelta(minutes=20 * n), source="api")
        for number in numbers
        for n, code in enumerate(codes)
    ]


def _rate(name: str, numbers: list[str], codes: tuple[str, ...]) -> float:
    news = _news(numbers, codes)
    start = time.perf_counter()
    for at in range(0, len(news), BATCH):
        record_events(inputs=news[at : at + BATCH], by=HOUSE, at=now())
    rate = len(news) / (time.perf_counter() - start)
    print(f"tracking in bulk, {name:<26} {rate:>10,.0f} rows a second")
    return rate


def _sent_again(numbers: list[str], codes: tuple[str, ...]) -> int:
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


def _copy_rate() -> float:
    """The same rows through COPY into a table of the same columns, indexes and checks, logged like ours.

    Foreign keys are left out, which makes COPY faster than our own table would let it be.
    """
    table = TrackingEvent._meta.db_table
    columns = [field.column for field in TrackingEvent._meta.concrete_fields if not field.primary_key]
    listed = ", ".join(f'"{column}"' for column in columns)
    took = 0.0
    with connection.cursor() as cursor:
        cursor.execute(f'create table bench_copy (like "{table}" including all)')
        cursor.execute(f'select {listed} from "{table}" order by id limit 200000')
        rows = cursor.fetchall()
        for at in range(0, len(rows), BATCH):
            start = time.perf_counter()
            with cursor.copy(f"copy bench_copy ({listed}) from stdin") as copy:
                for row in rows[at : at + BATCH]:
                    copy.write_row(row)
            took += time.perf_counter() - start
        cursor.execute("drop table bench_copy")
    return len(rows) / took
