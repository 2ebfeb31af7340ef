"""How far the quotas of a survey are filled, level by level."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.kernel.numbers import rule
from kept.parties.enums import CustomerState
from kept.parties.models import ContactPerson

from ..enums import Level
from ..models import Response, Survey
from ..rules.levels import of_level
from ..rules.numbers import QUIET_DAYS


@dataclass(frozen=True)
class Quota:
    """One level of the plan: all its customers, the answers wanted, and the invitations they need."""

    level: str
    population: int
    wanted: int
    invitations: int


@dataclass(frozen=True)
class Lack:
    """How many invitations a level still lacks, whom they may go to, and why nobody is to be drawn."""

    invitations: int
    free: QuerySet[ContactPerson]
    why: str = ""


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


def lack_of(survey: Survey, quota: Quota, at: datetime) -> Lack:
    """Of one level: nobody of a customer that was asked in this survey, and nobody who was asked lately."""
    of_this = {f"customer__{name}": value for name, value in of_level(quota.level).items()}
    asked = survey.invitations.filter(**of_this)
    others = asked_without_link(survey).filter(level=quota.level)
    customers = {*asked.values_list("customer_id", flat=True), *others.values_list("customer_id", flat=True)}
    customers.discard(None)
    days = int(rule(QUIET_DAYS, at=at))
    known = ContactPerson.objects.filter(**of_this).exclude(customer__in=customers)
    written = known.exclude(email="")
    free = written.exclude(invitations__sent_at__gt=at - timedelta(days=days))
    lacking = quota.invitations - len(customers)
    why = ""
    if not quota.population:
        why = _("nobody of this level")
    elif asked.answered().count() + others.count() >= quota.wanted:
        why = _("as many have answered as were wanted")
    elif lacking <= 0:
        why = _("as many are invited as the plan says")
    elif not free.exists():
        why = _("no person with an e-mail address is left")
        if written.exists():
            why = _("everybody else was asked within the last %(days)d days") % {"days": days}
    return Lack(lacking, free.select_related("customer").order_by("pk"), why)


def why_nobody(survey: Survey, at: datetime) -> list[str]:
    """Level by level, why the lot has nobody to draw."""
    lacks = [(quota, lack_of(survey, quota, at)) for quota in quotas_of(survey)]
    words = _("%(level)s: %(reason)s")
    return [
        words % {"level": Level(quota.level).label, "reason": lack.why} for quota, lack in lacks if lack.why
    ]


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
