"""Killed in the middle of writing: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

PLACING = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, run_syncdb=True)
from datetime import timedelta
from decimal import Decimal
from kept.catalog.models import Service
from kept.orders.actions.drafting import OrderDraft
from kept.orders.actions.placing import place_orders
from tests.factories import HOUSE, NOON, a_branch, a_customer
customer, service = a_customer(branch=a_branch()), Service.objects.get(code="transport")
data = {"service": service, "origin_city": "上海", "destination_city": "北京"}
data["wanted_pickup_at"] = NOON + timedelta(hours=6)
line = {"description": "货", "pieces": 1, "weight_kg": Decimal(9)}
print("ready", flush=True)
while True:
    (order,) = place_orders(drafts=[OrderDraft(customer, data, [line, line, line])], by=HOUSE, at=NOON)
    print(order.number, flush=True)
"""
ORDERS = """
select number,
  (select count(*) from orders_orderline where order_id = o.id),
  (select count(*) from promises_promise where subject_type = 'orders.order' and subject_id = o.id),
  (select count(*) from kernel_eventrecord where name = 'orders.placed' and subject_id = o.id)
from orders_order o order by number
"""


@pytest.mark.slow
def test_every_acknowledged_order_survives_a_kill_and_none_is_half_written(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    told = {
        "DJANGO_SETTINGS_MODULE": "kept.config.settings",
        "KEPT_DATA": str(tmp_path),
        "PYTHONPATH": str(root),
        "DATABASE_URL": "",
    }
    placing = subprocess.Popen(
        [sys.executable, "-c", PLACING],
        cwd=root,
        env={**os.environ, **told},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert placing.stdout is not None
    assert placing.stdout.readline().strip() == "ready"
    acknowledged = [placing.stdout.readline().strip() for _ in range(20)]
    time.sleep(0.05)

    placing.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in placing.stdout if line.endswith("\n")]
    placing.wait()

    with sqlite3.connect(tmp_path / "kept.sqlite3") as database:
        rows = database.execute(ORDERS).fetchall()
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    assert set(acknowledged) <= {number for number, *_ in rows}
    assert {tuple(counts) for _number, *counts in rows} == {(3, 2, 1)}
