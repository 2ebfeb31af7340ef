"""Service and cost for programs: the cheapest way to a level, and the four relations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from ..enums import Compared, ServiceBy, Slice
from ..permissions import COSTS
from ..queries import reading
from ..queries.cheapest import cheapest
from ..queries.levels import reached
from ..queries.relations import Relation, Side
from ..queries.relations import Span as Months
from ..queries.relations import relations as relations_of
from .figures import Span, months_of, router


class PartOut(Schema):
    """Amounts in the smallest unit of the currency, a month."""

    component: str
    now: Decimal | None
    to: Decimal | None
    cost_of_point: int | None
    added: int | None


class CheapestOut(Schema):
    """Without targets, `obstacle` says why: no_figure, no_cost, currencies or out_of_reach."""

    target: Decimal
    achieved: Decimal | None
    highest: Decimal | None
    added: int | None
    currency: str
    obstacle: str
    components: list[PartOut]


class SideOut(Schema):
    service: Decimal | None
    cost_per_delivery: Decimal | None
    currency: str
    deliveries: int


class RelationOut(Schema):
    """`type` is cost_reduction, value_for_money, efficiency, breakthrough or none; empty without data."""

    id: int | None
    name: str
    before: SideOut
    after: SideOut
    type: str
    worsened: list[str]
    service_change: Decimal | None
    cost_change: Decimal | None
    cost_per_point: Decimal | None
    no_data: str


class RelationsOut(Schema):
    first: date
    last: date
    first_before: date
    last_before: date
    total: RelationOut
    lines: list[RelationOut]


@router.get("cheapest-levels", response=CheapestOut)
def cheapest_levels(request: HttpRequest, span: Query[Span], target: Decimal | None = None) -> CheapestOut:
    """The cheapest component targets that reach a level, such as 0.95; the set level unless said."""
    actor = _actor(request)
    first, last, whose = months_of(span)
    if not reading.may_read(actor, whose):
        raise HttpError(403, "not allowed")
    if target is not None and not 0 < target < 1:
        raise HttpError(422, "a target lies between 0 and 1")
    whole = reached(actor, whose, first, last)
    found = cheapest(whole, target or whole.level.set, on=localdate())
    return CheapestOut(
        target=found.target,
        achieved=found.achieved,
        highest=found.highest,
        added=found.added.amount if found.added else None,
        currency=found.added.currency if found.added else "",
        obstacle=found.obstacle or "",
        components=[
            PartOut(
                component=part.component,
                now=part.now,
                to=part.to,
                cost_of_point=part.cost.cost_of_point if part.cost else None,
                added=part.added.amount if part.added else None,
            )
            for part in found.parts
        ],
    )


@router.get("service-and-cost", response=RelationsOut)
def service_and_cost(
    request: HttpRequest,
    span: Query[Span],
    by: str = Slice.CUSTOMER.value,
    service: ServiceBy = ServiceBy.PRODUCT,
    compared: Compared = Compared.BEFORE,
) -> RelationsOut:
    """How service and cost per delivery moved from one span of months to the next, of all and of each."""
    actor = _actor(request)
    if by not in (Slice.CUSTOMER, Slice.BRANCH):
        raise HttpError(422, "by is one of customer, branch")
    first, last, _whose = months_of(span)
    now = Months(first, last)
    before = now.a_year_before() if compared == Compared.YEAR else now.before()
    whole, found = relations_of(actor, by=by, service=service, span=now, before=before)
    return RelationsOut(
        first=now.first,
        last=now.last,
        first_before=before.first,
        last_before=before.last,
        total=_relation(whole),
        lines=[_relation(each) for each in found],
    )


def _actor(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    if not actor.may(COSTS):
        raise HttpError(403, "not allowed")
    return actor


def _relation(each: Relation) -> RelationOut:
    change = each.change
    return RelationOut(
        id=each.whose.id,
        name=each.name,
        before=_side(each.before),
        after=_side(each.after),
        type=change.type if change else "",
        worsened=list(change.worsened) if change else [],
        service_change=change.service_change if change else None,
        cost_change=change.cost_change if change else None,
        cost_per_point=change.cost_per_point if change else None,
        no_data=each.reason,
    )


def _side(side: Side) -> SideOut:
    return SideOut(
        service=side.service,
        cost_per_delivery=side.per_delivery,
        currency=side.currency,
        deliveries=side.deliveries,
    )
