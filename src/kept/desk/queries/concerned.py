"""Whom a case concerns, along the four parties of the service chain."""

from __future__ import annotations

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.transport.queries.concerned import Party, parties_of

from ..enums import Served
from ..models import Case


def goods_of(case: Case) -> Q:
    """The shipments of a case; those of its order where it names none itself."""
    about = Q(case_links__case=case)
    return about | Q(order=case.order_id) if case.order_id and not case.shipment_id else about


def parties_of_case(actor: Actor, case: Case) -> list[Party]:
    """One statement beside what the case holds itself."""
    caller = case.caller_name if case.served == Served.BEHALF else ""
    return parties_of(actor, goods_of(case), customer=case.customer, branch=case.branch, receivers=[caller])
