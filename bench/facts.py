"""`python -m bench.facts --deliveries 10000000`: figures from facts, beside queries by hand and the goals.

Makes Parquet facts of that size in a folder of its own and asks them in turns through the engine and by hand.
With `--orders N` it places N orders in a database (DATABASE_URL, emptied first, or SQLite in a
temporary folder), refreshes the facts after 100,000 new events, rebuilds them, and asks for the pages that
show kept figures; with `--beside N` too it only refreshes them, while the files hold N deliveries
more that no database has. With `--pages` it asks for these pages alone, in a database without orders.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    told = argparse.ArgumentParser(prog="bench.facts", description=__doc__)
    told.add_argument("--deliveries", type=int, default=10_000_000)
    told.add_argument(
        "--orders", type=int, default=0, help="Measure the facts of a database with so many, and its pages."
    )
    told.add_argument(
        "--beside", type=int, default=0, help="Refresh their facts among those of so many deliveries."
    )
    told.add_argument("--pages", action="store_true", help="Measure only the pages that show kept figures.")
    told.add_argument("--times", type=int, default=5)
    told.add_argument(
        "--made", default="", help="A folder for the facts; they are made unless they are there."
    )
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-bench-") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="kept.config.settings", KEPT_DATA=asked.made or folder)
        import django

        django.setup()
        if asked.orders or asked.pages:
            from . import facts_kept

            if asked.pages:
                facts_kept.pages()
            elif asked.beside:
                facts_kept.measure_beside(asked.orders, asked.beside)
            else:
                facts_kept.measure(asked.orders)
        else:
            _figures(asked.deliveries, asked.times)


def _figures(deliveries: int, times: int) -> None:
    from django.core.management import call_command

    from kept.kernel.facts import FACTS
    from kept.scorecards.queries import parquet

    from . import facts_made
    from .measured import peak_memory, timed

    call_command("migrate", verbosity=0)
    if not parquet.months_written(FACTS["deliveries"]):
        with timed("make the facts", deliveries):
            for name, size in facts_made.make(deliveries):
                print(f"  {name:<42} {size / 2**20:>10,.0f} MiB")
    print(f"{'figure':<44} {'engine s':>10} {'by hand s':>10} {'goal s':>8} {'ratio':>6}")
    _beside("on_time_rate", BY_HAND["on_time_rate"], 1.5, times)
    _beside("lead_time_p90", BY_HAND["lead_time_p90"], 3, times)
    print(f"{'peak memory so far':<44} {peak_memory():>12}", flush=True)
    _catalogue()
    print(f"{'peak memory (goal: 4,096 MiB)':<44} {peak_memory():>12}")


BY_HAND = {
    "on_time_rate": """
    SELECT customer_id, date_trunc('month', due_on) AS month,
        count(*) FILTER (WHERE verdict = 'kept') AS kept, count(*) AS due
    FROM (SELECT customer_id, due_on, CASE WHEN state IN ('cancelled', 'waived') THEN 'off'
            WHEN term_state = 'open' AND state = 'running' AND met_at IS NULL AND due_at < now()::TIMESTAMP
            THEN 'broken' ELSE term_state END AS verdict
        FROM read_parquet('{facts}/promises/*/part.parquet', hive_partitioning = false)
        WHERE kind = 'delivery' AND term = 'time')
    WHERE verdict IN ('kept', 'broken') GROUP BY ALL""",
    "lead_time_p90": """
    SELECT customer_id, date_trunc('month', happened_on) AS month, quantile_disc(lead_hours, 0.9)
    FROM read_parquet('{facts}/deliveries/*/part.parquet', hive_partitioning = false)
    WHERE outcome = 'delivered' GROUP BY ALL""",
}


def _beside(code: str, by_hand: str, goal: float, times: int) -> None:
    """In turns, so that both meet the same weather; the medians are compared."""
    from django.conf import settings

    ours, theirs = [], []
    for _ in range(times):
        theirs.append(_seconds(lambda: _asked_by_hand(by_hand.format(facts=settings.FACTS))))
        ours.append(_seconds(lambda: _asked([code], "2024-01-01", "2026-03-01", by_month=True)))
    mine, other = sorted(ours)[times // 2], sorted(theirs)[times // 2]
    name = f"{code} by customer and month"
    print(f"{name:<44} {mine:>10.2f} {other:>10.2f} {goal:>8.1f} {mine / other:>6.2f}", flush=True)


def _catalogue() -> None:
    from kept.scorecards.catalogue import INDICATORS
    from kept.scorecards.queries.engine import figure

    cpu = time.process_time()
    found: dict[Any, Any] = {}
    codes, year = list(INDICATORS), ("2025-01-01", "2026-01-01")
    asked = _seconds(lambda: found.update(_asked(codes, *year, by_month=False)))
    worked = _seconds(lambda: [figure(each, told) for told in found.values() for each in INDICATORS.values()])
    cpu = time.process_time() - cpu
    name = f"{len(INDICATORS)} indicators by customer, a year"
    print(f"{name:<44} {asked + worked:>10.2f} {'':>10} {60:>8.1f}")
    print(f"  measures {asked:.2f} s, figures of {len(found):,} places {worked:.2f} s, CPU {cpu:.2f} s")


def _asked(codes: list[str], start: str, end: str, *, by_month: bool) -> dict[Any, Any]:
    from datetime import date

    from django.utils.timezone import now

    from kept.scorecards.catalogue import INDICATORS
    from kept.scorecards.enums import Slice
    from kept.scorecards.queries.engine import measures_of

    slices = [Slice.CUSTOMER] if by_month else [Slice.ALL, Slice.CUSTOMER]
    wanted = [INDICATORS[code] for code in codes]
    span = {"start": date.fromisoformat(start), "end": date.fromisoformat(end)}
    return measures_of(wanted, **span, slices=slices, by_month=by_month, as_of=now())


def _asked_by_hand(sql: str) -> list[Any]:
    from kept.scorecards.queries import parquet

    with parquet.engine() as base:
        return base.execute(sql).fetchall()


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
