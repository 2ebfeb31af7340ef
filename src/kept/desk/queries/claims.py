"""What claims and guarantees cost, per product and cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from kept.kernel.money import Money
from kept.promises.enums import Cause

from ..enums import ClaimSide, ClaimState, CostSort

MOST = 200


@dataclass(frozen=True)
class Cost:
    """Claims of one product, cause, sort, side and currency: how many, asked and granted."""

    product: str
    cause: str
    sort: str
    side: str
    claims: int
    claimed: Money
    granted: Money | None
    """Nothing while none of them is decided."""

    @property
    def cause_words(self) -> Any:
        return Cause(self.cause).label if self.cause in Cause.values else self.cause

    @property
    def sort_words(self) -> Any:
        return CostSort(self.sort).label

    @property
    def side_words(self) -> Any:
        return ClaimSide(self.side).label


def claim_costs(claims: QuerySet[Any]) -> list[Cost]:
    """One statement; what is withdrawn does not count. The dearest first, currency by currency."""
    rows = (
        claims.exclude(state=ClaimState.WITHDRAWN)
        .order_by()
        .values("product", "case__cause", "sort", "side", "currency")
        .annotate(claims=Count("pk"), claimed=Sum("amount"), given=Sum("granted"))
        .order_by("currency", "-given", "-claimed")
    )
    return [
        Cost(
            product=row["product"],
            cause=row["case__cause"],
            sort=row["sort"],
            side=row["side"],
            claims=row["claims"],
            claimed=Money(row["claimed"], row["currency"]),
            granted=Money(row["given"], row["currency"]) if row["given"] is not None else None,
        )
        for row in rows[:MOST]
    ]
