"""Where what is got falls short of what is wanted, from surveys and from promises: candidates for gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kept.kernel.facts import company_day
from kept.kernel.numbers import rule
from kept.methods.service_level import service_level
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.promises.kinds import KINDS
from kept.scorecards.enums import Slice
from kept.scorecards.queries.engine import Place
from kept.scorecards.queries.targets import Levels
from kept.scorecards.rules import SERVICE_LEVEL
from kept.surveys.enums import Asks
from kept.surveys.models import Survey
from kept.surveys.queries.results import ItemResult, results_of

from ..enums import GapSource
from ..rules import LEAST_RECORDS, UNASKED_IMPORTANCE, WANTED_KEPT, WINDOW_DAYS, to_six
from .rates import COMPONENTS, Counted, all_codes, counted, kept_code

ONE = Decimal(1)


@dataclass(frozen=True)
class Measured:
    """Something wanted and got, with what ranks it; a shortfall when more is wanted than got."""

    source: str
    key: str
    wanted: Decimal
    got: Decimal
    width: Decimal
    importance: Decimal
    basis: int
    since: datetime
    until: datetime
    what: Mapping[str, Any]
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_short(self) -> bool:
        return self.wanted > self.got


def measured_now(at: datetime) -> list[Measured]:
    """Everything that can be measured over the window that ends now."""
    felt = list(felt_surveys(at))
    weights = _weights(felt)
    return [*(m for survey in felt for m in _felt(survey, at)), *_done(at, weights)]


@dataclass(frozen=True)
class Felt:
    """The newest survey of a questionnaire, for everybody or for one segment."""

    survey: Survey
    items: tuple[ItemResult, ...]
    segment: str = ""


def felt_surveys(at: datetime) -> Iterator[Felt]:
    """The newest answered survey of each questionnaire that asks pairs, within the window."""
    since = at - timedelta(days=int(rule(WINDOW_DAYS, at=at)))
    asked = Survey.objects.filter(
        questionnaire__items__asks=Asks.IMPORTANCE_PERFORMANCE, responses__answered_at__gte=since
    )
    newest: dict[str, Survey] = {}
    for survey in asked.distinct().select_related("questionnaire").order_by("opens_at", "pk"):
        newest[survey.questionnaire.code] = survey
    for survey in newest.values():
        for segment in ("", *Segment.values):
            responses = survey.responses.all()
            narrowed = responses.filter(segment=segment) if segment else responses
            results = results_of(survey, narrowed, at=at)
            if results.placed:
                yield Felt(survey, results.placed, segment)


def _felt(felt: Felt, at: datetime) -> Iterator[Measured]:
    survey, scale = felt.survey, felt.survey.questionnaire
    for result in felt.items:
        assert result.place is not None
        place = result.place
        yield Measured(
            source=GapSource.SURVEY_ITEM,
            key=f"item|{scale.code}|{result.item.code}||{felt.segment}|",
            wanted=to_six(place.importance),
            got=to_six(place.performance),
            width=to_six(place.gap / (scale.high - scale.low)),
            importance=to_six(place.importance / scale.high),
            basis=result.n,
            since=survey.opens_at,
            until=survey.closed_at or at,
            what={
                "survey": survey,
                "item": result.item,
                "promise_kind": result.item.promise_kind,
                "segment": felt.segment,
                "item_class": place.class_.value,
            },
            evidence={
                "n": result.n,
                "importance": _bounds(result, "importance"),
                "performance": _bounds(result, "performance"),
                "cell": str(place.cell),
            },
        )


def _bounds(result: ItemResult, name: str) -> list[float | None]:
    figure = result.figures[name]
    return [figure.mean, figure.low, figure.high]


def _weights(felt: Iterable[Felt]) -> dict[str, Decimal]:
    """How important customers find what each kind of promise is about, where a survey asked."""
    weights: dict[str, Decimal] = {}
    for one in felt:
        for result in one.items:
            kind = result.item.promise_kind
            if kind and not one.segment and result.place is not None:
                share = to_six(result.place.importance / one.survey.questionnaire.high)
                weights[kind] = max(weights.get(kind, share), share)
    return weights


def _done(at: datetime, weights: Mapping[str, Decimal]) -> Iterator[Measured]:
    """Promises kept by kind and the service level: of the company, its branches and its core customers."""
    today = company_day(at)
    assert today is not None
    span = timedelta(days=int(rule(WINDOW_DAYS, at=at)))
    found = counted(
        all_codes(),
        start=today - span,
        end=today + timedelta(days=1),
        as_of=at,
        slices=(Slice.ALL, Slice.BRANCH, Slice.CUSTOMER),
    )
    core = set(Customer.objects.filter(segment=Segment.CORE).values_list("pk", flat=True))
    reader = _Rates(at, today, span, weights)
    for place, rates in sorted(found.items(), key=lambda pair: (str(pair[0].slice), pair[0].id or 0)):
        if place.slice != Slice.CUSTOMER or place.id in core:
            yield from reader.kinds(place, rates)
            yield from reader.level(place, rates)


class _Rates:
    """The rates of one place against what is wanted there."""

    def __init__(self, at: datetime, today: date, span: timedelta, weights: Mapping[str, Decimal]) -> None:
        self.at, self.today, self.span, self.weights = at, today, span, weights
        self.levels = Levels()
        self.least = int(rule(LEAST_RECORDS, at=at))
        self.usual = rule(WANTED_KEPT, at=at)
        self.unasked = rule(UNASKED_IMPORTANCE, at=at)

    def kinds(self, place: Place, rates: Mapping[str, Counted]) -> Iterator[Measured]:
        for kind in KINDS:
            told = rates.get(kept_code(kind))
            if told is None or told.judged < self.least:
                continue
            level = self.levels.of(kept_code(kind), on=self.today, slice=place.slice, id=place.id)
            wanted = level.value if level else self.usual
            what = {"promise_kind": kind}
            yield self._measured(GapSource.PROMISE_KIND, place, kind, wanted, told, what)

    def level(self, place: Place, rates: Mapping[str, Counted]) -> Iterator[Measured]:
        """The product of the four rates, and each rate against its even part of the level."""
        parts = {term: rates.get(code) for term, code in COMPONENTS.items()}
        known = {term: told for term, told in parts.items() if told and told.judged >= self.least}
        if len(known) < len(parts):
            return
        set_level = self.levels.of(SERVICE_LEVEL, on=self.today, slice=place.slice, id=place.id)
        wanted = set_level.value if set_level else self.usual
        shares = {str(term): told.rate for term, told in known.items()}
        reached = service_level(wanted, shares)
        assert reached.achieved is not None
        least = min(known.values(), key=lambda told: told.judged)
        evidence = {
            "components": [
                [part.name, _text(part.rate), _text(part.loss_share)] for part in reached.components
            ]
        }
        yield self._measured(
            GapSource.SERVICE_LEVEL,
            place,
            "",
            wanted,
            least,
            {"promise_kind": "delivery"},
            got=reached.achieved,
            more=evidence,
        )
        even = wanted ** (ONE / len(known))
        for term, told in known.items():
            what = {"promise_kind": "delivery", "component": term}
            yield self._measured(GapSource.COMPONENT, place, str(term), even, told, what)

    def _measured(
        self,
        source: str,
        place: Place,
        name: str,
        wanted: Decimal,
        told: Counted,
        what: Mapping[str, Any],
        *,
        got: Decimal | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Measured:
        reached = told.rate if got is None else got
        assert reached is not None
        customer = place.id if place.slice == Slice.CUSTOMER else None
        branch = place.id if place.slice == Slice.BRANCH else None
        interval = told.interval
        return Measured(
            source=source,
            key=f"{source}|{name}||{customer or ''}||{branch or ''}",
            wanted=to_six(wanted),
            got=to_six(reached),
            width=to_six(wanted - reached),
            importance=self.weights.get(what["promise_kind"], self.unasked),
            basis=told.judged,
            since=self.at - self.span,
            until=self.at,
            what={**what, "customer_id": customer, "branch_id": branch},
            evidence={
                "right": told.right,
                "judged": told.judged,
                "interval": [interval.low, interval.high] if interval and got is None else None,
                **(more or {}),
            },
        )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(to_six(value))
