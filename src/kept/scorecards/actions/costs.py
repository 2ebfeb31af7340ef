"""What a component costs, which levels could be offered, and setting the cheapest as levels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.facts import company_day
from kept.parties.models import Customer

from ..catalogue.indicators import COMPONENTS
from ..events import AlternativeEntered, AlternativeWithdrawn, ComponentCostSet
from ..models import ComponentCost, LevelAlternative, Target
from .targets import NotAShare, UnknownIndicator, set_target


class CostsNothing(Refused):
    default = _("The next point costs more than nothing.")


class BelowNothing(Refused):
    default = _("An amount is not below nothing.")


class NoName(Refused):
    default = _("Give the alternative a name.")


class AlreadyWithdrawn(Refused):
    default = _("This alternative has been withdrawn already.")


@transaction.atomic
def set_component_cost(
    *,
    component: str,
    cost_of_point: int,
    ceiling: Decimal,
    valid_from: date,
    cost_now: int | None = None,
    currency: str = "CNY",
    customer: Customer | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> ComponentCost:
    """Add what a component costs; the older rows stay as its history. Amounts are minor units a month."""
    if component not in COMPONENTS:
        raise UnknownIndicator(field="component")
    if cost_of_point <= 0:
        raise CostsNothing(field="cost_of_point")
    if cost_now is not None and cost_now < 0:
        raise BelowNothing(field="cost_now")
    if not 0 < ceiling <= 1:
        raise NotAShare(field="ceiling")
    cost = ComponentCost.objects.create(
        component=component,
        customer=customer,
        cost_now=cost_now,
        cost_of_point=cost_of_point,
        currency=currency,
        ceiling=ceiling,
        valid_from=valid_from,
        why=why.strip(),
        set_by_id=by.person_id,
        set_at=at,
    )
    told = ComponentCostSet(
        subject=Subject.of(cost), occurred_at=at, component=component, valid_from=valid_from
    )
    emit(told, by=by)
    return cost


@transaction.atomic
def enter_alternative(
    *,
    name: str,
    level: Decimal,
    income: int,
    cost: int,
    currency: str = "CNY",
    customer: Customer | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> LevelAlternative:
    """Write down a level that could be offered, with its income and cost a month in minor units."""
    if not name.strip():
        raise NoName(field="name")
    if not 0 < level <= 1:
        raise NotAShare(field="level")
    for field, amount in (("income", income), ("cost", cost)):
        if amount < 0:
            raise BelowNothing(field=field)
    alternative = LevelAlternative.objects.create(
        name=name.strip(),
        customer=customer,
        level=level,
        income=income,
        cost=cost,
        currency=currency,
        why=why.strip(),
        set_by_id=by.person_id,
        set_at=at,
    )
    emit(AlternativeEntered(subject=Subject.of(alternative), occurred_at=at, level=str(level)), by=by)
    return alternative


@transaction.atomic
def withdraw_alternative(*, alternative: LevelAlternative, by: Actor, at: datetime) -> LevelAlternative:
    """Take an alternative out of the comparison; the row stays."""
    alternative = LevelAlternative.objects.select_for_update().get(pk=alternative.pk)
    if alternative.withdrawn_at is not None:
        raise AlreadyWithdrawn
    alternative.withdrawn_at, alternative.withdrawn_by_id = at, by.person_id
    alternative.save(update_fields=["withdrawn_at", "withdrawn_by"])
    emit(AlternativeWithdrawn(subject=Subject.of(alternative), occurred_at=at), by=by)
    return alternative


@transaction.atomic
def set_levels_of_components(
    *, levels: Mapping[str, Decimal], whom: Mapping[str, Any], why: str, by: Actor, at: datetime
) -> list[Target]:
    """Set the level of each component for somebody from today on; `whom` as `set_target` takes it."""
    today = company_day(at)
    return [
        set_target(indicator=code, value=value, valid_from=today, **whom, why=why, by=by, at=at)
        for code, value in levels.items()
    ]
