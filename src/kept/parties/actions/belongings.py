"""What belongs to a customer: contact persons, sites, consignees."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.searching import index

from ..events import ConsigneeAdded, ContactPersonAdded, SiteAdded
from ..models import Consignee, ContactPerson, Customer, Partner, Site


@transaction.atomic
def add_contact_person(
    *, party: Customer | Partner, name: str, by: Actor, at: datetime, **details: Any
) -> ContactPerson:
    owner = {"customer": party} if isinstance(party, Customer) else {"partner": party}
    person = ContactPerson.objects.create(name=name, **owner, **details)
    index(person, [person.name, person.phone])
    emit(ContactPersonAdded(subject=Subject.of(party), occurred_at=at), by=by)
    return person


@transaction.atomic
def add_site(*, customer: Customer, name: str, city: str, by: Actor, at: datetime, **details: Any) -> Site:
    site = Site.objects.create(customer=customer, name=name, city=city, **details)
    emit(SiteAdded(subject=Subject.of(customer), occurred_at=at), by=by)
    return site


@transaction.atomic
def add_consignee(
    *, customer: Customer, name: str, city: str, by: Actor, at: datetime, **details: Any
) -> Consignee:
    consignee = Consignee.objects.create(customer=customer, name=name, city=city, **details)
    index(consignee, [consignee.name, consignee.phone])
    emit(ConsigneeAdded(subject=Subject.of(customer), occurred_at=at), by=by)
    return consignee
