"""How often a customer is to be spoken with, how often that happened, who was silent for too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kept.desk.models import Contact
from kept.kernel.facts import company_day
from kept.kernel.numbers import rule
from kept.promises.enums import PromiseState
from kept.promises.models import Promise

from ..enums import CustomSort
from ..models import Customization, Need
from ..rules.numbers import CONTACT_EVERY, COUNT_DAYS


def planned_days(*, at: datetime) -> dict[str, int]:
    """Days between two contacts by the customer's level; 0 plans none."""
    return {segment: int(rule(key, at=at)) for segment, key in CONTACT_EVERY.items()}


def with_contacts(customers: QuerySet[Any], *, at: datetime) -> QuerySet[Any]:
    """Each with its last contact, the contacts of the last days in and out, and the days planned."""
    outside = Contact.objects.filter(customer=OuterRef("pk"), is_internal=False).order_by("-at")
    counted = outside.filter(at__gte=at - timedelta(days=int(rule(COUNT_DAYS, at=at))))
    days = [When(segment=segment, then=Value(n)) for segment, n in planned_days(at=at).items()]
    found: QuerySet[Any] = customers.annotate(
        last_at=Subquery(outside.values("at")[:1]),
        came=_count(counted.filter(direction="in"), "customer"),
        went=_count(counted.filter(direction="out"), "customer"),
        plan_days=Case(*days, default=Value(0), output_field=IntegerField()),
    )
    return found


def with_care(customers: QuerySet[Any], *, at: datetime) -> QuerySet[Any]:
    """With what is made for each alone: items, higher standards, promises kept by an own policy."""
    rows = Customization.objects.filter(customer=OuterRef("pk")).lasting(company_day(at))
    since = at - timedelta(days=int(rule(COUNT_DAYS, at=at)))
    own = Promise.objects.filter(
        customer=OuterRef("pk"),
        policy_version__policy__customer=OuterRef("pk"),
        state=PromiseState.KEPT,
        due_at__gte=since,
        due_at__lt=at + timedelta(days=1),
    )
    found: QuerySet[Any] = with_contacts(customers, at=at).annotate(
        items=_count(rows.filter(sort=CustomSort.ITEM), "customer"),
        higher=_count(rows.filter(sort=CustomSort.HIGHER), "customer"),
        kept_higher=_count(own, "customer"),
        needs_count=_count(Need.objects.lasting().filter(customer=OuterRef("pk")), "customer"),
    )
    return found


def silent_customers(customers: QuerySet[Any], *, at: datetime) -> QuerySet[Any]:
    """Those with whom nobody spoke for longer than planned, or never."""
    late = Q(pk__in=[])
    for segment, days in planned_days(at=at).items():
        if days:
            since = at - timedelta(days=days)
            late |= Q(segment=segment) & (Q(last_at__lt=since) | Q(last_at=None))
    return with_contacts(customers, at=at).filter(late)


def next_contact(customer: Any) -> datetime | None:
    """By when the next contact is planned; None where none is planned or none ever was."""
    if not customer.plan_days or customer.last_at is None:
        return None
    moment: datetime = customer.last_at + timedelta(days=customer.plan_days)
    return moment


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
