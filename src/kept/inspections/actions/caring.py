"""Needs of customers, what is made for them, and telling who has not been spoken with."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kept.desk.actions.following import plan_follow_up
from kept.desk.models import FollowUp
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.parties.models import Customer
from kept.people.models import Person

from ..events import CustomerSilent, NeedChanged, NeedEnded, NeedHeard, ServiceCustomised
from ..models import Customization, Need, NeedChange, Silence
from ..queries.contact_plan import planned_days, silent_customers
from ..rules.numbers import REVIEW_DAYS, SILENT_A_DAY, SILENT_DAYS
from ..rules.refusals import NeedOver


@transaction.atomic
def hear_need(*, customer: Customer, by: Actor, at: datetime, **said: Any) -> Need:
    """Write down a need of a customer, in its group. `said` are fields of Need."""
    need = Need.objects.create(number=next_number("need", at=at), customer=customer, changed_at=at, **said)
    emit(NeedHeard.of(need, at=at, customer_id=customer.pk), by=by)
    return need


@transaction.atomic
def change_need(
    *, need: Need, words: str, importance: int, why: str = "", by: Actor, at: datetime
) -> NeedChange:
    """It changed: whoever looks after the customer reviews the service level within the days of the rule."""
    found = _locked(need)
    was = found.change(words=words, importance=importance, at=at)
    found.save(update_fields=["words", "importance", "changed_at"])
    was.why, was.by_id = why.strip(), by.person_id
    said = _said(_("Review the service level of %(customer)s: a need changed"), customer=found.customer)
    was.review = _task(found.customer, said, REVIEW_DAYS, about=found, by=by, at=at)
    was.save()
    emit(NeedChanged.of(found, at=at, customer_id=found.customer_id), by=by)
    return was


@transaction.atomic
def end_need(*, need: Need, on: date, by: Actor, at: datetime) -> Need:
    found = _locked(need)
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    emit(NeedEnded.of(found, at=at, customer_id=found.customer_id), by=by)
    return found


@transaction.atomic
def customise(*, customer: Customer, by: Actor, at: datetime, **said: Any) -> Customization:
    """A service item for one customer, or a standard held higher. `said` are fields of Customization."""
    made = Customization.objects.create(customer=customer, **said)
    emit(ServiceCustomised.of(made, at=at, customer_id=customer.pk), by=by)
    return made


@transaction.atomic
def end_customization(*, customization: Customization, on: date) -> Customization:
    """Given until this day."""
    found = Customization.objects.select_for_update(of=("self",)).get(pk=customization.pk)
    found.until = max(on, found.since) if found.until is None else min(found.until, max(on, found.since))
    found.save(update_fields=["until"])
    return found


@transaction.atomic
def tell_silences(*, by: Actor, at: datetime) -> list[Silence]:
    """Customers with whom nobody spoke for longer than planned: a task for whoever looks after them.

    Told once until somebody speaks with them again; as many a day as the rule says, the longest silent first.
    """
    days = planned_days(at=at)
    open_ones = Silence.objects.filter(ended_at=None).values("customer")
    rows = silent_customers(Customer.objects.active(), at=at).exclude(pk__in=open_ones)
    rows = rows.select_related("account_manager", "branch").order_by("last_at", "pk")
    made = []
    for customer in rows[: int(rule(SILENT_A_DAY, at=at))]:
        said = _said(_("No contact for too long: call or visit %(customer)s"), customer=customer)
        silence = Silence.objects.create(
            customer=customer,
            last_at=customer.last_at,
            days=days[customer.segment],
            told_at=at,
            follow_up=_task(customer, said, SILENT_DAYS, by=by, at=at),
        )
        emit(CustomerSilent.of(customer, at=at, manager_id=customer.account_manager_id), by=by)
        made.append(silence)
    return made


def end_silence(*, customer_id: int, at: datetime) -> None:
    """Somebody spoke with the customer."""
    Silence.objects.filter(customer=customer_id, ended_at=None).update(ended_at=at)


def _task(
    customer: Customer, what: str, key: str, *, about: Need | None = None, by: Actor, at: datetime
) -> FollowUp:
    return plan_follow_up(
        what=what,
        due_at=at + timedelta(days=int(rule(key, at=at))),
        about=about,
        customer=customer,
        owner=_owner(customer),
        by=by,
        at=at,
    )


def _owner(customer: Customer) -> Person | None:
    manager = customer.account_manager
    return manager if manager is not None and manager.is_active else None


def _locked(need: Need) -> Need:
    rows = Need.objects.select_for_update(of=("self",)).select_related("customer__account_manager")
    found = rows.get(pk=need.pk)
    if found.ended_on is not None:
        raise NeedOver
    return found


def _said(words: Any, **gaps: object) -> str:
    """Words that become data, in the language of the company."""
    with override(settings.LANGUAGE_CODE):
        return str(words) % gaps
