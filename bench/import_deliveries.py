"""How long a file of deliveries takes to come in: `python -m bench.import_deliveries --rows 100000`.

Prints seconds, rows a second, the share of the limit used (60 s for 100,000 rows), and peak memory.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

LIMIT_SECONDS = 60 / 100_000
LIMIT_MIB = 1024
MAPPING = """
name = "bench"
zone = "Asia/Shanghai"
[key]
columns = ["No"]
[fields]
customer = "Client"
carrier = "Carrier"
origin = "From"
destination = "To"
promised_at = "Due"
happened_at = "Done"
pieces = "Pieces"
pieces_delivered = "Handed over"
condition = { column = "State", codes = { ok = "good", hurt = "damaged" } }
weight_kg = "Weight"
freight_cost = "Cost"
"""
HEAD = (
    "No",
    "Client",
    "Carrier",
    "From",
    "To",
    "Due",
    "Done",
    "Pieces",
    "Handed over",
    "State",
    "Weight",
    "Cost",
)
CITIES = ("上海", "苏州", "杭州", "南京", "宁波", "合肥", "无锡", "武汉")


def write_rows(path: Path, count: int) -> None:
    """A year of deliveries of 300 customers by 40 carriers; the same every time."""
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file).writerow
        write(HEAD)
        for n in range(count):
            due = date(2025, 1, 1) + timedelta(days=chance.randrange(365))
            done = due + timedelta(days=chance.choice((-1, 0, 0, 0, 0, 0, 0, 1)))
            pieces = chance.randrange(1, 40)
            short = chance.random() < 0.02
            write(
                [
                    *(f"D{n}", f"客户{chance.randrange(300)}", f"承运商{chance.randrange(40)}"),
                    *(chance.choice(CITIES), chance.choice(CITIES), due, done),
                    *(pieces, pieces - short, "hurt" if chance.random() < 0.01 else "ok"),
                    *(round(chance.uniform(1, 900), 2), round(chance.uniform(5, 400), 2)),
                ]
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as room:
        os.environ |= {"KEPT_DATA": room, "DJANGO_SETTINGS_MODULE": "kept.config.settings"}
        run(Path(room), asked.rows)


def run(room: Path, count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.timezone import now

    from kept.exchange.actions.importing import import_file
    from kept.exchange.queries.mappings import mapping_of
    from kept.kernel.actor import Actor

    call_command("migrate", verbosity=0)
    path = room / "deliveries.csv"
    write_rows(path, count)
    start, cpu = time.perf_counter(), time.process_time()
    done = import_file(path=path, chosen=mapping_of(MAPPING, "bench"), by=Actor.system("bench"), clock=now)
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    again = time.perf_counter()
    import_file(path=path, chosen=mapping_of(MAPPING, "bench"), by=Actor.system("bench"), clock=now)
    repeat = time.perf_counter() - again
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    limit = LIMIT_SECONDS * count
    print(f"import of {done.rows_taken:,} deliveries: {took:.1f} s, {done.rows_taken / took:,.0f} rows/s")
    print(f"  share of the limit of {limit:.1f} s: {took / limit:.2f}; CPU {cpu:.1f} s, {cpu / limit:.2f}")
    print(f"  the same file again: {repeat:.2f} s, {done.rows_rejected} rejected")
    print(f"  peak memory: {memory:.0f} MiB of {LIMIT_MIB} MiB: {memory / LIMIT_MIB:.2f}")


if __name__ == "__main__":
    main()
