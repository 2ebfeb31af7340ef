"""Refreshing beside rebuilding on a real database, and the pages that show kept figures."""

from __future__ import annotations

import gc
import os
import time
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from importlib import import_module
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.kernel.bulk import insert_many
from kept.kernel.facts import FACTS, month_of
from kept.scorecards.actions.facts import UNSETTLED, rebuild_facts, refresh_facts
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import How, Slice
from kept.scorecards.models import Score
from kept.scorecards.queries import parquet
from kept.scorecards.queries.checking import compare_facts
from kept.scorecards.queries.places import months_later
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment

from . import facts_made, seeding
from .measured import HEAD, peak_memory, repeat, timed

NEWEST_DAYS = 5
"""Ten million deliveries in two years are 14,000 a day: so many orders as a database has come in few days."""

EVENTS, CUSTOMERS, MONTHS, KEPT = 100_000, 2_000, 24, 20
CODES = ("picked_up", "departed_hub", "arrived_hub", "out_for_delivery", "delivered")


def measure(orders: int) -> None:
    ground = _prepared(orders)
    with timed("place and release orders in bulk", orders):
        seeding.fill(ground, orders)
    _analyze()
    refresh_scores(at=now())
    with timed("new events through the bulk verb", EVENTS):
        _events(EVENTS)
    _refresh_and_rebuild()
    _pages(ground)


def measure_beside(orders: int, deliveries: int) -> None:
    """A database of the newest orders; their facts lie among those of many deliveries that it has not."""
    ground = _prepared(orders)
    with timed("place and release orders in bulk", orders):
        seeding.fill(ground, orders, NEWEST_DAYS)
    _analyze()
    time.sleep(UNSETTLED.total_seconds() + 1)  # else these orders are read once more beside the new events
    rebuild = _took(lambda: rebuild_facts(at=now()))
    with timed("facts of deliveries beside", deliveries):
        start = months_later(month_of(now()), 1 - MONTHS)
        names = [name for name in facts_made.ROWS if FACTS[name].key]
        list(facts_made.make(deliveries, start, -deliveries - 1, names))
    with timed("new events through the bulk verb", EVENTS):
        _events(EVENTS)
    at = now()
    beside = _sums(at, "< 0")
    gc.freeze()  # what this process has made for the measurement, a worker has not to look through
    refresh = _took(lambda: refresh_facts(at=at))
    print(f"{'refresh the facts (goal: 10 s)':<44} {refresh:>10.2f} s")
    print(f"{'each row beside left as it was':<44} {beside == _sums(at, '< 0')!s:>10}")
    print(f"{'peak memory':<44} {peak_memory():>12}", flush=True)
    incremental = _sums(at, ">= 0")
    rebuild_facts(at=at)
    share = refresh / (rebuild * deliveries / orders)
    print(f"{'rebuild the facts of the database alone':<44} {rebuild:>10.2f} s")
    print(f"{'refresh of a rebuild of all, at that rate':<44} {share:>10.1%}")
    print(f"{'each row equal after the rebuild':<44} {incremental == _sums(at, '>= 0')!s:>10}", flush=True)


def pages() -> None:
    _pages(_prepared(0))


def _prepared(orders: int) -> seeding.Ground:
    print(f"{connection.vendor}, {orders:,} orders, {CUSTOMERS:,} customers, {os.cpu_count()} cores")
    if connection.vendor == "postgresql":
        call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    return seeding.prepare(CUSTOMERS)


def _events(count: int) -> None:
    """The newest shipments on their whole way."""
    wanted = Shipment.objects.filter(state="planned").order_by("-id")[: count // len(CODES)]
    numbers = list(wanted.values_list("number", flat=True))
    begun = now() - timedelta(hours=20)
    for start in range(0, len(numbers), 1000):
        news = [
            TrackingInput(number=number, code=code, occurred_at=begun + timedelta(hours=3 * n), source="api")
            for number in numbers[start : start + 1000]
            for n, code in enumerate(CODES)
        ]
        record_events(inputs=news, by=seeding.HOUSE, at=now())


def _refresh_and_rebuild() -> None:
    at = now()
    refresh = _took(lambda: refresh_facts(at=at))
    scores = _took(lambda: refresh_scores(at=at))
    print(f"{'refresh the facts (goal: 10 s)':<44} {refresh:>10.2f} s")
    print(f"{'figures of the months that changed':<44} {scores:>10.2f} s")
    agree, incremental = all(each.agrees for each in compare_facts()), _sums(at)
    rebuild = _took(lambda: rebuild_facts(at=at))
    print(f"{'rebuild the facts':<44} {rebuild:>10.2f} s")
    print(f"{'refresh of a rebuild (goal: 2 %)':<44} {refresh / rebuild:>10.1%}")
    print(f"{'kept facts check agrees':<44} {agree!s:>10}")
    print(f"{'each row equal after the rebuild':<44} {incremental == _sums(at)!s:>10}", flush=True)


def _sums(at: datetime, ids: str = "") -> dict[str, Any]:
    """Of each table how many rows it has and the sum of a hash of each; or of tables with ids, and some."""
    with parquet.engine() as base:
        return {
            name: base.execute(
                f"SELECT count(*), sum(hash(told)::HUGEINT) FROM {parquet.source(table, at)} AS told"
                + (f" WHERE {table.key} {ids}" if ids else "")
            ).fetchone()
            for name, table in FACTS.items()
            if table.key or not ids
        }


def _pages(ground: seeding.Ground) -> None:
    with timed("keep figures", CUSTOMERS * MONTHS * KEPT):
        _keep(ground)
    _analyze()
    import_module("kept.config.wsgi")  # the server's door: it tells Python what not to look through again
    client = Client()
    client.force_login(ground.person)
    print(HEAD)
    scorecard, level = reverse("scorecards:scorecard"), reverse("scorecards:service_level")
    last = month_of(now())
    span = f"first={months_later(last, 1 - MONTHS):%Y-%m}&last={last:%Y-%m}"
    one = f"slice=customer&id={ground.customers[7].pk}&{span}"
    addresses = {
        "scorecards": scorecard,
        "scorecards by customer, all months": f"{scorecard}?by=customer&{span}",
        "scorecards of a customer, all months": f"{scorecard}?{one}",
        "service level": level,
        "service level by customer, all months": f"{level}?by=customer&{span}",
        "service level of a customer, all months": f"{level}?{one}",
        "indicators": reverse("scorecards:tree"),
        "indicators of a customer, all months": f"{reverse('scorecards:tree')}?{one}",
    }
    print("goal of each page: p95 under 300 ms")
    for name, address in addresses.items():
        assert client.get(address).status_code == 200, address
        repeat(name, partial(client.get, address), 40)


def _keep(ground: seeding.Ground) -> None:
    """Figures of one customer, copied to all the others by the database; and those of the company."""
    Score.objects.all().delete()
    codes = [c for c, i in INDICATORS.items() if i.how == How.COMPUTED and i.is_share][:KEPT]
    at, first = now(), ground.customers[0].pk
    insert_many(
        [
            Score(
                indicator=code,
                slice=slice,
                customer_id=first if slice == Slice.CUSTOMER else None,
                month=months_later(month_of(at), -n),
                numerator=Decimal(90 + n % 7),
                denominator=Decimal(100),
                value=Decimal(90 + n % 7) / 100,
                as_of=at,
            )
            for slice in (Slice.ALL, Slice.CUSTOMER)
            for code in codes
            for n in range(MONTHS)
        ]
    )
    own = {"id", "customer_id"}
    columns = [field.column for field in Score._meta.concrete_fields if field.column not in own]
    listed = ", ".join(f's."{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO scorecards_score ({', '.join(f'{c}' for c in columns)}, customer_id)"
            f" SELECT {listed}, c.id FROM scorecards_score s CROSS JOIN parties_customer c"
            " WHERE s.customer_id = %s AND c.id <> %s",
            [first, first],
        )


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _took(act: Any) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
