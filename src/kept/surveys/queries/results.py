"""What the answers of a survey say, item by item; below the least number of answers, nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import chain, repeat
from typing import Any

from django.db.models import Count, QuerySet

from kept.kernel.numbers import rule
from kept.methods import importance_performance as method
from kept.methods.kano import KanoResult, kano_result
from kept.methods.statistics import (
    Interval,
    PromoterScore,
    mean_interval,
    promoter_score,
    sample_sd,
    wilson_interval,
)

from ..enums import Asks, ItemClass, KanoClass
from ..models import Answer, Invitation, Item, Response, Survey
from ..rules.marks import MARKED
from ..rules.numbers import LEAST_ANSWERS

MARKS = ("importance", "performance", "expected", "perceived", "nps", "present", "absent", "choice")
Counted = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Figure:
    """The mean of one kind of mark, with its interval (Student's t) where it has one."""

    name: str
    mean: float
    low: float | None
    high: float | None
    sd: float | None = None


@dataclass(frozen=True)
class ItemResult:
    """One item: who answered it, and if enough did, what they said."""

    item: Item
    n: int
    is_enough: bool
    figures: Mapping[str, Figure]
    place: method.ItemPlace | None = None
    promoters: PromoterScore | None = None
    choices: tuple[tuple[str, int], ...] = ()
    top: Interval | None = None
    kano: KanoResult | None = None
    around: method.Ellipse | None = None

    @property
    def kano_words(self) -> str:
        return str(KanoClass(self.kano.class_.value).label) if self.kano else ""

    @property
    def wanted(self) -> Figure | None:
        return self.figures.get("importance") or self.figures.get("expected")

    @property
    def got(self) -> Figure | None:
        return self.figures.get("performance") or self.figures.get("perceived")

    @property
    def class_code(self) -> str:
        return self.place.class_.value if self.place else ""

    @property
    def class_words(self) -> str:
        return str(ItemClass(self.class_code).label) if self.place else ""

    @property
    def choice_words(self) -> tuple[tuple[str, int], ...]:
        return tuple((self.item.choice_words(code), n) for code, n in self.choices)

    @property
    def gap(self) -> Decimal | None:
        """Wanted minus got: importance less performance, or expected less perceived."""
        if self.place is not None:
            return self.place.gap
        if "expected" in self.figures:
            return Decimal(str(self.figures["expected"].mean)) - Decimal(str(self.figures["perceived"].mean))
        return None


@dataclass(frozen=True)
class Results:
    """A survey as answered by some of the respondents."""

    survey: Survey
    items: tuple[ItemResult, ...]
    responses: int
    invited: int
    answered: int
    least: int
    evaluation: method.Evaluation | None
    as_of: datetime

    @property
    def rate(self) -> Decimal | None:
        """Answered invitations over sent ones; None when nobody was invited."""
        return Decimal(self.answered) / self.invited if self.invited else None

    @property
    def pairs(self) -> tuple[ItemResult, ...]:
        return tuple(result for result in self.items if result.item.is_pair)

    @property
    def placed(self) -> tuple[ItemResult, ...]:
        """Items that stand in the matrix, in the order of the questionnaire."""
        return tuple(result for result in self.items if result.place is not None)

    @cached_property
    def by_priority(self) -> tuple[ItemResult, ...]:
        """What falls short, the widest gap first, ties by importance."""
        if self.evaluation is None:
            return ()
        of_code = {result.item.code: result for result in self.placed}
        return tuple(of_code[place.item] for place in method.by_priority(self.evaluation))


def results_of(
    survey: Survey,
    responses: QuerySet[Response],
    *,
    at: datetime,
    invitations: QuerySet[Invitation] | None = None,
    options: method.MatrixOptions | None = None,
) -> Results:
    """Results over these responses of the survey; five statements whatever their number."""
    least = int(rule(LEAST_ANSWERS, at=at))
    counted = _counted(responses)
    items = list(survey.questionnaire.items.select_related("questionnaire"))
    evaluation = _evaluation(items, counted, least, options or survey.questionnaire.matrix)
    places = {place.item: place for place in evaluation.items} if evaluation else {}
    sent, answered = _invited(invitations if invitations is not None else survey.invitations.all())
    return Results(
        survey=survey,
        items=tuple(_result(item, counted.get(item.pk, Counter()), least, places) for item in items),
        responses=responses.count(),
        invited=sent,
        answered=answered,
        least=least,
        evaluation=evaluation,
        as_of=at,
    )


def answers_of(items: Iterable[Item], counted: Mapping[int, Counted]) -> list[method.Answer]:
    """The marks of importance and performance as the method reads them; who said it does not matter."""
    return [
        method.Answer(str(place), item.code, importance, performance)
        for item in items
        for place, (importance, performance, *_rest) in enumerate(_each(counted.get(item.pk, Counter())))
    ]


def pair_answers(survey: Survey, responses: QuerySet[Response], *, at: datetime) -> list[method.Answer]:
    """The answers to the survey's pairs, of items that enough have answered."""
    least = int(rule(LEAST_ANSWERS, at=at))
    counted = _counted(responses)
    items = [item for item in survey.questionnaire.items.all() if item.is_pair]
    return answers_of([item for item in items if _n(item, counted.get(item.pk, Counter())) >= least], counted)


def _counted(responses: QuerySet[Response]) -> dict[int, Counted]:
    """How often each combination of marks was given to each item: small however many answered."""
    rows = (
        Answer.objects.filter(response__in=responses)
        .order_by()
        .values_list("item_id", *MARKS)
        .annotate(times=Count("id"))
    )
    counted: dict[int, Counted] = {}
    for item_id, *marks, times in rows:
        counted.setdefault(item_id, Counter())[tuple(marks)] += times
    return counted


def _each(counted: Counted) -> Iterable[tuple[Any, ...]]:
    return chain.from_iterable(repeat(marks, times) for marks, times in counted.items())


def _evaluation(
    items: Iterable[Item], counted: Mapping[int, Counted], least: int, options: method.MatrixOptions
) -> method.Evaluation | None:
    enough = [item for item in items if item.is_pair and _n(item, counted.get(item.pk, Counter())) >= least]
    if not enough:
        return None
    return method.importance_performance(answers_of(enough, counted), options)


def _invited(invitations: QuerySet[Invitation]) -> tuple[int, int]:
    found = invitations.aggregate(sent=Count("id"), answered=Count("answered_at"))
    return found["sent"], found["answered"]


def _n(item: Item, counted: Counted) -> int:
    """How many filled this item."""
    if item.asks == Asks.TEXT:
        return counted.total()
    places = [MARKS.index(name) for name in MARKED[Asks(item.asks)]]
    return sum(
        times for marks, times in counted.items() if all(marks[place] not in (None, "") for place in places)
    )


def _result(item: Item, counted: Counted, least: int, places: Mapping[str, method.ItemPlace]) -> ItemResult:
    n = _n(item, counted)
    if n < least:
        return ItemResult(item, n, False, {})
    names = [name for name in MARKED[Asks(item.asks)] if name in MARKS[:4]]
    return ItemResult(
        item=item,
        n=n,
        is_enough=True,
        figures={name: _figure(name, counted) for name in names},
        place=places.get(item.code),
        promoters=promoter_score(_values("nps", counted)) if item.asks == Asks.NPS else None,
        choices=_choices(item, counted) if item.asks in (Asks.CHOICE, Asks.CHOICES) else (),
        top=_top(item, counted) if item.asks == Asks.SATISFIED else None,
        kano=kano_result(zip(_values("present", counted), _values("absent", counted), strict=True))
        if item.asks == Asks.KANO
        else None,
        around=_around(counted) if item.is_pair else None,
    )


def _around(counted: Counted) -> method.Ellipse | None:
    """Where the mean of both marks may lie."""
    pairs: Counter[tuple[int, int]] = Counter()
    for (importance, performance, *_rest), times in counted.items():
        if importance is not None and performance is not None:
            pairs[importance, performance] += times
    return method.mean_ellipse(pairs)


def _values(name: str, counted: Counted) -> list[int]:
    place = MARKS.index(name)
    return [marks[place] for marks in _each(counted) if marks[place] is not None]


def _figure(name: str, counted: Counted) -> Figure:
    values = _values(name, counted)
    found: Interval | None = mean_interval(values)
    if found is None:
        return Figure(name, float(values[0]), None, None)
    return Figure(name, found.estimate, found.low, found.high, sample_sd(values))


def _top(item: Item, counted: Counted) -> Interval | None:
    """The share of the two best marks, with Wilson's interval."""
    values = _values("performance", counted)
    return wilson_interval(sum(value >= item.questionnaire.high - 1 for value in values), len(values))


def _choices(item: Item, counted: Counted) -> tuple[tuple[str, int], ...]:
    """Each offered choice with how many took it, in the order offered."""
    place = MARKS.index("choice")
    taken: Counter[str] = Counter()
    for marks, times in counted.items():
        taken.update(dict.fromkeys(marks[place].split(), times))
    return tuple((choice["code"], taken[choice["code"]]) for choice in item.choices)
