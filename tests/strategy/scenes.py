"""Promises kept and broken, as gaps and re-measurements need them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from kept.kernel.events import Subject
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.promises.actions import Outcome, PromiseRequest, start_promises
from kept.promises.models import Promise
from kept.strategy.actions.acting import agree_action, begin_action, open_action
from kept.strategy.actions.finding import find_gaps
from kept.strategy.enums import GapSource
from kept.strategy.models import Action, Gap
from tests.factories import HOUSE, NOON, staff

DAY = timedelta(days=1)
_n = count(1)


def calls(
    kept: int,
    broken: int,
    *,
    at: datetime = NOON - 10 * DAY,
    customer: Customer | None = None,
    branch: Branch | None = None,
) -> list[Promise]:
    """Calls answered in one minute, and calls answered after ten."""
    minutes = [1] * kept + [10] * broken
    requests = [
        PromiseRequest(
            kind="call_answer",
            subject=Subject("desk.contact", next(_n)),
            started_at=at,
            customer_id=customer.pk if customer else None,
            branch_id=branch.pk if branch else None,
            outcome=Outcome(met_at=at + timedelta(minutes=spent)),
        )
        for spent in minutes
    ]
    return start_promises(requests=requests, by=HOUSE, at=at)


def deliveries(verdicts: dict[str, tuple[int, int]], *, n: int, at: datetime = NOON - 10 * DAY) -> None:
    """`n` deliveries; per term so many kept and so many broken, the rest unknown."""

    def verdict(term: str, place: int) -> str:
        kept, broken = verdicts[term]
        return "kept" if place < kept else "broken" if place < kept + broken else "unknown"

    requests = [
        PromiseRequest(
            kind="delivery",
            subject=Subject("transport.shipment", next(_n)),
            started_at=at,
            due_at=at + DAY,
            terms=("time", "quantity", "quality", "documents"),
            outcome=Outcome(
                met_at=at + timedelta(hours=2 if verdict("time", place) == "kept" else 30),
                terms={term: verdict(term, place) for term in ("quantity", "quality", "documents")},
            ),
        )
        for place in range(n)
    ]
    start_promises(requests=requests, by=HOUSE, at=at)


def a_gap(**scope: Any) -> Gap:
    """Calls answered late: 60 of 100 kept."""
    calls(60, 40, **scope)
    find_gaps(by=HOUSE, at=NOON)
    return Gap.objects.filter(source=GapSource.PROMISE_KIND).latest("pk")


def an_action(gap: Gap | None = None, *, owner: Person | None = None, **details: Any) -> Action:
    given = {
        "title": "Two more people on the morning shift",
        "due_on": (NOON + 30 * DAY).date(),
        "expected_to": Decimal("0.9"),
        "cost": 800_000,
        **details,
    }
    return open_action(
        gap=gap or a_gap(), owner=owner or staff("service_manager"), by=HOUSE, at=NOON, **given
    )


def a_running_action(gap: Gap | None = None) -> Action:
    action = agree_action(action=an_action(gap), by=HOUSE, at=NOON)
    return begin_action(action=action, by=HOUSE, at=NOON)
