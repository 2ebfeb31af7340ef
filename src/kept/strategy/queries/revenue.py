"""What customers are worth: their revenue over a span, in one currency or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from kept.billing.models import Charge
from kept.billing.models.charges import ChargeQuerySet
from kept.kernel.actor import Actor
from kept.kernel.money import Money
from kept.kernel.numbers import rule
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..enums import EffectKind
from ..models import Cycle
from ..rules import VALUE_DAYS

MONTH = Decimal("30.4375")


@dataclass(frozen=True)
class Revenue:
    """Net revenue by customer and branch, in minor units of one currency; without a currency, no data."""

    currency: str
    days: int
    of_customer: Mapping[int, int] = field(default_factory=dict)
    of_branch: Mapping[int, int] = field(default_factory=dict)
    segments: Mapping[int, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.of_customer.values())

    def of(self, *, customer_id: int | None = None, segment: str = "", branch_id: int | None = None) -> int:
        """Of one customer, else of a branch, else of a segment, else of all."""
        if customer_id:
            return self.of_customer.get(customer_id, 0)
        if branch_id:
            return self.of_branch.get(branch_id, 0)
        if segment:
            return sum(n for who, n in self.of_customer.items() if self.segments.get(who) == segment)
        return self.total

    def share(self, **scope: Any) -> Decimal | None:
        """The share of all revenue; None while there is none."""
        return Decimal(self.of(**scope)) / self.total if self.total else None

    def money(self, **scope: Any) -> Money | None:
        return Money(self.of(**scope), self.currency) if self.currency else None

    def monthly(self, customers: Iterable[int]) -> dict[int, Decimal]:
        """The mean month of each of these customers, in minor units."""
        return {who: self.of_customer.get(who, 0) / Decimal(self.days) * MONTH for who in customers}


def currency_of(cycle: Cycle) -> str:
    """In which those concerned were charged last; nothing where nobody was."""
    charges = Charge.objects.standing().filter(**_concerned(cycle)).order_by("-pk")
    return charges.values_list("currency", flat=True).first() or ""


def freight_currency_of(cycle: Cycle) -> str:
    """In which their newest freight was paid; nothing where none is known."""
    shipments = Shipment.objects.filter(freight_cost__isnull=False, **_concerned(cycle)).order_by("-pk")
    return shipments.values_list("currency", flat=True).first() or ""


def money_of(kind: str, cycle: Cycle) -> str:
    """In which currency an expected effect stands; nothing for one that is no money."""
    reads = {EffectKind.COST: freight_currency_of, EffectKind.CONTRIBUTION: currency_of}.get(EffectKind(kind))
    return reads(cycle) if reads else ""


def _concerned(cycle: Cycle) -> dict[str, Any]:
    if cycle.customer_id:
        return {"customer": cycle.customer_id}
    return {"customer__segment": cycle.segment} if cycle.segment else {}


def revenue_seen(actor: Actor, at: datetime) -> Revenue:
    """What this actor may see of it; without a right to see charges, no data."""
    return revenue_of(Charge.objects.permitted(actor, "billing.view"), at)


def revenue_of(charges: ChargeQuerySet, at: datetime) -> Revenue:
    """Over the days that say what a customer is worth; two statements. Several currencies are not added."""
    days = int(rule(VALUE_DAYS, at=at))
    rows = (
        charges.standing()
        .filter(happened_at__gt=at - timedelta(days=days), happened_at__lte=at)
        .order_by()
        .values_list("customer_id", "branch_id", "currency")
        .annotate(sum_net=Sum("amount"))
    )
    customers: dict[int, int] = defaultdict(int)
    branches: dict[int, int] = defaultdict(int)
    currencies = set()
    for customer, branch, currency, net in rows:
        customers[customer] += net
        if branch is not None:
            branches[branch] += net
        currencies.add(currency)
    if len(currencies) != 1:
        return Revenue("", days)
    segments = dict(Customer.objects.filter(pk__in=customers).values_list("pk", "segment"))
    return Revenue(currencies.pop(), days, customers, branches, segments)
