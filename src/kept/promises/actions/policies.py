"""Policies and their versions. A new version rules what begins after it; what runs is never touched."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import LimitKind
from ..events import PolicyChanged
from ..kinds import KINDS
from ..models import Policy, PolicyVersion, ServiceCalendar
from ..rules import NothingChanged
from .calendars import stock_calendars

BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


class PolicyExists(Refused):
    default = _("There is already a policy of this scope. Make a new version of it.")


class LimitMissing(Refused):
    default = _("Give the time allowed.")


class TooEarly(Refused):
    default = _("A new version begins after the one before it.")


TERMS = ("limit_kind", "limit", "calendar_id", "warn_share", "warn_roles", "price", "currency")
"""What a version promises; two versions with the same terms are one."""


@transaction.atomic
def make_policy(
    *,
    kind: str,
    by: Actor,
    at: datetime,
    valid_from: datetime | None = None,
    scope: dict[str, Any],
    **terms: Any,
) -> PolicyVersion:
    """A policy for a scope that has none yet, with its first version.

    `scope` holds customer, segment, service, lane_origin, lane_destination, for_contract, name;
    `terms` the fields of PolicyVersion.
    """
    policy = Policy(kind=kind, **scope)
    policy.scope_key = policy.key()
    if Policy.objects.filter(scope_key=policy.scope_key).exists():
        raise PolicyExists
    policy.save()
    return make_version(policy=policy, valid_from=valid_from or at, by=by, at=at, **terms)


@transaction.atomic
def make_version(
    *,
    policy: Policy,
    valid_from: datetime,
    by: Actor,
    at: datetime,
    limit: timedelta | None = None,
    limit_kind: str = LimitKind.WORKING_TIME,
    calendar: ServiceCalendar | None = None,
    **terms: Any,
) -> PolicyVersion:
    """The policy's numbers from a moment on; the version before ends there."""
    if limit_kind == LimitKind.WORKING_TIME and not limit:
        raise LimitMissing(field="limit")
    Policy.objects.select_for_update().get(pk=policy.pk)
    last = policy.versions.order_by("-number").first()
    if last and valid_from <= last.valid_from:
        raise TooEarly(field="valid_from")
    version = PolicyVersion(
        policy=policy,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        limit=limit,
        limit_kind=limit_kind,
        calendar=calendar or (last.calendar if last else _calendar_of(policy.kind)),
        made_by_id=by.person_id,
        made_at=at,
        **terms,
    )
    if last and _terms(version) == _terms(last):
        raise NothingChanged
    if last:
        policy.versions.filter(pk=last.pk).update(valid_until=valid_from)
    version.save()
    told = PolicyChanged(
        subject=Subject.of(policy), occurred_at=at, policy_version=version.number, kind=policy.kind
    )
    emit(told, by=by)
    return version


@transaction.atomic
def stock_policies() -> None:
    """The default policy of each kind, for kinds that have none yet."""
    stock_calendars()
    house = Actor.system("start")
    known = set(Policy.objects.filter(scope_key__endswith="||>||").values_list("kind", flat=True))
    for kind in KINDS.values():
        if kind.code in known:
            continue
        make_policy(
            kind=kind.code,
            scope={},
            limit=kind.limit,
            limit_kind=kind.limit_kind,
            calendar=ServiceCalendar.objects.get(code=kind.calendar),
            valid_from=BEGINNING,
            by=house,
            at=BEGINNING,
        )


def _terms(version: PolicyVersion) -> list[Any]:
    known: Any = PolicyVersion._meta
    return [known.get_field(name).to_python(getattr(version, name)) for name in TERMS]


def _calendar_of(kind: str) -> ServiceCalendar:
    declared = KINDS.get(kind)
    return ServiceCalendar.objects.get(code=declared.calendar if declared else "always")
