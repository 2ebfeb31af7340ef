"""What reports are made of: shipments, deliveries with verdicts, complaints."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kept.documents.papers import Grid, Paper
from kept.kernel.actor import Actor
from kept.parties.models import Customer
from kept.reports.queries.asking import Ask
from kept.reports.queries.kinds import KINDS
from kept.reports.rules import Period
from kept.scorecards.actions.scoring import refresh_scores
from kept.transport.actions.taking_in import take_in_deliveries
from kept.transport.models import Shipment
from tests.desk.scenes import a_shipment
from tests.factories import HOUSE, NOON
from tests.scorecards.conftest import TEN_ORDERS, a_row

DAY = timedelta(days=1)
LATER = NOON + 40 * DAY


def shipped(
    customer: Customer, n: int, at: datetime = NOON, to: str = "成都", **details: Any
) -> list[Shipment]:
    given = {"planned_at": at, "picked_up_at": at, "pieces": 2, "weight_kg": Decimal(10), **details}
    return [a_shipment(customer, destination_city=to, **given) for _ in range(n)]


def ten_orders(customer: Customer, at: datetime = NOON) -> None:
    """The published ten orders: eight in time, eight complete, nine sound, nine with right papers."""
    rows = []
    for n, (ordered, brought, in_time, sound, papers, hours) in enumerate(TEN_ORDERS):
        happened = at + timedelta(hours=-1 if in_time else 1)
        details: dict[str, Any] = {
            "pieces": ordered,
            "pieces_delivered": brought,
            "condition": "good" if sound else "damaged",
            "papers_ok": papers,
            "promised_at": at,
            "happened_at": happened,
            "picked_up_at": happened - timedelta(hours=hours),
        }
        rows.append(a_row(f"ten:{customer.pk}:{n}", customer, **details))
    take_in_deliveries(rows=rows, run_id=1, by=HOUSE, at=at + 3 * DAY)
    refresh_scores(at=at + 40 * DAY)


def a_report(code: str, period: str = "", *, by: Actor = HOUSE, at: datetime = LATER, **about: Any) -> Paper:
    return KINDS[code].gather(Ask(by, at, Period.read(period) if period else None, **about))


def section(paper: Paper, code: str) -> Any:
    return next(each for each in paper.sections if each.code == code)


def words(grid: Grid) -> list[list[str]]:
    return [[cell.words for cell in row] for row in grid.rows]


def row_of(grid: Grid, first: str) -> list[str]:
    return next(row for row in words(grid) if row[0].startswith(first))
