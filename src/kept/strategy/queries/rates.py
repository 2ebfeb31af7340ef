"""Rates of promises kept and deliveries right, in any span of days, from the facts of the scorecards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kept.methods.statistics import Interval, wilson_interval
from kept.promises.enums import Term
from kept.promises.kinds import KINDS
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Slice
from kept.scorecards.queries.engine import Place, figure, measures_of

COMPONENTS: Mapping[str, str] = {
    Term.QUANTITY: "quantity_rate",
    Term.QUALITY: "quality_rate",
    Term.TIME: "on_time_rate",
    Term.DOCUMENTS: "documents_rate",
}
"""The four rates whose product is the service level, by the term of a delivery promise."""

WHOLE = "joint_rate"
"""Deliveries right in all four terms."""


@dataclass(frozen=True)
class Counted:
    """So many right of so many judged."""

    right: int
    judged: int

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.right) / self.judged if self.judged else None

    @property
    def interval(self) -> Interval | None:
        return wilson_interval(self.right, self.judged)


NOTHING = Counted(0, 0)


def kept_code(kind: str) -> str:
    """The indicator of promises kept of a kind."""
    return f"kept_{kind}"


def all_codes() -> list[str]:
    return [*map(kept_code, KINDS), *COMPONENTS.values()]


def slice_of(scope: Mapping[str, Any]) -> Place:
    """Whose figures a gap's scope asks for."""
    if scope.get("customer_id"):
        return Place(Slice.CUSTOMER, scope["customer_id"])
    if scope.get("branch_id"):
        return Place(Slice.BRANCH, scope["branch_id"])
    return Place()


def counted(
    codes: Iterable[str], *, start: date, end: date, as_of: datetime, slices: Iterable[str] = (Slice.ALL,)
) -> dict[Place, dict[str, Counted]]:
    """How many were right of how many, by place and indicator, from `start` up to, not including, `end`."""
    indicators = [INDICATORS[code] for code in codes]
    found = measures_of(indicators, start=start, end=end, slices=list(slices), by_month=False, as_of=as_of)
    return {
        Place(str(place.slice), place.id): {
            indicator.code: Counted(int(told.numerator), int(told.denominator))
            for indicator in indicators
            if (told := figure(indicator, values)).numerator is not None and told.denominator
        }
        for place, values in found.items()
    }


def counted_one(code: str, place: Place, *, start: date, end: date, as_of: datetime) -> Counted:
    """One rate of one place."""
    found = counted([code], start=start, end=end, as_of=as_of, slices=[place.slice])
    return found.get(Place(str(place.slice), place.id), {}).get(code, NOTHING)
