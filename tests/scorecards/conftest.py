"""Deliveries with known verdicts."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from kept.parties.models import Customer
from kept.transport.actions.taking_in import DeliveryRow, TakenIn, take_in_deliveries
from tests.factories import HOUSE, NOON, a_customer

TakeIn = Callable[..., TakenIn]

TEN_ORDERS: Sequence[tuple[int, int, bool, bool, bool, int]] = (
    (30, 30, True, True, True, 26),
    (20, 20, False, True, True, 50),
    (40, 36, True, True, True, 30),
    (10, 10, True, False, True, 28),
    (50, 50, True, True, False, 40),
    (15, 15, True, True, True, 22),
    (25, 20, False, True, True, 60),
    (5, 5, True, True, True, 20),
    (12, 12, True, True, True, 24),
    (18, 18, True, True, True, 30),
)
"""The published fixture: units ordered and delivered, on time, undamaged, papers right, cycle hours."""


@pytest.fixture(autouse=True)
def engine_of_figures(settings: Settings) -> None:
    """DuckDB as by default; Spark with two workers where `make test-spark` asks for it."""
    settings.FACTS_ENGINE = "spark" if os.environ.get("KEPT_TEST_SPARK") == "1" else "duckdb"
    settings.SPARK_MASTER = "local-cluster[2,1,1024]"


def a_row(key: str, customer: Customer, **details: Any) -> DeliveryRow:
    """Promised for NOON and delivered an hour before, unless told otherwise."""
    told = {"promised_at": NOON, "happened_at": NOON - timedelta(hours=1), **details}
    return DeliveryRow(external_key=key, customer_id=customer.pk, **told)


@pytest.fixture
def take_in(db: None) -> TakeIn:
    def take(*rows: DeliveryRow, at: datetime = NOON + timedelta(days=3)) -> TakenIn:
        return take_in_deliveries(rows=rows, run_id=1, by=HOUSE, at=at)

    return take


@pytest.fixture
def ten_orders(take_in: TakeIn) -> Customer:
    customer = a_customer()
    rows = []
    for n, (ordered, brought, in_time, sound, papers, hours) in enumerate(TEN_ORDERS):
        happened = NOON + timedelta(hours=-1 if in_time else 1)
        rows.append(
            a_row(
                f"ten:{n}",
                customer,
                pieces=ordered,
                pieces_delivered=brought,
                condition="good" if sound else "damaged",
                papers_ok=papers,
                happened_at=happened,
                picked_up_at=happened - timedelta(hours=hours),
            )
        )
    take_in(*rows)
    return customer
