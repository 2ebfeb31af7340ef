"""What the making of promises needs to know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery

from ..models import CalendarVersion, PolicyVersion
from ..rules import Candidate


def candidates_in_force(kinds: Iterable[str], earliest: datetime, latest: datetime) -> list[PolicyVersion]:
    """Policy versions of these kinds that were in force at any time of the span; one statement."""
    return list(
        PolicyVersion.objects.filter(policy__kind__in=set(kinds), valid_from__lte=latest)
        .filter(Q(valid_until=None) | Q(valid_until__gt=earliest))
        .select_related("policy")
    )


def candidate_of(version: PolicyVersion) -> Candidate:
    """A version with its policy, reduced to what the choice needs."""
    policy = version.policy
    return Candidate(
        version_id=version.pk,
        policy_id=policy.pk,
        kind=policy.kind,
        limit=version.limit,
        for_contract=policy.for_contract,
        customer_id=policy.customer_id,
        segment=policy.segment,
        service_id=policy.service_id,
        lane=(policy.lane_origin, policy.lane_destination),
    )


def latest_calendars(calendar_ids: Iterable[int]) -> dict[int, CalendarVersion]:
    """The newest version of each calendar; one statement."""
    ids = set(calendar_ids)
    if not ids:
        return {}
    newest = (
        CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-number").values("pk")[:1]
    )
    rows = CalendarVersion.objects.filter(calendar__in=ids, pk=Subquery(newest))
    return {row.calendar_id: row for row in rows}


def month_end(start: datetime) -> datetime:
    """The end of the company's calendar month of a moment."""
    local = start.astimezone(ZoneInfo(settings.TIME_ZONE))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)
