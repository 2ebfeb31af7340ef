"""A strategy cycle, promises of the past that took different times, and revenue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from kept.billing.models import Charge
from kept.kernel.events import Subject
from kept.parties.models import Customer
from kept.promises.actions import Outcome, PromiseRequest, start_promises
from kept.promises.models import Promise
from kept.strategy.actions.cycling import open_cycle
from kept.strategy.models import Cycle
from tests.factories import HOUSE, NOON

from .scenes import DAY

_n = count(50_000)


def a_cycle(**details: Any) -> Cycle:
    given = {"title": "二季度服务战略", "starts_on": date(2026, 3, 2), "by": HOUSE, "at": NOON, **details}
    return open_cycle(**given)


def solved(
    hours: Sequence[float],
    *,
    customer: Customer | None = None,
    at: datetime = NOON - 30 * DAY,
    every: timedelta = timedelta(hours=1),
    kind: str = "complaint_resolution",
) -> list[Promise]:
    """Complaints, each solved after so many hours; three days are promised."""
    requests = [
        PromiseRequest(
            kind=kind,
            subject=Subject("desk.case", next(_n)),
            started_at=at + place * every,
            customer_id=customer.pk if customer else None,
            outcome=Outcome(met_at=at + place * every + timedelta(hours=spent)),
        )
        for place, spent in enumerate(hours)
    ]
    return start_promises(requests=requests, by=HOUSE, at=at)


def charged(
    customer: Customer, yuan: int, *, at: datetime = NOON - 20 * DAY, currency: str = "CNY"
) -> Charge:
    """Freight of so much for this customer."""
    return Charge.objects.create(
        number=f"CH-T-{next(_n)}",
        kind="freight",
        customer=customer,
        branch=customer.branch,
        currency=currency,
        amount=yuan * 100,
        event_uid=uuid4(),
        event_name="transport.shipment_delivered",
        happened_at=at,
        period=at.date().replace(day=1),
        charged_at=at,
    )
