"""What service cost and earned: freight, redress and recharges of the records, beside the level reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from kept.billing.models import Charge, Recharge
from kept.desk.enums import CompensationState, MeasureKind
from kept.desk.models import Compensation
from kept.kernel.actor import Actor
from kept.kernel.facts import company_zone, month_bounds
from kept.kernel.money import Money
from kept.transport.enums import DeliveryOutcome
from kept.transport.models import Delivery

from ..enums import Slice
from ..permissions import COSTS
from .reading import Whose

FREIGHT, REDRESS, RECHARGED, INCOME = "freight", "redress", "recharged", "income"
MINUS: Final = {RECHARGED: -1}
"""What a subcontractor bears of a loss lessens what it costs us."""
PATHS: Final[Mapping[str, Mapping[str, str]]] = {
    FREIGHT: {Slice.CUSTOMER: "shipment__customer", Slice.BRANCH: "shipment__branch"},
    REDRESS: {Slice.CUSTOMER: "customer", Slice.BRANCH: "case__branch"},
    RECHARGED: {Slice.CUSTOMER: "shipment__customer", Slice.BRANCH: "branch"},
    INCOME: {Slice.CUSTOMER: "customer", Slice.BRANCH: "branch"},
}


@dataclass
class Spent:
    """Amounts in minor units by sort and currency, with the deliveries that they were spent on."""

    deliveries: int = 0
    costed: int = 0
    amounts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    @property
    def currencies(self) -> set[str]:
        sorts = (FREIGHT, REDRESS, RECHARGED, INCOME)
        return {code for sort in sorts for code, amount in self.amounts[sort].items() if amount}

    @property
    def cost(self) -> Money | None:
        """Freight and redress less recharges; None where freight is not stated or currencies differ."""
        if self.reason:
            return None
        [currency] = self.currencies
        sorts = (FREIGHT, REDRESS, RECHARGED)
        return Money(sum(self.amounts[sort][currency] * MINUS.get(sort, 1) for sort in sorts), currency)

    @property
    def per_delivery(self) -> Decimal | None:
        """In units of the currency, over the deliveries that state their freight."""
        return self.cost.value / self.costed if self.cost and self.costed else None

    @property
    def income(self) -> Money | None:
        """What was charged, before tax; None where nothing was, or currencies differ."""
        known = {code for code, amount in self.amounts[INCOME].items() if amount}
        if len(known) != 1 or len(self.currencies) > 1:
            return None
        [currency] = known
        return Money(self.amounts[INCOME][currency], currency)

    @property
    def profit(self) -> Money | None:
        """Income less cost, only where every delivery states its freight."""
        if self.income is None or self.cost is None or self.costed < self.deliveries:
            return None
        return Money(self.income.amount - self.cost.amount, self.income.currency)

    @property
    def reason(self) -> str:
        """Why there is no cost."""
        if not self.costed:
            return _("no delivery states its freight cost")
        return _("amounts in several currencies are not added") if len(self.currencies) > 1 else ""


def spent_by(actor: Actor, slice: str, first: date, last: date) -> dict[int, Spent]:
    """By customer or branch, over months; four statements."""
    found: dict[int, Spent] = defaultdict(Spent)
    for sort, rows in _sorts(actor, first, last):
        path = f"{PATHS[sort][slice]}_id"
        for row in _summed(rows, sort, of=F(path)):
            if row["of"] is not None:
                _add(found[row["of"]], sort, row)
    return dict(found)


def spent_in(actor: Actor, whose: Whose, first: date, last: date) -> dict[date, Spent]:
    """By month, of all or of one customer or branch; four statements."""
    found: dict[date, Spent] = defaultdict(Spent)
    for sort, rows in _sorts(actor, first, last):
        if whose.id is not None:
            rows = rows.filter(**{PATHS[sort][whose.slice]: whose.id})
        month = TruncMonth(WHEN[sort], tzinfo=company_zone())
        for row in _summed(rows, sort, of=month):
            _add(found[row["of"].date()], sort, row)
    return dict(found)


def together(each: Iterable[Spent]) -> Spent:
    """Several added up."""
    whole = Spent()
    for one in each:
        whole.deliveries += one.deliveries
        whole.costed += one.costed
        for sort, amounts in one.amounts.items():
            for currency, amount in amounts.items():
                whole.amounts[sort][currency] += amount
    return whole


WHEN: Final = {
    FREIGHT: "happened_at",
    REDRESS: "made_good_at",
    RECHARGED: "recharged_at",
    INCOME: "happened_at",
}
AMOUNT: Final = {
    FREIGHT: "shipment__freight_cost",
    REDRESS: "amount",
    RECHARGED: "amount",
    INCOME: "amount",
}
CURRENCY: Final = {
    FREIGHT: "shipment__currency",
    REDRESS: "currency",
    RECHARGED: "currency",
    INCOME: "currency",
}


def _sorts(actor: Actor, first: date, last: date) -> Iterable[tuple[str, QuerySet[Any]]]:
    start, end = month_bounds(first)[0], month_bounds(last)[1]
    in_money = Compensation.objects.permitted(actor, COSTS).filter(
        state=CompensationState.MADE_GOOD, kind=MeasureKind.MONEY, charge=None
    )
    sorts: tuple[tuple[str, QuerySet[Any]], ...] = (
        (FREIGHT, Delivery.objects.permitted(actor, COSTS).filter(outcome=DeliveryOutcome.DELIVERED)),
        (REDRESS, in_money),
        (RECHARGED, Recharge.objects.permitted(actor, COSTS).standing()),
        (INCOME, Charge.objects.permitted(actor, COSTS).standing()),
    )
    for sort, rows in sorts:
        yield sort, rows.filter(**{f"{WHEN[sort]}__gte": start, f"{WHEN[sort]}__lt": end})


def _summed(rows: QuerySet[Any], sort: str, *, of: Any) -> Iterable[dict[str, Any]]:
    grouped = rows.annotate(of=of, money=F(CURRENCY[sort])).values("of", "money")
    summed: QuerySet[Any, dict[str, Any]] = grouped.annotate(
        total=Sum(AMOUNT[sort]), known=Count(AMOUNT[sort]), records=Count("pk")
    )
    return summed.order_by()


def _add(spent: Spent, sort: str, row: Mapping[str, Any]) -> None:
    if sort == FREIGHT:
        spent.deliveries += row["records"]
        spent.costed += row["known"]
    spent.amounts[sort][row["money"]] += row["total"] or 0
