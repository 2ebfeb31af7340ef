"""An order that a customer writes by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor
from kept.orders.actions.drafting import draft_order
from kept.orders.actions.placing import place_order
from kept.orders.enums import Source
from kept.orders.models import Order
from kept.parties.models import Customer


@transaction.atomic
def order_online(
    *,
    customer: Customer,
    data: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
) -> Order:
    """Draft and place in one step; what the rules refuse leaves no draft behind."""
    draft = draft_order(customer=customer, data={**data, "source": Source.PORTAL}, lines=lines, by=by, at=at)
    return place_order(order=draft, by=by, at=at)
