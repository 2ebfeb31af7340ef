"""Which level counts: the most special one that is valid, then the agreement, then the house's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kept.contracts.models import Agreement
from kept.kernel.numbers import rule

from ..catalogue import INDICATORS
from ..enums import Slice
from ..models import Target
from ..rules import SERVICE_LEVEL, SET_LEVEL

FIELD = {
    Slice.CUSTOMER.value: "customer_id",
    Slice.BRANCH.value: "branch_id",
    Slice.SUBCONTRACTOR.value: "partner_id",
    Slice.SERVICE.value: "service_id",
}


@dataclass(frozen=True)
class Level:
    """A level and where it comes from."""

    value: Decimal
    source: Any


class Levels:
    """All levels that were set or agreed, read once for a page."""

    def __init__(self) -> None:
        self._in_force: dict[tuple[str, date], dict[Any, Target]] = {}
        self._for_all: dict[tuple[str, date], Level | None] = {}

    def of(self, indicator: str, *, on: date, slice: str = Slice.ALL, id: int | None = None) -> Level | None:
        """The level for an indicator of somebody on a day; None when there is none."""
        valid = self._valid(indicator, on)
        if slice in FIELD:
            if id is not None and (own := valid.get((FIELD[slice], id))):
                return Level(own.value, _("set for it"))
            if indicator == SERVICE_LEVEL and slice == Slice.CUSTOMER and (agreed := self._agreed(id, on)):
                return agreed
        return self._common(indicator, on)

    @cached_property
    def targets(self) -> dict[str, list[Target]]:
        found: dict[str, list[Target]] = defaultdict(list)
        for target in Target.objects.order_by("-valid_from", "-pk"):
            found[target.indicator].append(target)
        return found

    @cached_property
    def agreements(self) -> dict[int, list[Agreement]]:
        found: dict[int, list[Agreement]] = defaultdict(list)
        for agreement in Agreement.objects.filter(service_level__isnull=False).order_by("-service_level"):
            found[agreement.customer_id].append(agreement)
        return found

    @cached_property
    def house(self) -> Decimal:
        return rule(SET_LEVEL)

    def _valid(self, indicator: str, on: date) -> dict[Any, Target]:
        """The newest valid target of everybody who has one of his own, and under None the one for all."""
        if (indicator, on) not in self._in_force:
            found = self._in_force[indicator, on] = {}
            for target in self.targets.get(indicator, ()):
                ended = target.valid_until is not None and target.valid_until < on
                if target.valid_from <= on and not ended:
                    own: list[Any] = [(f, id) for f in FIELD.values() if (id := getattr(target, f))]
                    for key in own or [None]:
                        found.setdefault(key, target)
        return self._in_force[indicator, on]

    def _common(self, indicator: str, on: date) -> Level | None:
        if (indicator, on) not in self._for_all:
            level = None
            if common := self._valid(indicator, on).get(None):
                level = Level(common.value, _("set for all"))
            elif indicator == SERVICE_LEVEL:
                level = Level(self.house, _("the house's level"))
            self._for_all[indicator, on] = level
        return self._for_all[indicator, on]

    def _agreed(self, customer_id: int | None, on: date) -> Level | None:
        for agreement in self.agreements.get(customer_id or 0, ()):
            if agreement.valid_from <= on and (agreement.valid_until is None or on <= agreement.valid_until):
                assert agreement.service_level is not None
                return Level(agreement.service_level, _("agreed in %s") % agreement.number)
        return None


def end_of(month: date) -> date:
    """The last day of a month: a level that is set during a month holds for it."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def title_of(indicator: str) -> Any:
    if indicator == SERVICE_LEVEL:
        return _("Service level")
    declared = INDICATORS.get(indicator)
    return declared.title if declared else indicator
