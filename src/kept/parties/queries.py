"""What a reader wants to see of a customer at once."""

from __future__ import annotations

from dataclasses import dataclass

from .models import ChainLink, Consignee, ContactPerson, Customer, Site

SHOWN = 12


@dataclass(frozen=True)
class CustomerCard:
    """A customer's people, places and chain, at most a dozen of each; four statements."""

    people: list[ContactPerson]
    sites: list[Site]
    consignees: list[Consignee]
    members: list[ChainLink]
    """Who stands in its chain."""
    places: list[ChainLink]
    """In whose chain it stands."""


def customer_card(customer: Customer) -> CustomerCard:
    links = list(ChainLink.objects.of(customer).select_related("customer", "member")[: 2 * SHOWN])
    return CustomerCard(
        people=list(customer.contact_persons.order_by("id")[:SHOWN]),
        sites=list(customer.sites.order_by("id")[:SHOWN]),
        consignees=list(customer.consignees.order_by("id")[:SHOWN]),
        members=[link for link in links if link.customer_id == customer.pk][:SHOWN],
        places=[link for link in links if link.member_id == customer.pk][:SHOWN],
    )
