"""The three purposes of service management, answered from the records of today and the kept figures.

Are the requirements of service explicit, is its cost under control, are level and cost in balance? (R021)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef

from kept.contracts.models import Agreement
from kept.inspections.models import Need
from kept.kernel.actor import Actor
from kept.kernel.facts import company_day
from kept.kernel.numbers import rule
from kept.methods.cost_of_service import ServiceCostChange
from kept.parties.enums import CustomerState
from kept.parties.models import Customer
from kept.promises.kinds import KINDS
from kept.promises.queries.resolving import candidates_in_force
from kept.scorecards.catalogue.indicators import COMPONENTS
from kept.scorecards.enums import ServiceBy, Slice
from kept.scorecards.queries.levels import Reached, reached
from kept.scorecards.queries.reading import Whose, scores, span_of
from kept.scorecards.queries.relations import Relation, Span, months_back, relations
from kept.scorecards.queries.targets import Levels
from kept.scorecards.rules import COST_TOLERANCE

from ..enums import Answered
from ..rules import EXPLICIT_SHARE
from .own_level import MONTHS

NAMED = 10


@dataclass(frozen=True)
class Explicit:
    """What is written down: of customers, of kinds of promise, of the components of the service level."""

    customers: int
    agreed: int
    needs_known: int
    without: Sequence[Customer]
    kinds: int
    kinds_promised: int
    components: int
    components_set: int
    wanted_share: Decimal

    @property
    def answer(self) -> Answered:
        if not self.customers:
            return Answered.UNKNOWN
        if not self.agreed:
            return Answered.NO
        enough = self.agreed >= self.wanted_share * self.customers and self.kinds_promised == self.kinds
        return Answered.YES if enough else Answered.PARTLY


@dataclass(frozen=True)
class Cost:
    """Cost per delivery of the last months beside those before, of all, and of those for whom it rose."""

    whole: Relation | None
    risen: Sequence[Relation]
    tolerance: Decimal

    @property
    def answer(self) -> Answered:
        change = self.whole.change if self.whole else None
        if change is None:
            return Answered.UNKNOWN
        if change.cost_change > self.tolerance:
            return Answered.NO
        return Answered.PARTLY if self.risen else Answered.YES


@dataclass(frozen=True)
class Balance:
    """The level reached beside the set one, and how service and cost moved together."""

    level: Reached | None
    whole: Relation | None

    @property
    def change(self) -> ServiceCostChange | None:
        return self.whole.change if self.whole else None

    @property
    def answer(self) -> Answered:
        gap = self.level.gap if self.level else None
        if gap is None or self.change is None:
            return Answered.UNKNOWN
        if gap <= 0:
            return Answered.PARTLY if self.change.worsened else Answered.YES
        return Answered.NO if self.change.worsened else Answered.PARTLY


@dataclass(frozen=True)
class Purposes:
    """The three answers; `span` and `before` are the months compared, None while nothing is measured."""

    explicit: Explicit
    cost: Cost
    balance: Balance
    span: Span | None
    before: Span | None


def purposes(actor: Actor, at: datetime) -> Purposes:
    """The three answers as this actor may see them; costs that they may not see are unknown."""
    today = company_day(at)
    assert today is not None
    levels = Levels()
    explicit = _explicit(actor, at, today, levels)
    span = _last_months(actor, today)
    if span is None:
        return Purposes(explicit, Cost(None, (), rule(COST_TOLERANCE)), Balance(None, None), None, None)
    level = reached(actor, Whose(), span.first, span.last, levels)
    before = span.before()
    whole: Relation | None = None
    risen: list[Relation] = []
    tolerance = rule(COST_TOLERANCE)
    if actor.may("scorecards.costs"):
        by, service = Slice.CUSTOMER.value, ServiceBy.PRODUCT
        whole, each = relations(actor, by=by, service=service, span=span, before=before)
        risen = [one for one in each if one.change and one.change.cost_change > tolerance]
        risen.sort(key=lambda one: -one.change.cost_change if one.change else 0)
    return Purposes(explicit, Cost(whole, risen, tolerance), Balance(level, whole), span, before)


def _explicit(actor: Actor, at: datetime, today: date, levels: Levels) -> Explicit:
    """Five statements."""
    customers = Customer.objects.permitted(actor, "strategy.view").filter(state=CustomerState.ACTIVE)
    agreements = Agreement.objects.in_force(today).filter(
        customer=OuterRef("pk"), service_level__isnull=False
    )
    needs = Need.objects.filter(customer=OuterRef("pk"), ended_on=None)
    told = customers.annotate(agreed=Exists(agreements), needed=Exists(needs))
    rows = list(told.values_list("agreed", "needed").order_by())
    without = told.filter(agreed=False).order_by("name")[:NAMED]
    promised = {version.policy.kind for version in candidates_in_force(KINDS, at, at)}
    set_for = [code for code in COMPONENTS if levels.of(code, on=today)]
    return Explicit(
        customers=len(rows),
        agreed=sum(agreed for agreed, _ in rows),
        needs_known=sum(needed for _, needed in rows),
        without=list(without),
        kinds=len(KINDS),
        kinds_promised=len(promised & set(KINDS)),
        components=len(COMPONENTS),
        components_set=len(set_for),
        wanted_share=rule(EXPLICIT_SHARE),
    )


def _last_months(actor: Actor, today: date) -> Span | None:
    """The last full months that have figures."""
    found = span_of(scores(actor))
    if found is None:
        return None
    last = min(found[1], months_back(today.replace(day=1), 1))
    return Span(months_back(last, MONTHS - 1), last) if last >= found[0] else None
