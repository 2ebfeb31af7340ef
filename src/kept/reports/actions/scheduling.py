"""Arranging that a report is sent regularly, stopping and resuming it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.facts import company_day
from kept.kernel.numbering import next_number
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person
from kept.people.queries import actor_of

from ..enums import About, Form
from ..events import ScheduleChanged, ScheduleMade
from ..models import Schedule
from ..queries.asking import reaches, reaches_all
from ..queries.kinds import KINDS, Kind
from ..rules import Period, moment_of, period_after


class NotRegular(Refused):
    default = _("This report cannot be sent regularly at this interval.")


class ReceiverMissing(Refused):
    default = _("Choose at least one receiver.")


class NotTheirs(Refused):
    default = _("A customer's contact persons get reports about their own company only.")


class MayNotRead(Refused):
    default = _("These colleagues may not open this report themselves: %(names)s.")


class AddressMissing(Refused):
    default = _("No mail address is known of: %(names)s.")


class ScopeMissing(Refused):
    default = _("Say about whom the report speaks.")


@transaction.atomic
def make_schedule(
    *,
    kind: str,
    span: str,
    customer: Customer | None = None,
    branch: Branch | None = None,
    days_after: int = 1,
    hour: int = 8,
    language: str = "",
    form: str = Form.PDF,
    persons: Sequence[Person] = (),
    contacts: Sequence[ContactPerson] = (),
    by: Actor,
    at: datetime,
) -> Schedule:
    """Have a report sent from the next period on that ends from now. Each receiver is checked."""
    known = KINDS.get(kind)
    if known is None or not known.is_regular or span not in known.spans:
        raise NotRegular(field="span")
    if known.about == About.CUSTOMER and customer is None:
        raise ScopeMissing(field="customer")
    _check_maker(known, customer, branch, by)
    _check_persons(known, customer, branch, persons, at)
    _check_contacts(known, customer, contacts)
    if not persons and not contacts:
        raise ReceiverMissing(field="persons")
    schedule = Schedule(
        number=next_number("schedule", at=at),
        kind=kind,
        customer=customer,
        branch=branch,
        span=span,
        days_after=days_after,
        hour=hour,
        language=language,
        form=form,
        made_at=at,
        made_by_id=by.person_id,
    )
    schedule.wait_for(first_period(span, days_after, hour, at))
    schedule.save()
    schedule.persons.set(persons)
    schedule.contacts.set(contacts)
    emit(ScheduleMade.of(schedule, at=at), by=by)
    return schedule


@transaction.atomic
def change_schedule(*, schedule: Schedule, is_active: bool, by: Actor, at: datetime) -> Schedule:
    """Stop or resume it. What fell due while it was stopped is not sent."""
    schedule = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if schedule.is_active == is_active:
        return schedule
    schedule.is_active = is_active
    if is_active:
        schedule.wait_for(first_period(schedule.span, schedule.days_after, schedule.hour, at))
    schedule.save()
    emit(ScheduleChanged.of(schedule, at=at, is_active=is_active), by=by)
    return schedule


def first_period(span: str, days_after: int, hour: int, at: datetime) -> Period:
    """The first period whose moment of sending has not passed."""
    today = company_day(at)
    assert today is not None
    period = Period.holding(span, today).before
    while moment_of(period, days_after=days_after, hour=hour) <= at:
        period = period_after(period)
    return period


def may_read(actor: Actor, kind: Kind, customer: Customer | None, branch: Branch | None) -> bool:
    """Whether this actor's own grants open this report."""
    if not actor.may(kind.needs):
        return False
    if customer is not None:
        return reaches(actor, kind.needs, customer)
    return reaches_all(actor, kind.needs) or (
        branch is not None
        and any(s.kind == "branch" and s.id == branch.pk for s in actor.scopes_of(kind.needs))
    )


def _check_maker(kind: Kind, customer: Customer | None, branch: Branch | None, by: Actor) -> None:
    if not may_read(by, kind, customer, branch):
        raise MayNotRead(MayNotRead.default % {"names": by.name}, field="customer" if customer else "branch")


def _check_persons(
    kind: Kind, customer: Customer | None, branch: Branch | None, persons: Sequence[Person], at: datetime
) -> None:
    shut = [p.name for p in persons if not may_read(actor_of(p, at), kind, customer, branch)]
    if shut:
        raise MayNotRead(MayNotRead.default % {"names": ", ".join(shut)}, field="persons")
    without = [person.name for person in persons if not person.email]
    if without:
        raise AddressMissing(AddressMissing.default % {"names": ", ".join(without)}, field="persons")


def _check_contacts(kind: Kind, customer: Customer | None, contacts: Sequence[ContactPerson]) -> None:
    own = customer.pk if customer else None
    if contacts and (not kind.for_customers or any(each.customer_id != own for each in contacts)):
        raise NotTheirs(field="contacts")
    without = [contact.name for contact in contacts if not contact.email]
    if without:
        raise AddressMissing(AddressMissing.default % {"names": ", ".join(without)}, field="contacts")
