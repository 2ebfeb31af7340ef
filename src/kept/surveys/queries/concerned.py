"""Whom an answer concerns, along the four parties of the service chain."""

from __future__ import annotations

from django.db.models import Q

from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.orders.models import Order
from kept.transport.models import Shipment
from kept.transport.queries.concerned import Party, parties_of

from ..models import Response


def parties_of_response(actor: Actor, response: Response) -> list[Party]:
    """By the shipment, order or case that was asked about, and the case that came of a low answer.

    Of an anonymous answer nobody may find out, so nothing is told.
    """
    if response.is_anonymous:
        return []
    return parties_of(actor, _goods(response), customer=response.customer, branch=response.branch)


def _goods(response: Response) -> Q:
    asked = response.invitation
    goods = Q(case_links__case=response.case_id) if response.case_id else Q(pk=None)
    if asked is None or asked.about_id is None:
        return goods
    paths = {
        Shipment._meta.label_lower: "pk",
        Order._meta.label_lower: "order",
        Case._meta.label_lower: "case_links__case",
    }
    path = paths.get(asked.about_type)
    return goods | Q(**{path: asked.about_id}) if path else goods
