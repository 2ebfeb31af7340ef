"""Putting a strategy in force: its paper is frozen, its targets are set, its policies made."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.facts import company_day, company_zone
from kept.scorecards.actions.targets import set_target

from ..enums import CycleState
from ..events import StrategyInForce
from ..models import Cycle, PlannedPromise, StrategyVersion
from ..queries.paper import is_same, paper_of
from .cycling import locked_cycle
from .promising import promise_anew


class OwnStrategy(Refused):
    default = _("Somebody else puts it in force: whoever changed it last may not.")


class NothingPlanned(Refused):
    default = _("A strategy needs at least one goal, target, promise or package.")


class NothingNew(Refused):
    default = _("Nothing was changed since the version in force.")


class InForceElsewhere(Refused):
    default = _("%(number)s is in force for the same people. Close it first.")


@transaction.atomic
def put_in_force(*, cycle: Cycle, by: Actor, at: datetime) -> StrategyVersion:
    """The next version of the strategy. Targets hold from today, promises from their day or from now.

    Running promises keep the version they were made by.
    """
    cycle = locked_cycle(cycle)
    cycle.must_be_open()
    if by.person_id is not None and by.person_id == cycle.changed_by_id:
        raise OwnStrategy
    if not any(rows.exists() for rows in (cycle.goals, cycle.targets, cycle.promises, cycle.packages)):
        raise NothingPlanned
    _check_alone(cycle)
    cycle.put_in_force(at=at)
    _set_targets(cycle, by, at)
    for planned in cycle.promises.filter(policy_version=None).select_related("customer", "service"):
        _promise(cycle, planned, by, at)
    last, paper = cycle.newest, paper_of(cycle)
    if last is not None and is_same(last.paper, paper):
        raise NothingNew
    cycle.save()
    version = StrategyVersion.objects.create(
        cycle=cycle,
        number=last.number + 1 if last else 1,
        paper=paper,
        put_at=at,
        put_by_id=by.person_id,
    )
    emit(StrategyInForce.of(cycle, at=at, strategy_version=version.number), by=by)
    return version


def _check_alone(cycle: Cycle) -> None:
    same = Cycle.objects.filter(
        state=CycleState.IN_FORCE, customer=cycle.customer_id, segment=cycle.segment
    ).exclude(pk=cycle.pk)
    if other := same.first():
        raise InForceElsewhere(InForceElsewhere.default % {"number": other.number})


def _set_targets(cycle: Cycle, by: Actor, at: datetime) -> None:
    today = company_day(at)
    assert today is not None
    for planned in cycle.targets.filter(target=None).select_related("customer"):
        planned.target = set_target(
            indicator=planned.indicator,
            value=planned.value,
            customer=planned.customer,
            valid_from=today,
            why=(planned.why or f"{cycle.number} {cycle.title}")[:200],
            by=by,
            at=at,
        )
        planned.save(update_fields=["target"])


def _promise(cycle: Cycle, planned: PlannedPromise, by: Actor, at: datetime) -> None:
    day = planned.valid_from
    begins = datetime.combine(day, time(), company_zone()) if day else at
    planned.policy_version = promise_anew(
        kind=planned.kind,
        scope=planned.scope(),
        limit=planned.limit,
        valid_from=max(begins, at),
        why=f"{cycle.number} {cycle.title}"[:200],
        by=by,
        at=at,
    )
    planned.save(update_fields=["policy_version"])
