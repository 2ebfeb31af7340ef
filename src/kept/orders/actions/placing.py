"""Placing: from here on we owe something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery

from kept.contracts.queries.agreements import standings
from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit_many
from kept.people.models import Branch
from kept.promises.actions import PromiseRequest, start_promises
from kept.promises.models import Promise

from ..enums import Part, Payment
from ..events import OrderPlaced
from ..models import Order, OrderBranch, OrderLine
from ..rules import CreditExceeded, owed_by
from .drafting import OrderDraft, build_orders

BATCH = 500


@transaction.atomic
def place_order(*, order: Order, by: Actor, at: datetime) -> Order:
    """Place a draft order, promise what it wants and tell the house."""
    order = Order.objects.select_for_update(of=("self",)).select_related("customer").get(pk=order.pk)
    order.place(at=at, lines=list(order.lines.all()))
    _check_credit([order])
    policies = _stand_on_agreements([order], at)
    order.save(update_fields=["state", "placed_at", "agreement"])
    _join_branches([order])
    _promise([order], policies, by=by, at=at)
    emit_many([_told(order, at)], by=by)
    return order


@transaction.atomic
def place_orders(*, drafts: Sequence[OrderDraft], by: Actor, at: datetime) -> list[Order]:
    """Take and place many orders at once: the same rules, one statement per table per batch.

    Raises the refusal of the first order that may not be placed; then none is.
    """
    built = build_orders(drafts, by=by, at=at)
    for order, lines in built:
        order.place(at=at, lines=lines)
    orders = [order for order, _lines in built]
    _check_credit(orders)
    policies = _stand_on_agreements(orders, at)
    Order.objects.bulk_create(orders, batch_size=BATCH)
    OrderLine.objects.bulk_create([line for _order, lines in built for line in lines], batch_size=BATCH)
    _join_branches(orders)
    _promise(orders, policies, by=by, at=at)
    emit_many([_told(order, at) for order in orders], by=by)
    return orders


def _check_credit(orders: Iterable[Order]) -> None:
    """A monthly account may not be used beyond its limit."""
    limited = [
        order
        for order in orders
        if order.payment == Payment.MONTHLY and order.customer.credit_limit is not None
    ]
    owed = owed_by({order.customer_id for order in limited})
    for order in limited:
        assert order.customer.credit_limit is not None
        if owed[order.customer_id] > order.customer.credit_limit:
            raise CreditExceeded(field="payment")


Policies = dict[int, dict[str, int]]
"""By place in the batch: the policy that the agreement names for each kind of promise."""


def _stand_on_agreements(orders: Sequence[Order], at: datetime) -> Policies:
    """Name the agreement in force on each order that names none, and the policies of its lines."""
    on = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    agreed = standings({order.customer_id for order in orders}, on)
    policies: Policies = {}
    for place, order in enumerate(orders):
        standing = agreed.get((order.customer_id, order.service_id))
        if standing and order.agreement_id in (None, standing.agreement_id):
            order.agreement_id = standing.agreement_id
            policies[place] = standing.policies
    return policies


def _join_branches(orders: Sequence[Order]) -> None:
    """Our branches in the cities at both ends take part, the headquarters where no other branch is."""
    cities = {city for order in orders for city in order.lane}
    rows = Branch.objects.filter(city__in=cities, parent=None).order_by("-is_headquarters", "-code")
    known = list(rows.values_list("city", "pk"))
    there, at_home = dict(known), set(known)
    joining = [
        OrderBranch(order=order, branch_id=there[city], part=part)
        for order in orders
        for city, part in zip(order.lane, (Part.ORIGIN, Part.DESTINATION), strict=True)
        if city in there and (city, order.branch_id) not in at_home
    ]
    if joining:
        OrderBranch.objects.bulk_create(joining, batch_size=BATCH)


def _promise(orders: Sequence[Order], policies: Policies, *, by: Actor, at: datetime) -> None:
    requests = [
        request
        for place, order in enumerate(orders)
        for request in _requests(order, policies.get(place, {}), at)
    ]
    made = start_promises(requests=requests, by=by, at=at)
    due = {promise.subject_id: promise for promise in made if promise.kind == "delivery"}
    for order in orders:
        order.delivery_promise = due[order.pk]
    about = Promise.objects.filter(
        subject_type=Order._meta.label_lower, subject_id=OuterRef("pk"), kind="delivery"
    )
    ids = [order.pk for order in orders]
    for start in range(0, len(ids), BATCH):
        batch = Order.objects.filter(pk__in=ids[start : start + BATCH])
        batch.update(delivery_promise=Subquery(about.values("pk")[:1]))


def _requests(order: Order, policies: dict[str, int], at: datetime) -> list[PromiseRequest]:
    """A pick-up only where a moment was agreed; a delivery always, by the wish or by the policy."""
    delivery = promise_request(
        order,
        "delivery",
        policies,
        at,
        due_at=order.wanted_delivery_at,
        due_from=order.wanted_delivery_from,
        is_day=order.delivery_is_day,
    )
    if order.wanted_pickup_at is None:
        return [delivery]
    return [promise_request(order, "pickup", policies, at, due_at=order.wanted_pickup_at), delivery]


def promise_request(
    order: Order,
    kind: str,
    policies: dict[str, int],
    at: datetime,
    *,
    due_at: datetime | None,
    due_from: datetime | None = None,
    is_day: bool = False,
) -> PromiseRequest:
    return PromiseRequest(
        kind=kind,
        subject=Subject.of(order),
        started_at=at,
        customer_id=order.customer_id,
        branch_id=order.branch_id,
        service_id=order.service_id,
        lane=order.lane,
        contract_policy_id=policies.get(kind),
        due_from=due_from,
        due_at=due_at,
        is_day=is_day,
    )


def _told(order: Order, at: datetime) -> OrderPlaced:
    return OrderPlaced.of(
        order,
        at=at,
        source=order.source,
        payment=order.payment,
        pieces=order.pieces,
        weight_kg="" if order.weight_kg is None else str(order.weight_kg),
    )
