"""The registers of measures and indicators, and what a declaration says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kept.kernel.facts import FACTS

from ..enums import Direction, Unit
from . import language


@dataclass(frozen=True)
class Measure:
    """One aggregate over one fact table, counted by one day.

    `nothing` says what is missing when it is nought. `records` names the records that are counted, for the
    list behind a figure.
    """

    name: str
    table: str
    sql: str
    day: str
    nothing: Any
    records: str = ""

    @cached_property
    def compiled(self) -> str:
        return language.check_measure(self.sql, FACTS[self.table].names())

    @cached_property
    def is_additive(self) -> bool:
        return language.is_additive(self.sql)


@dataclass(frozen=True)
class Indicator:
    """Arithmetic over measures, with what it means and where it comes from."""

    code: str
    title: Any
    question: Any
    formula: str
    unit: Unit
    direction: Direction
    phase: str
    group: str
    source: str
    means: Any
    in_money: bool = False
    behind: str = ""
    """The measure whose records stand behind the figure; the basis of a share when empty."""

    @cached_property
    def measures(self) -> tuple[str, ...]:
        return language.check_formula(self.formula, set(MEASURES))

    @cached_property
    def ratio(self) -> tuple[str, str | None] | None:
        return language.ratio_of(self.formula)

    @cached_property
    def adds_up(self) -> bool:
        """Whether months add up to a year by numerator and denominator."""
        return self.ratio is not None and all(MEASURES[name].is_additive for name in self.measures)

    def has_basis(self, values: Mapping[str, Any]) -> bool:
        """Whether there is anything to divide by or to show; told quickly, for very many figures."""
        return self.ratio is None or bool(values.get(self.ratio[1] or self.ratio[0]))

    @property
    def basis(self) -> Measure:
        return MEASURES[self.behind or self.measures[-1]]

    @property
    def is_share(self) -> bool:
        return self.unit == Unit.RATE


MEASURES: dict[str, Measure] = {}
INDICATORS: dict[str, Indicator] = {}


def measure(declared: Measure) -> Measure:
    MEASURES[declared.name] = declared
    return declared


def indicator(declared: Indicator) -> Indicator:
    INDICATORS[declared.code] = declared
    return declared
