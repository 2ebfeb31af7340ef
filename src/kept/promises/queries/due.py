"""What is due: per person, team and branch, what breaks first on top."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.numbers import number_rule, rule

from ..models import Promise, PromiseQuerySet

OWED_DAYS = number_rule(
    "promises.owed_days",
    7,
    _("Days for which a broken promise that was never met stays in the list of what is due"),
    unit="d",
)


def due_now(actor: Actor, *, at: datetime) -> PromiseQuerySet:
    """Everything unmet that this actor may see, what broke or breaks first on top."""
    rows: PromiseQuerySet = Promise.objects.permitted(actor, "promises.view")
    return owed(rows, at=at)


def owed(rows: PromiseQuerySet, *, at: datetime) -> PromiseQuerySet:
    """Of these, what is still to be done, soonest first; recording a breach takes nothing off the list."""
    return shown(rows.owed(broken_since=at - timedelta(days=int(rule(OWED_DAYS, at=at))))).soonest()


def shown(rows: PromiseQuerySet) -> PromiseQuerySet:
    """With what a sign and its line need, in the same statement."""
    return rows.select_related("calendar_version", "policy_version", "customer", "person", "branch")


def broken_between(actor: Actor, start: datetime, end: datetime, *, now: datetime) -> PromiseQuerySet:
    """Promises that broke in a span, by record or by the clock."""
    rows: PromiseQuerySet = Promise.objects.permitted(actor, "promises.view").broken(now)
    span = Q(broken_at__gte=start, broken_at__lt=end) | Q(broken_at=None, due_at__gte=start, due_at__lt=end)
    return shown(rows.filter(span))


def at_risk(actor: Actor, now: datetime, *, within: timedelta = timedelta(hours=24)) -> PromiseQuerySet:
    """Running promises that fall due soon."""
    rows: PromiseQuerySet = Promise.objects.permitted(actor, "promises.view").running()
    return shown(rows.filter(due_at__gte=now, due_at__lt=now + within)).soonest()


def subject_address(promise: Promise) -> str:
    """Where the thing stands that this promise is about; nothing for what has no page."""
    model: Any = apps.get_model(promise.subject_type)
    record = model._base_manager.filter(pk=promise.subject_id).first()
    return record.get_absolute_url() if record is not None and hasattr(record, "get_absolute_url") else ""


def considered(promise: Promise) -> list[dict[str, Any]]:
    """The policies that were weighed when the promise was made, the one that won first."""
    from ..models import PolicyVersion

    ids = [version_id for _, version_id in promise.candidates]
    versions = PolicyVersion.objects.select_related(
        "policy", "policy__customer", "policy__service", "calendar"
    ).in_bulk(ids)
    return [{"version": versions[pk], "won": n == 0} for n, pk in enumerate(ids) if pk in versions]
