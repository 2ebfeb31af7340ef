"""Filling a cycle: findings, goals, targets, promises, packages, stages, expected effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.desk.models import Contact
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.facts import company_day
from kept.kernel.numbers import rule
from kept.methods.tailoring import HIGHEST, LOWEST, Criteria, service_step
from kept.parties.actions.competitors import know_competitor
from kept.parties.models import Customer
from kept.people.models import Person
from kept.promises.kinds import KINDS
from kept.scorecards.actions.targets import NotAShare, UnknownIndicator
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.rules import SERVICE_LEVEL

from ..enums import CHECKLIST, EffectKind, ServiceClass
from ..models import (
    Cycle,
    Effect,
    Finding,
    Gap,
    Goal,
    Package,
    PlannedPromise,
    PlannedTarget,
    Stage,
)
from ..queries.needs import similarity
from ..rules import RAISED_FROM, STANDARD_FROM, WEIGHT_RULES
from .cycling import changing


class NotHigher(Refused):
    default = _("A goal lies above what is reached now, %(now)s.")


class NotYetHeld(Refused):
    default = _("The day must not lie in the future.")


class LimitWrong(Refused):
    default = _("The time allowed must be above 0.")


class UnknownKind(Refused):
    default = _("There is no such promise.")


class MarkWrong(Refused):
    default = _("Each criterion is marked from 1 to 5.")


class DaysWrong(Refused):
    default = _("A stage is due after it begins.")


class InForceAlready(Refused):
    default = _("It is in force already and stays as it is.")


class NeverReached(Refused):
    default = _("No such figure can come about: it lies between %(low)s and %(high)s.")


class BelowNought(Refused):
    default = _("No such figure can come about: it is not below 0.")


class NameMissing(Refused):
    default = _("Give the package a name and say what it contains.")


@transaction.atomic
def write_finding(
    *,
    cycle: Cycle,
    kind: str,
    text: str,
    importance: int | None = None,
    promise_kind: str = "",
    competitor: str = "",
    contact: Contact | None = None,
    held_on: date | None = None,
    is_met: bool | None = None,
    by: Actor,
    at: datetime,
) -> Finding:
    """Write down what was found. A point of the checklist is answered anew in its place."""
    if held_on is not None and held_on > localdate(at):
        raise NotYetHeld(field="held_on")
    cycle = changing(cycle, "finding", by=by, at=at)
    finding = Finding(
        cycle=cycle,
        kind=kind,
        text=text.strip(),
        importance=importance,
        promise_kind=promise_kind,
        competitor=know_competitor(name=competitor, by=by, at=at) if competitor.strip() else None,
        contact=contact,
        held_on=held_on or (company_day(contact.at) if contact else None),
        is_met=is_met,
        made_at=at,
        made_by_id=by.person_id,
    )
    finding.check_words()
    if kind in CHECKLIST:
        cycle.findings.filter(kind=kind).delete()
    finding.save()
    return finding


@transaction.atomic
def set_goal(
    *, cycle: Cycle, gap: Gap, wanted: Decimal, direction: str = "", by: Actor, at: datetime
) -> Goal:
    """What a gap shall come to; said again, it replaces what was said."""
    if wanted <= gap.got:
        now = round(gap.got * 100, 1) if gap.is_rate else round(gap.got, 2)
        raise NotHigher(NotHigher.default % {"now": now}, field="wanted")
    if gap.is_rate and wanted > 1:
        raise NotAShare(field="wanted")
    cycle = changing(cycle, "goal", by=by, at=at)
    said = {"wanted": wanted, "direction": direction.strip()}
    goal, _made = Goal.objects.update_or_create(cycle=cycle, gap=gap, defaults=said)
    return goal


@transaction.atomic
def plan_target(
    *,
    cycle: Cycle,
    indicator: str,
    value: Decimal,
    customer: Customer | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> PlannedTarget:
    """The level that suits a customer, or all: it is set when the strategy is put in force."""
    if indicator != SERVICE_LEVEL and indicator not in INDICATORS:
        raise UnknownIndicator(field="indicator")
    if (indicator == SERVICE_LEVEL or INDICATORS[indicator].is_share) and not 0 < value <= 1:
        raise NotAShare(field="value")
    cycle = changing(cycle, "target", by=by, at=at)
    cycle.targets.filter(indicator=indicator, customer=customer, target=None).delete()
    return PlannedTarget.objects.create(
        cycle=cycle, indicator=indicator, customer=customer, value=value, why=why.strip()
    )


@transaction.atomic
def plan_promise(
    *,
    cycle: Cycle,
    kind: str,
    limit: timedelta,
    scope: Mapping[str, Any] | None = None,
    valid_from: date | None = None,
    expected: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> PlannedPromise:
    """Draft another time allowed. Of one kind and scope the last draft counts."""
    if kind not in KINDS:
        raise UnknownKind(field="kind")
    if limit <= timedelta():
        raise LimitWrong(field="limit")
    cycle = changing(cycle, "promise", by=by, at=at)
    own = dict(scope or {})
    cycle.promises.filter(kind=kind, policy_version=None, **own).delete()
    return PlannedPromise.objects.create(
        cycle=cycle, kind=kind, limit=limit, valid_from=valid_from, expected=dict(expected or {}), **own
    )


@transaction.atomic
def make_package(
    *,
    cycle: Cycle,
    name: str,
    content: str,
    criteria: Criteria,
    services: Iterable[Service] = (),
    customer: Customer | None = None,
    segment: str = "",
    price: int | None = None,
    by: Actor,
    at: datetime,
) -> Package:
    """Services put together for some customers; the five criteria say which level of service suits it.

    Said again by the same name for the same customers, it replaces what was said.
    """
    if not name.strip() or not content.strip():
        raise NameMissing(field="content" if name.strip() else "name")
    marks = {name: getattr(criteria, name) for name in WEIGHT_RULES}
    for field, mark in marks.items():
        if not LOWEST <= mark <= HIGHEST:
            raise MarkWrong(field=field)
    cycle = changing(cycle, "package", by=by, at=at)
    cuts = (rule(STANDARD_FROM, at=at), rule(RAISED_FROM, at=at))
    weights = {each: rule(key, at=at) for each, key in WEIGHT_RULES.items()}
    found = service_step(criteria, cuts=cuts, weights=weights)
    alike = None if customer else similarity({"segment": segment} if segment else {}, at)
    segment = "" if customer else segment
    cycle.packages.filter(name=name.strip(), customer=customer, segment=segment).delete()
    package = Package.objects.create(
        cycle=cycle,
        name=name.strip(),
        content=content.strip(),
        customer=customer,
        segment=segment,
        similarity=None if alike is None else round(Decimal(alike), 3),
        score=found.score,
        service_class=tuple(ServiceClass)[found.step],
        price=price,
        **marks,
    )
    package.services.set(services)
    return package


@transaction.atomic
def date_stage(
    *,
    stage: Stage,
    starts_on: date,
    due_on: date,
    owner: Person | None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Stage:
    """When a stage is, and who owns it."""
    if due_on < starts_on:
        raise DaysWrong(field="due_on")
    changing(stage.cycle, "stage", by=by, at=at)
    stage.starts_on, stage.due_on, stage.owner, stage.note = starts_on, due_on, owner, note.strip()
    stage.save(update_fields=["starts_on", "due_on", "owner", "note"])
    return stage


@transaction.atomic
def finish_stage(*, stage: Stage, by: Actor, at: datetime) -> Stage:
    changing(stage.cycle, "stage", by=by, at=at)
    stage.finish(person_id=by.person_id, at=at)
    stage.save(update_fields=["done_at", "done_by"])
    return stage


@transaction.atomic
def expect_effect(*, effect: Effect, expected: Decimal | None, by: Actor, at: datetime) -> Effect:
    """What a figure shall come to; None takes the expectation back. Raises NeverReached, BelowNought."""
    if expected is not None:
        _check_reachable(effect.kind, expected)
    changing(effect.cycle, "effect", by=by, at=at)
    effect.expected = expected
    effect.save(update_fields=["expected"])
    return effect


@transaction.atomic
def take_out(
    *, part: Finding | Goal | PlannedTarget | PlannedPromise | Package, by: Actor, at: datetime
) -> None:
    """Take a part out of the draft. What has been put in force stays."""
    if getattr(part, "target_id", None) or getattr(part, "policy_version_id", None):
        raise InForceAlready
    changing(part.cycle, _NAMES[type(part)], by=by, at=at)
    part.delete()


def _check_reachable(kind: str, expected: Decimal) -> None:
    lowest, highest = SHARES.get(kind, (0, None))
    if highest is None and expected < 0:
        raise BelowNought(field="expected")
    if highest is not None and not lowest <= expected <= highest:
        ends = {"low": lowest * 100, "high": highest * 100}
        raise NeverReached(NeverReached.default % ends, field="expected")


SHARES: dict[str, tuple[int, int | None]] = {
    EffectKind.SATISFACTION: (0, 1),
    EffectKind.QUALITY: (0, 1),
    EffectKind.BRAND: (-1, 1),
}
"""Between what a share or a difference of shares lies; written in hundredths."""
_NAMES: dict[type[Any], str] = {
    Finding: "finding",
    Goal: "goal",
    PlannedTarget: "target",
    PlannedPromise: "promise",
    Package: "package",
}
