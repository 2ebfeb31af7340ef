"""What a reader wants to see of a customer at once."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Consignee, ContactPerson, Customer, Site

SHOWN = 12


@dataclass(frozen=True)
class CustomerCard:
    """A customer's people and places, at most a dozen of each; three statements."""

    people: list[ContactPerson]
    sites: list[Site]
    consignees: list[Consignee]


def customer_card(customer: Customer) -> CustomerCard:
    return CustomerCard(
        people=list(customer.contact_persons.order_by("id")[:SHOWN]),
        sites=list(customer.sites.order_by("id")[:SHOWN]),
        consignees=list(customer.consignees.order_by("id")[:SHOWN]),
    )
