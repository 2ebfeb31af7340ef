"""What makes us ask without a person: a delivery, a closed case, the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kept.contracts.models import Agreement
from kept.kernel.actor import Actor
from kept.kernel.facts import company_day, company_zone
from kept.kernel.numbers import rule
from kept.parties.enums import CustomerState
from kept.parties.models import ContactPerson, Customer

from ..enums import Trigger
from ..models import Invitation, Survey
from ..rules.numbers import CALENDAR_DAYS, QUIET_DAYS, START_DAYS
from .inviting import Sent, invite_many

AT_ONCE = 200
LATEST = 90
"""Days after which nobody is asked any more about how an agreement began."""


def ask_about(
    *, trigger: str, customer_id: int | None, about: models.Model, by: Actor, at: datetime
) -> list[Sent]:
    """Ask the customer's people about what just happened, once per survey and thing."""
    asking = Survey.objects.open_at(at).filter(trigger=trigger)
    asked = Invitation.objects.filter(about_type=about._meta.label_lower, about_id=about.pk)
    waiting = list(asking.exclude(pk__in=asked.values("survey_id"))) if customer_id else []
    people = _reachable([customer_id]) if waiting else []
    return [
        invite_many(survey=survey, contact_persons=people, trigger=trigger, about=about, by=by, at=at)
        for survey in waiting
        if people
    ]


def ask_by_calendar(*, by: Actor, at: datetime) -> list[Sent]:
    """Ask customers of some standing who were not asked by the calendar for half a year (a rule number)."""
    sent = []
    for survey in Survey.objects.open_at(at).filter(trigger=Trigger.CALENDAR):
        people = _reachable(_due(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if people:
            sent.append(
                invite_many(survey=survey, contact_persons=people, trigger=Trigger.CALENDAR, by=by, at=at)
            )
    return sent


def ask_after_start(*, by: Actor, at: datetime) -> list[Sent]:
    """Ask the customers whose agreement began half a year ago (a rule number), once for each agreement."""
    today = at.astimezone(company_zone()).date()
    began = today - timedelta(days=int(rule(START_DAYS, at=at)))
    sent = []
    for survey in Survey.objects.open_at(at).filter(trigger=Trigger.START):
        asked = Invitation.objects.filter(survey=survey, about_type=Agreement._meta.label_lower)
        due = Agreement.objects.in_force(today).filter(valid_from__lte=began)
        due = due.filter(valid_from__gt=began - timedelta(days=LATEST)).exclude(
            pk__in=asked.values("about_id")
        )
        for agreement in due.order_by("pk")[:AT_ONCE]:
            if people := _reachable([agreement.customer_id]):
                sent.append(
                    invite_many(
                        survey=survey,
                        contact_persons=people,
                        trigger=Trigger.START,
                        about=agreement,
                        by=by,
                        at=at,
                    )
                )
    return sent


def _due(at: datetime) -> models.QuerySet[Customer]:
    """Active customers with somebody to write to, whom nobody asked lately."""
    since = at - timedelta(days=int(rule(CALENDAR_DAYS, at=at)))
    quiet = at - timedelta(days=int(rule(QUIET_DAYS, at=at)))
    own = Invitation.objects.filter(customer=OuterRef("pk"))
    lately = own.filter(Q(trigger=Trigger.CALENDAR, sent_at__gt=since) | Q(sent_at__gt=quiet))
    someone = ContactPerson.objects.filter(customer=OuterRef("pk")).exclude(email="")
    return (
        Customer.objects.filter(Exists(someone), state=CustomerState.ACTIVE)
        .filter(Q(since=None) | Q(since__lte=company_day(since)))
        .exclude(Exists(lately))
    )


def _reachable(customer_ids: Iterable[int | None]) -> list[ContactPerson]:
    """Contact persons to whom a link can be sent."""
    return list(
        ContactPerson.objects.filter(customer__in=list(customer_ids))
        .exclude(email="")
        .select_related("customer")
        .order_by("pk")
    )
