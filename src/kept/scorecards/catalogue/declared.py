"""The registers of measures and indicators, and what a declaration says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kernel.facts import FACTS

from ..enums import Direction, Horizon, How, Over, Sort, Unit
from . import language


@dataclass(frozen=True)
class Measure:
    """One aggregate over one fact table, counted by one day.

    `nothing` says what is missing when it is nought. `records` names the records that are counted, for the
    list behind a figure. `over` tells how months become one figure where adding them would be wrong.
    `limits` are rule numbers that stand in the expression, by their names in curly brackets.
    """

    name: str
    title: Any
    table: str
    sql: str
    day: str
    nothing: Any
    records: str = ""
    over: Over | None = None
    limits: Mapping[str, str] = field(default_factory=dict)
    counts: bool = False
    """Whether no row means nought, though it does not count rows."""

    @cached_property
    def compiled(self) -> str:
        return language.check_measure(
            self.with_limits(dict.fromkeys(self.limits, 1)), FACTS[self.table].names()
        )

    def with_limits(self, found: Mapping[str, Any]) -> str:
        return self.sql.format(**found) if self.limits else self.sql

    @cached_property
    def is_additive(self) -> bool:
        return self.over is None and language.is_additive(self.with_limits(dict.fromkeys(self.limits, 1)))

    @cached_property
    def is_count(self) -> bool:
        """Whether no row means nought."""
        return self.counts or language.is_count(self.with_limits(dict.fromkeys(self.limits, 1)))

    @cached_property
    def months(self) -> Over | None:
        return self.over or (Over.SUM if self.is_additive else None)


AMOUNTS: Final = frozenset(
    {
        Unit.COUNT,
        Unit.HOURS,
        Unit.MINUTES,
        Unit.SECONDS,
        Unit.DAYS,
        Unit.YEARS,
        Unit.KG,
        Unit.TONNES,
        Unit.CUBIC,
    }
)


@dataclass(frozen=True)
class Recorded:
    """A base number that somebody enters for a month.

    A number that tells a state (`over` is mean or last) holds until a newer one is entered, for as many
    months as a rule number says. `is_whole` marks what only the company as a whole has.
    """

    name: str
    title: Any
    unit: Unit = Unit.COUNT
    over: Over = Over.SUM
    is_whole: bool = False
    minutes: int = 10
    """What it costs to find and enter it once."""

    @property
    def months(self) -> Over:
        return self.over

    @property
    def holds(self) -> bool:
        return self.over != Over.SUM

    @property
    def is_amount(self) -> bool:
        """Counted or weighed, and so never below nought; money and points may be."""
        return self.unit in AMOUNTS

    @property
    def nothing(self) -> str:
        return _("nobody has entered: %(number)s") % {"number": self.title}

    is_additive = False
    is_count = False
    records = ""
    table = ""


@dataclass(frozen=True)
class Judged:
    """What was judged of an indicator: the points on 0 to 100, or by how many."""

    name: str
    indicator: str
    months: Over = Over.SUM
    is_additive = False
    is_count = False
    records = ""
    table = ""

    @property
    def nothing(self) -> str:
        return _("nobody has judged it yet")

    @property
    def title(self) -> str:
        return _("points") if self.name.endswith(POINTS) else _("judgements")


@dataclass(frozen=True)
class Whole:
    """The same measure of the whole company, to compare a part with."""

    name: str
    title: Any
    of: str
    nothing: Any
    months: Over = Over.SUM
    is_additive = False
    is_count = False
    records = ""
    table = ""


Source = Measure | Recorded | Judged | Whole
POINTS, JUDGES = "_points", "_judges"


@dataclass(frozen=True)
class Indicator:
    """Arithmetic over measures and indicators, with what it means and where it comes from.

    `groups` are its places in the tree, the first one its own; `worst` and `best` bound its score, for a band
    `band` are the limits between which it is best.
    """

    code: str
    title: Any
    formula: str
    unit: Unit
    direction: Direction
    phase: str
    groups: tuple[str, ...]
    sources: tuple[str, ...]
    means: Any = ""
    question: Any = ""
    how: How = How.COMPUTED
    horizon: Horizon = Horizon.SHORT
    worst: Any = None
    best: Any = None
    band: tuple[Any, Any] | None = None
    scale: tuple[int, int] = (1, 5)
    aid: Any = ""
    """What to look at before judging."""

    in_money: bool = False
    is_leaf: bool = True
    """Whether it weighs in its group; companions of a leaf stand beside it without weight."""

    behind: str = ""
    """The measure whose records stand behind the figure; the basis of a share when empty."""

    version: int = 0
    within: Catalogue | None = field(default=None, compare=False, repr=False)

    @property
    def home(self) -> Catalogue:
        return self.within or CATALOGUE

    @property
    def group(self) -> str:
        return self.groups[0]

    @property
    def source(self) -> str:
        return ", ".join(self.sources)

    @property
    def asks(self) -> Any:
        """The question that its page answers."""
        return self.question or _("How do we stand: %(indicator)s?") % {"indicator": self.title}

    @property
    def sort(self) -> Sort:
        return Sort.RATED if self.how == How.JUDGED else Sort.QUANTITATIVE

    @cached_property
    def worked(self) -> str:
        """The formula over measures alone."""
        return self.home.expanded(self.code, self.formula)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        return language.check_formula(self.worked, self.home.measures)

    @cached_property
    def ratio(self) -> tuple[str, str | None] | None:
        return language.ratio_of(self.worked)

    @cached_property
    def is_plain_share(self) -> bool:
        """Whether it is one sum over another, without money: added up above and below, months make one."""
        above, below = self.ratio or (None, None)
        if above is None or below is None or self.in_money:
            return False
        return all(self.home.measures[name].months == Over.SUM for name in (above, below))

    @cached_property
    def adds_up(self) -> bool:
        """Whether the figures of months make a figure of a year."""
        return all(self.home.measures[name].months is not None for name in self.measures)

    @cached_property
    def needs(self) -> str:
        """The measure without which there is nothing to divide by or to show."""
        return (self.ratio[1] or self.ratio[0]) if self.ratio else self.measures[-1]

    @property
    def basis(self) -> Source:
        return self.home.measures[self.behind or self.measures[-1]]

    @property
    def is_share(self) -> bool:
        return self.unit == Unit.RATE

    @property
    def words(self) -> str:
        """The formula as people write it."""
        if self.how == How.JUDGED:
            return _("Mean of the judgements, set on 0 to 100")
        return language.in_words(self.formula, self.home.title_of)

    @property
    def minutes(self) -> int:
        """What it costs to collect its numbers once, in minutes of a person."""
        if self.how == How.JUDGED:
            return JUDGING
        found = (self.home.measures[name] for name in self.measures)
        return sum(each.minutes for each in found if isinstance(each, Recorded))


JUDGING = 15
"""Minutes that one judgement of one person takes."""


@dataclass(frozen=True)
class Catalogue:
    """Measures and indicators that belong together: the house's own, or with what users made of them."""

    indicators: Mapping[str, Indicator]
    measures: Mapping[str, Source]

    def expanded(self, code: str, formula: str, on_the_way: tuple[str, ...] = ()) -> str:
        """The formula over measures alone. Raises BadExpression for a circle or an unknown name."""
        way = (*on_the_way, code)

        def inner(name: str) -> str | None:
            if name in self.measures:
                return None
            if name in way:
                words = gettext_lazy("An indicator cannot be made of itself.")
                raise language.BadExpression(words, " → ".join((*way, name)))
            found = self.indicators.get(name)
            return None if found is None else self.expanded(name, found.formula, way)

        return language.expand(formula, inner)

    def title_of(self, name: str) -> str:
        if name in self.indicators and name not in self.measures:
            return str(self.indicators[name].title)
        found = self.measures.get(name)
        return str(found.title) if found else name

    def names(self) -> set[str]:
        return {*self.measures, *self.indicators}

    def overlaid(
        self, changed: Iterable[Indicator], more: Iterable[Source], gone: Iterable[str]
    ) -> Catalogue:
        """With indicators changed or added, measures added, and indicators taken out."""
        indicators: dict[str, Indicator] = {}
        made = Catalogue(indicators, {**self.measures, **{each.name: each for each in more}})
        for each in (*self.indicators.values(), *changed):
            indicators[each.code] = replace(each, within=made)
        for code in gone:
            indicators.pop(code, None)
        return made


MEASURES: dict[str, Source] = {}
INDICATORS: dict[str, Indicator] = {}
CATALOGUE = Catalogue(INDICATORS, MEASURES)


def measure(declared: Measure) -> Measure:
    MEASURES[declared.name] = declared
    return declared


def recorded(name: str, title: Any, **more: Any) -> Recorded:
    """Declare a base number."""
    made = Recorded(name, title, **more)
    MEASURES[name] = made
    return made


def judged_parts(code: str) -> tuple[Judged, Judged]:
    return Judged(f"{code}{POINTS}", code), Judged(f"{code}{JUDGES}", code)


def indicator(declared: Indicator) -> Indicator:
    INDICATORS[declared.code] = declared
    return declared
