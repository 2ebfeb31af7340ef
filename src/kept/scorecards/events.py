from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("scorecards.target_set")
@dataclass(frozen=True, kw_only=True)
class TargetSet(Event):
    title = _("Level set")
    indicator: str
    value: str
    valid_from: date


@event("scorecards.complaints_reported")
@dataclass(frozen=True, kw_only=True)
class ComplaintsReported(Event):
    """The complaints of a month are ready to be read; told once a month."""

    title = _("Complaints of the month")
    month: date


@event("scorecards.component_cost_set")
@dataclass(frozen=True, kw_only=True)
class ComponentCostSet(Event):
    title = _("Cost of a component set")
    component: str
    valid_from: date


@event("scorecards.alternative_entered")
@dataclass(frozen=True, kw_only=True)
class AlternativeEntered(Event):
    title = _("Alternative service level entered")
    level: str


@event("scorecards.alternative_withdrawn")
@dataclass(frozen=True, kw_only=True)
class AlternativeWithdrawn(Event):
    title = _("Alternative service level withdrawn")


@event("scorecards.need_rated")
@dataclass(frozen=True, kw_only=True)
class NeedRated(Event):
    title = _("Need rated")
    level: str


@event("scorecards.numbers_entered")
@dataclass(frozen=True, kw_only=True)
class NumbersEntered(Event):
    title = _("Base numbers entered")
    count: int
    first: date
    last: date


@event("scorecards.judged")
@dataclass(frozen=True, kw_only=True)
class IndicatorJudged(Event):
    title = _("Indicator judged")
    indicator: str
    month: date


@event("scorecards.indicator_changed")
@dataclass(frozen=True, kw_only=True)
class IndicatorChanged(Event):
    """An indicator was added, changed or retired."""

    title = _("Indicator changed")
    indicator: str
    change: str
    formula: str
    valid_from: date


@event("scorecards.weights_set")
@dataclass(frozen=True, kw_only=True)
class WeightsSet(Event):
    title = _("Weights set")
    node: str
    valid_from: date


@event("scorecards.bounds_set")
@dataclass(frozen=True, kw_only=True)
class BoundsSet(Event):
    title = _("Bounds of a score set")
    indicator: str
    worst: str
    best: str
    valid_from: date
