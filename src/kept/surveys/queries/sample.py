"""How far the quotas of a survey are filled, level by level."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.parties.enums import CustomerState

from ..enums import Level
from ..models import Response, Survey


@dataclass(frozen=True)
class Quota:
    """One level of the plan: all its customers, the answers wanted, and the invitations they need."""

    level: str
    population: int
    wanted: int
    invitations: int


@dataclass(frozen=True)
class QuotaFilled:
    """A level of the plan with what has come of it."""

    quota: Quota
    invited: int
    answered: int

    @property
    def words(self) -> Any:
        return Level(self.quota.level).label

    @property
    def is_full(self) -> bool:
        return self.answered >= self.quota.wanted

    @property
    def state(self) -> str:
        return _("full") if self.is_full else _("%(n)d lacking") % {"n": self.quota.wanted - self.answered}


def quotas_of(survey: Survey) -> list[Quota]:
    """The plan, level by level."""
    levels = survey.plan.get("levels", {})
    return [Quota(level, **levels[level]) for level in Level.values if level in levels]


def asked_without_link(survey: Survey) -> QuerySet[Response]:
    """What came by phone or on paper. Of an anonymous survey only the links tell who answered."""
    return survey.responses.filter(invitation=None, is_anonymous=False)


def quotas_filled(survey: Survey) -> list[QuotaFilled]:
    """The plan beside who was invited and what came, by link, phone or on paper; two statements."""
    invited: Counter[str] = Counter()
    answered = Counter(asked_without_link(survey).values_list("level", flat=True))
    rows = survey.invitations.values_list("customer__state", "customer__segment", "answered_at")
    for state, segment, at in rows:
        level = Level.LOST.value if state == CustomerState.LOST else segment
        invited[level] += 1
        answered[level] += at is not None
    return [QuotaFilled(one, invited[one.level], answered[one.level]) for one in quotas_of(survey)]
