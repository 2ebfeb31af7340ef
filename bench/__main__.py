"""`python -m bench --orders N`: how fast and how large, on an empty database of its own.

Without DATABASE_URL it measures SQLite in a temporary folder; with it, that PostgreSQL database, which is
emptied first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time


def main() -> None:
    told = argparse.ArgumentParser(prog="bench", description=__doc__)
    told.add_argument("--orders", type=int, default=100_000)
    told.add_argument("--customers", type=int, default=2_000)
    told.add_argument("--times", type=int, default=100)
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="kept-bench-") as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="kept.config.settings", KEPT_DATA=folder)
        _cold_start()
        _measure(asked.orders, asked.customers, asked.times)


def _cold_start() -> None:
    start = time.perf_counter()
    code = "import django; django.setup(); from kept.config.urls import urlpatterns"
    subprocess.run([sys.executable, "-c", code], check=True)
    print(f"{'cold start: settings, models and addresses':<44} {time.perf_counter() - start:>10.2f} s")


def _measure(orders: int, customers: int, times: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from . import acts, figures, measured, seeding, tracking

    print(f"{connection.vendor}, {orders:,} orders, {customers:,} customers")
    if connection.vendor == "postgresql":
        call_command("flush", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    with measured.timed("create customers in bulk", customers):
        ground = seeding.prepare(customers)
    with measured.timed("place and release orders in bulk", orders):
        seeding.fill(ground, orders)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("analyze")
    print(measured.HEAD)
    acts.measure(ground, times)
    if connection.vendor == "postgresql":
        acts.explain(ground)
    tracking.measure(min(orders, 100_000))
    figures.measure()
    print(f"{'peak memory':<44} {measured.peak_memory():>12}")


if __name__ == "__main__":
    main()
