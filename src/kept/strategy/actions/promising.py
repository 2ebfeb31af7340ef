"""From an action to a new policy version: from then on something else is promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.promises.actions.policies import make_policy, make_version
from kept.promises.models import Policy, PolicyVersion

from ..enums import ActionState
from ..events import ActionBegun, PolicyVersionMade
from ..models import Action
from .acting import locked_action


class NotAgreed(Refused):
    default = _("Only an agreed or running action changes what we promise.")


class NoKind(Refused):
    default = _("This gap is about no kind of promise. Choose a policy.")


@transaction.atomic
def make_policy_version_from_action(
    *,
    action: Action,
    limit: timedelta | None,
    valid_from: datetime | None = None,
    policy: Policy | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> PolicyVersion:
    """Promise another time from a moment on; without a policy, by that of the gap's own scope.

    A scope without a policy gets one. What the last version said besides the time stays; running promises
    are not touched.
    """
    action = locked_action(action.pk)
    if action.state not in (ActionState.AGREED, ActionState.RUNNING):
        raise NotAgreed
    begins = valid_from or at
    reason = (why.strip() or f"{action.number} {action.title}")[:200]
    if policy is None and not action.gap.promise_kind:
        raise NoKind(field="policy")
    version = promise_anew(
        kind=action.gap.promise_kind,
        scope={"customer": action.gap.customer, "segment": action.gap.segment},
        policy=policy,
        limit=limit,
        valid_from=begins,
        why=reason,
        by=by,
        at=at,
    )
    action.policy_version = version
    begun = action.state == ActionState.AGREED
    if begun:
        action.begin(at=at)
    action.save(update_fields=["policy_version", "state", "started_at"])
    if begun:
        emit(ActionBegun.of(action, at=at), by=by)
    told = PolicyVersionMade.of(
        action,
        at=at,
        policy_id=version.policy_id,
        policy_version_id=version.pk,
        policy_version=version.number,
    )
    emit(told, by=by)
    return version


def promise_anew(
    *,
    kind: str,
    scope: Mapping[str, Any],
    limit: timedelta | None,
    valid_from: datetime,
    why: str,
    policy: Policy | None = None,
    by: Actor,
    at: datetime,
) -> PolicyVersion:
    """A new version of the policy of exactly this kind and scope, or its first where there is none."""
    chosen = policy or _own_policy(kind, scope)
    if chosen is None:
        return _first(kind, scope, limit, valid_from, why, by, at)
    last = chosen.versions.order_by("-number").first()
    return make_version(
        policy=chosen, valid_from=valid_from, limit=limit, by=by, at=at, why=why, **_as_before(last)
    )


def _own_policy(kind: str, scope: Mapping[str, Any]) -> Policy | None:
    everywhere: dict[str, Any] = {
        "customer": None,
        "segment": "",
        "service": None,
        "lane_origin": "",
        "lane_destination": "",
    }
    return Policy.objects.filter(kind=kind, for_contract=False, **everywhere | dict(scope)).first()


def _first(
    kind: str,
    scope: Mapping[str, Any],
    limit: timedelta | None,
    begins: datetime,
    why: str,
    by: Actor,
    at: datetime,
) -> PolicyVersion:
    general = (
        PolicyVersion.objects.in_force(begins)
        .filter(policy__kind=kind, policy__customer=None, policy__segment="", policy__for_contract=False)
        .order_by("policy_id")
        .first()
    )
    terms = _as_before(general)
    if general is not None:
        terms["calendar"] = general.calendar
    return make_policy(
        kind=kind,
        scope={name: value for name, value in scope.items() if value},
        limit=limit,
        valid_from=begins,
        why=why,
        by=by,
        at=at,
        **terms,
    )


def _as_before(last: PolicyVersion | None) -> dict[str, Any]:
    if last is None:
        return {}
    return {
        "limit_kind": last.limit_kind,
        "warn_share": last.warn_share,
        "warn_roles": last.warn_roles,
        "price": last.price,
        "currency": last.currency,
    }
