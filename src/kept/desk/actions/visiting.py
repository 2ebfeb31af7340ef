"""Return visits: planned after a solved complaint and at intervals, and what comes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.parties.models import Customer

from ..enums import CaseKind, FollowUpSort, VisitRule
from ..models import Case, FollowUp
from ..rules import VISIT_AFTER_DAYS, VISIT_EVERY, VISITS_A_DAY, visit_interval_key
from .following import drop_follow_up, finish_follow_up, plan_follow_up
from .opening import open_case

LEAD = timedelta(days=7)
"""How long before its day a regular visit is planned."""


@transaction.atomic
def visit_after(*, case: Case, by: Actor, at: datetime) -> FollowUp | None:
    """A complaint was solved: ask the customer within the days of the rule how it went.

    Once for each time it is solved. None when the rule says none, it lives again, or the days are over.
    """
    days = timedelta(days=int(rule(VISIT_AFTER_DAYS, at=at)))
    if case.kind != CaseKind.COMPLAINT or case.customer_id is None or case.is_unfinished:
        return None
    if not case.solved_at or case.solved_at + days <= at:
        return None
    if _by_rule(case).filter(made_at__gte=case.solved_at).exists() or open_visits_about(case).exists():
        return None
    owner = case.owner if case.owner and case.owner.is_active else None
    return plan_follow_up(
        what=_said(_("How satisfied is the customer with %(case)s?"), case=case.number),
        due_at=case.solved_at + days,
        about=case,
        owner=owner,
        sort=FollowUpSort.RETURN_VISIT,
        rule=VisitRule.SOLVED,
        by=by,
        at=at,
    )


@transaction.atomic
def drop_visits_after(*, case: Case, by: Actor, at: datetime) -> None:
    """The case lives again: nobody asks how satisfied the customer is with its end."""
    for visit in open_visits_about(case) if case.is_unfinished else ():
        drop_follow_up(follow_up=visit, why=_said(_("The case was taken up again.")), by=by, at=at)


@transaction.atomic
def plan_regular_visits(*, by: Actor, at: datetime) -> list[FollowUp]:
    """A visit to each customer whose interval ends within a week, the longest unvisited first.

    The interval is the number rule of the customer's value class; 0 plans none. As many as the rule says.
    """
    intervals = {key: timedelta(days=int(rule(key, at=at))) for key in VISIT_EVERY.values()}
    if not any(intervals.values()):
        return []
    mine = Q(follow_ups__sort=FollowUpSort.RETURN_VISIT)
    busy = FollowUp.objects.return_visits().open().filter(customer__isnull=False)
    customers: Any = (
        Customer.objects.active()
        .exclude(pk__in=busy.values("customer"))
        .annotate(visited_at=Max("follow_ups__done_at", filter=mine & Q(follow_ups__is_dropped=False)))
        .select_related("account_manager", "branch")
        .order_by("visited_at", "pk")
    )
    made: list[FollowUp] = []
    most = int(rule(VISITS_A_DAY, at=at))
    for customer in customers.iterator():
        interval = intervals[visit_interval_key(customer.value_class)]
        if not interval or (customer.visited_at and customer.visited_at + interval > at + LEAD):
            continue
        made.append(_regular(customer, interval, by, at))
        if len(made) >= most:
            break
    return made


@transaction.atomic
def finish_return_visit(
    *, follow_up: FollowUp, case_kind: str = "", by: Actor, at: datetime, **said: Any
) -> tuple[FollowUp, Case | None]:
    """Done, with what the customer said; with a kind a case is opened from it in the same step."""
    done = finish_follow_up(follow_up=follow_up, **said, by=by, at=at)
    if not case_kind:
        return done, None
    case = open_case(
        kind=case_kind,
        contact=done.contact,
        customer=done.customer,
        branch=done.branch,
        reason=done.contact.summary if done.contact else done.result,
        by=by,
        at=at,
    )
    return done, case


def open_visits_about(case: Case) -> Any:
    """Return visits by rule about a case that are still to be made."""
    return _by_rule(case).open()


def _by_rule(case: Case) -> Any:
    about = {"subject_type": Case._meta.label_lower, "subject_id": case.pk}
    return FollowUp.objects.filter(rule=VisitRule.SOLVED, **about)


def _regular(customer: Customer, interval: timedelta, by: Actor, at: datetime) -> FollowUp:
    manager = customer.account_manager
    last: datetime | None = customer.visited_at  # type: ignore[attr-defined]
    return plan_follow_up(
        what=_said(_("Regular return visit: how satisfied is %(customer)s?"), customer=customer),
        due_at=max(last + interval, at + LEAD) if last else at + LEAD,
        customer=customer,
        owner=manager if manager and manager.is_active else None,
        sort=FollowUpSort.RETURN_VISIT,
        rule=VisitRule.REGULAR,
        by=by,
        at=at,
    )


def _said(words: Any, **gaps: object) -> str:
    """Words that become data, in the language of the company."""
    with override(settings.LANGUAGE_CODE):
        return str(words) % gaps if gaps else str(words)
