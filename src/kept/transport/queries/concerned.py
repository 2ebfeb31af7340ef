"""The four parties of the service chain that something concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.models import Branch
from kept.promises.enums import LiableTier

from ..models import Shipment

MOST = 50
"""Shipments that are looked at; a matter about more of them names the parties of the first."""

TIERS = (LiableTier.SUBCONTRACTOR, LiableTier.US, LiableTier.CLIENT, LiableTier.CLIENTS_CUSTOMER)


@dataclass(frozen=True)
class Party:
    """One of them: on which tier it stands, its name, and its number and page where it has them."""

    tier: str
    name: str
    number: str = ""
    url: str = ""

    @property
    def tier_words(self) -> str:
        return str(LiableTier(self.tier).label)


def parties_of_order(actor: Actor, order: Order) -> list[Party]:
    return parties_of(
        actor,
        Q(order=order),
        customer=order.customer,
        branch=order.branch,
        receivers=[
            shown_name(order.destination_name, actor.may("orders.amend") or actor.may("orders.release"))
        ],
    )


def parties_of(
    actor: Actor,
    goods: Q,
    *,
    customer: Customer | None = None,
    branch: Branch | None = None,
    receivers: Iterable[str] = (),
) -> list[Party]:
    """Subcontractors, we, the client and its customers: what is known itself, and what the shipments tell
    that this actor may see. One statement, however many shipments.
    """
    rows = Shipment.objects.permitted(actor, "transport.view").filter(goods)
    seen = list(rows.select_related("carrier", "branch", "customer").distinct().order_by("pk")[:MOST])
    knows = actor.may("transport.track")
    found = [
        *(_party(LiableTier.SUBCONTRACTOR, one.carrier, actor) for one in seen),
        *(_party(LiableTier.US, one, actor) for one in (branch, *(goods.branch for goods in seen))),
        *(_party(LiableTier.CLIENT, one, actor) for one in (customer, *(goods.customer for goods in seen))),
        *(Party(LiableTier.CLIENTS_CUSTOMER, name) for name in receivers if name),
        *(
            Party(LiableTier.CLIENTS_CUSTOMER, shown_name(one.consignee_name, knows))
            for one in seen
            if one.consignee_name
        ),
    ]
    return list(dict.fromkeys(one for one in found if one is not None))


def shown_name(name: str, is_seen: bool) -> str:
    """As it is for those who may see it, else the first letter."""
    return name if is_seen or not name else f"{name[0]}*"


def _party(tier: LiableTier, record: Any, actor: Actor) -> Party | None:
    if record is None:
        return None
    if isinstance(record, Branch):
        return Party(tier, record.name, record.code)
    url = record.get_absolute_url() if actor.may("parties.view") else ""
    return Party(tier, record.name, record.number, url)
