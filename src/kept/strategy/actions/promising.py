"""From an action to a new policy version: from then on something else is promised."""

from __future__ import annotations

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
    chosen = policy or _own_policy(action)
    if chosen is None:
        version = _first(action, limit, begins, reason, by, at)
    else:
        last = chosen.versions.order_by("-number").first()
        version = make_version(
            policy=chosen, valid_from=begins, limit=limit, by=by, at=at, why=reason, **_as_before(last)
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


def _own_policy(action: Action) -> Policy | None:
    """The policy of exactly the gap's kind and scope."""
    gap = action.gap
    if not gap.promise_kind:
        raise NoKind(field="policy")
    return Policy.objects.filter(
        kind=gap.promise_kind,
        customer=gap.customer,
        segment=gap.segment,
        service=None,
        lane_origin="",
        lane_destination="",
        for_contract=False,
    ).first()


def _first(
    action: Action, limit: timedelta | None, begins: datetime, why: str, by: Actor, at: datetime
) -> PolicyVersion:
    scope: dict[str, Any] = {}
    if action.gap.customer_id:
        scope["customer"] = action.gap.customer
    if action.gap.segment:
        scope["segment"] = action.gap.segment
    general = (
        PolicyVersion.objects.in_force(begins)
        .filter(policy__kind=action.gap.promise_kind, policy__customer=None, policy__segment="")
        .order_by("policy_id")
        .first()
    )
    terms = _as_before(general)
    if general is not None:
        terms["calendar"] = general.calendar
    return make_policy(
        kind=action.gap.promise_kind,
        scope=scope,
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
