"""The appraisal of satisfaction: its indicators against their levels, and the surveys that feed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, Max, Q

from kept.kernel.actor import Actor
from kept.surveys.enums import Trigger
from kept.surveys.models import Invitation, Response, Survey
from kept.surveys.permissions import VIEW as SURVEYS

from ..catalogue import Catalogue, Indicator
from ..enums import Direction
from .reading import Told, Whose, of, over, scores
from .targets import Level, Levels, end_of

APPRAISED: Final = (
    "customer_satisfaction",
    "post_service_satisfaction_rate",
    "satisfied_opinions_rate",
    "opinion_mean",
    "net_promoter_score",
    "complaint_rate",
    "customer_retention_rate",
)
"""What is appraised: what customers said in surveys and after cases, and what they did."""

PERIODIC: Final = (Trigger.CALENDAR, Trigger.START)


@dataclass(frozen=True)
class Appraised:
    """An indicator with its level; `is_reached` is None without a figure or without a level."""

    indicator: Indicator
    told: Told
    level: Level | None

    @property
    def gap(self) -> Decimal | None:
        """Wanted minus got, positive when something is missing."""
        if self.level is None or self.told.value is None:
            return None
        short = self.level.value - self.told.value
        return -short if self.indicator.direction == Direction.DOWN else short

    @property
    def is_reached(self) -> bool | None:
        return None if self.gap is None else self.gap <= 0


@dataclass(frozen=True)
class Periodic:
    """A survey that asks by itself: whom it invited, who came of them, and all answers, by whatever way."""

    survey: Survey
    is_open: bool
    invited: int
    came: int
    answered: int
    last_answer: datetime | None

    @property
    def rate(self) -> float | None:
        return self.came / self.invited if self.invited else None


def appraisal(
    actor: Actor, whose: Whose, first: date, last: date, *, within: Catalogue, levels: Levels
) -> list[Appraised]:
    """Each indicator over these months; what a manager retired is left out."""
    codes = [code for code in APPRAISED if code in within.indicators]
    told = over(of(scores(actor), whose), codes, first, last, within)
    return [
        Appraised(
            within.indicators[code],
            told[code],
            levels.of(code, on=end_of(last), slice=whose.slice, id=whose.id),
        )
        for code in codes
    ]


def periodic_surveys(actor: Actor, *, at: datetime) -> Sequence[Periodic]:
    """The surveys that ask by the calendar or some time after an agreement began, the newest first."""
    rows = Survey.objects.permitted(actor, SURVEYS).filter(trigger__in=PERIODIC)
    surveys = list(rows.select_related("questionnaire").order_by("-opens_at", "-pk"))
    asked = Invitation.objects.permitted(actor, SURVEYS).filter(survey__in=surveys).order_by()
    said = Response.objects.permitted(actor, SURVEYS).filter(survey__in=surveys).order_by()
    invited = {
        id: counts
        for id, *counts in asked.values_list("survey").annotate(
            all=Count("pk"), came=Count("pk", filter=Q(answered_at__isnull=False))
        )
    }
    came_in = said.values_list("survey").annotate(all=Count("pk"), newest=Max("answered_at"))
    answered = {id: told for id, *told in came_in}
    return [
        Periodic(
            each, each.takes_answers(at), *invited.get(each.pk, (0, 0)), *answered.get(each.pk, (0, None))
        )
        for each in surveys
    ]
