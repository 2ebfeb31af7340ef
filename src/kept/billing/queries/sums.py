"""Charges as a page shows them: lines with their reasons, sums per currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from kept.kernel.models import EventRecord
from kept.kernel.money import Money

from ..enums import PRICED, ChargeState
from ..models import Charge, ChargeQuerySet
from .clauses import clause_source, clause_words, kind_words


@dataclass(frozen=True)
class Line:
    """A charge with its kind, its clause and where the clause stands, in the reader's words."""

    charge: Charge

    @property
    def kind(self) -> str:
        return kind_words(self.charge.kind)

    @property
    def clause(self) -> str:
        return clause_words(self.charge.clause)

    @property
    def source(self) -> str:
        return clause_source(self.charge.clause)

    @property
    def counts(self) -> bool:
        return self.charge.state != ChargeState.REVERSED


@dataclass(frozen=True)
class Total:
    """Net and tax of one currency."""

    net: Money
    tax: Money

    @property
    def sum(self) -> Money:
        return self.net + self.tax


@dataclass(frozen=True)
class Behind:
    """An event that a charge stands on."""

    title: Any
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class Month:
    """What a customer was charged in a month, and what of it is open, in one currency."""

    period: date
    charged: Money
    open: Money


def lines_of(charges: ChargeQuerySet, *, limit: int = 60) -> list[Line]:
    return [Line(charge) for charge in charges.order_by("happened_at", "pk")[:limit]]


def siblings(charge: Charge) -> list[Line]:
    """All lines of the same event, this one too."""
    return [Line(row) for row in Charge.objects.of_event(charge.event_uid).order_by("pk")]


def totals(lines: Iterable[Line]) -> list[Total]:
    """Sums of what counts, one per currency."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        if line.counts:
            sums[line.charge.currency][0] += line.charge.amount
            sums[line.charge.currency][1] += line.charge.tax
    return [Total(Money(net, currency), Money(tax, currency)) for currency, (net, tax) in sums.items()]


def behind(charge: Charge) -> list[Behind]:
    """The event that was charged, and the pick-up from which it was priced; nothing for other lines."""
    if charge.event_name not in PRICED or charge.shipment_id is None:
        return []
    rows = EventRecord.objects.filter(
        subject_type="transport.shipment", subject_id=charge.shipment_id
    ).filter(name__in=(charge.event_name, "transport.shipment_picked_up"))
    return [Behind(row.title, row.occurred_at, row.recorded_at) for row in rows.order_by("occurred_at", "pk")]


def months_of(charges: ChargeQuerySet, *, limit: int = 12) -> list[Month]:
    """The newest months; one statement."""
    rows = (
        charges.standing()
        .values("period", "currency", "state")
        .annotate(before_tax=Sum("amount"), vat=Sum("tax"))
        .order_by("-period", "currency")
    )
    sums: dict[tuple[date, str], list[int]] = {}
    for row in rows[: limit * 4]:
        pair = sums.setdefault((row["period"], row["currency"]), [0, 0])
        whole = row["before_tax"] + row["vat"]
        pair[0] += whole
        pair[1] += whole if row["state"] == ChargeState.OPEN else 0
    months = [
        Month(period, Money(charged, currency), Money(left, currency))
        for (period, currency), (charged, left) in sums.items()
    ]
    return months[:limit]
