"""Quick find of customers, what belongs to them, and partners: by name, number, phone or pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, matching, search_provider

from ..models import Consignee, ContactPerson, Customer, Partner


@search_provider("customers", _("Customers"), permission="parties.view", of=(Customer,))
def find_customers(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = matching(Customer.objects.permitted(actor, "parties.view"), text).order_by("id")[:limit]
    return [Hit(row.name, row.get_absolute_url(), row.city, row.number) for row in rows]


@search_provider("contact_persons", _("Contact persons"), permission="parties.view", of=(ContactPerson,))
def find_contact_persons(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = matching(ContactPerson.objects.permitted(actor, "parties.view"), text)
    found = rows.select_related("customer", "partner").order_by("id")[:limit]
    return [Hit(p.name, p.party.get_absolute_url(), p.party.name, p.phone) for p in found]


@search_provider("consignees", _("Consignees"), permission="parties.view", of=(Consignee,))
def find_consignees(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = matching(Consignee.objects.permitted(actor, "parties.view"), text)
    found = rows.select_related("customer").order_by("id")[:limit]
    return [Hit(c.name, c.customer.get_absolute_url(), c.customer.name, c.phone) for c in found]


@search_provider("partners", _("Subcontractors"), permission="parties.view", of=(Partner,))
def find_partners(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = matching(Partner.objects.permitted(actor, "parties.view"), text).order_by("id")[:limit]
    return [Hit(row.name, row.get_absolute_url(), row.city, row.number) for row in rows]
