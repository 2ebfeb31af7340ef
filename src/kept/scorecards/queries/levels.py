"""The service level of somebody: the product of the four components against the level that was set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kept.kernel.actor import Actor
from kept.methods.service_level import ServiceLevel, achieved_by, service_level

from ..catalogue.indicators import COMPONENTS
from ..rules import SERVICE_LEVEL
from .reading import Told, Whose, by_id, by_month, of, over, parties_of, scores
from .targets import Level, Levels, end_of

ALSO = "joint_rate"


@dataclass(frozen=True)
class Reached:
    """A service level with its components, the rate that was counted, and where the set level comes from."""

    whose: Whose
    told: Mapping[str, Told]
    set_by: Level

    @cached_property
    def rates(self) -> dict[str, Decimal | None]:
        return {code: self.told[code].value for code in COMPONENTS}

    @cached_property
    def level(self) -> ServiceLevel:
        """All of it: what each component costs too. A list of thousands needs achieved and gap alone."""
        return service_level(self.set_by.value, self.rates)

    @cached_property
    def achieved(self) -> Decimal | None:
        return achieved_by(self.rates.values())

    @cached_property
    def gap(self) -> Decimal | None:
        return None if self.achieved is None else self.set_by.value - self.achieved

    @property
    def joint(self) -> Told:
        return self.told[ALSO]

    @property
    def weakest(self) -> Any:
        """The component that costs most, which must rise first; None where something is missing."""
        known = [part for part in self.level.components if part.loss_share is not None]
        return max(known, key=lambda part: part.loss_share or Decimal(0)) if known else None


def reached(actor: Actor, whose: Whose, first: date, last: date, levels: Levels | None = None) -> Reached:
    """The level over a span of months, from the kept figures."""
    told = over(of(scores(actor), whose), (*COMPONENTS, ALSO), first, last)
    return _reached(whose, told, end_of(last), levels or Levels())


def reached_by(
    actor: Actor, slice: str, first: date, last: date, levels: Levels, *, most: int | None = None
) -> list[tuple[Any, Reached]]:
    """The level of each customer, branch or other, the widest gap first; of so many at most."""
    found = by_id(scores(actor), slice, (*COMPONENTS, ALSO), first, last)
    day = end_of(last)
    each = [_reached(Whose(slice, id), told, day, levels) for id, told in found.items()]
    each = sorted(each, key=lambda one: (one.gap is None, -(one.gap or 0)))[:most]
    parties = parties_of(slice, [one.whose.id for one in each if one.whose.id is not None])
    return [(parties[one.whose.id], one) for one in each if one.whose.id is not None]


def reached_in(
    actor: Actor, whose: Whose, months: Sequence[date], levels: Levels
) -> list[tuple[date, Reached]]:
    """The level of each month; the set level is read for each as it was then."""
    told = by_month(of(scores(actor), whose), (*COMPONENTS, ALSO), months)
    return [
        (
            month,
            _reached(whose, {code: figures[month] for code, figures in told.items()}, end_of(month), levels),
        )
        for month in months
    ]


def _reached(whose: Whose, told: Mapping[str, Told], on: date, levels: Levels) -> Reached:
    level = levels.of(SERVICE_LEVEL, on=on, slice=whose.slice, id=whose.id)
    assert level is not None
    return Reached(whose, told, level)
