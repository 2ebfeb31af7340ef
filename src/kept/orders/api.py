"""Orders for programs: the same verbs, the same rights, the same refusals."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import is_naive, make_aware, now
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import BeforeValidator

from kept.catalog.models import HandlingMark, PackageKind, Service
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.money import to_minor
from kept.parties.models import Customer

from .actions.cancelling import cancel_order
from .actions.drafting import OrderDraft
from .actions.holding import hold_order
from .actions.placing import place_orders
from .actions.releasing import release_order
from .enums import Source
from .models import Order, OrderQuerySet

router = Router(tags=["orders"])
MOST = 500


class UnknownCode(Refused):
    default = _("This code is not known here.")


class KeyUsedOtherwise(Refused):
    default = _("This idempotency key belongs to another order.")


class Problem(Schema):
    reason: str
    field: str | None = None


def _day_or_moment(value: Any) -> Any:
    """A day without a time stays a day: any time of it will do."""
    return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value


class LineIn(Schema):
    description: str = Field(max_length=160)
    item_code: str = Field("", max_length=60)
    quantity: Decimal = Field(Decimal(1), gt=0, max_digits=14, decimal_places=3)
    unit: str = Field("", max_length=20)
    package: str = ""
    pieces: int = Field(1, ge=1, le=1_000_000)
    weight_kg: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=3)
    volume_m3: Decimal | None = Field(None, ge=0, max_digits=12, decimal_places=4)


class OrderIn(Schema):
    """Amounts in whole units of the customer's currency, e.g. 120.50. Codes as in the lists of services."""

    customer: str
    service: str = "transport"
    further_services: list[str] = []
    customer_reference: str = Field("", max_length=80)
    payment: Literal["prepaid", "freight_collect", "monthly", "cod"] = "monthly"
    cod_amount: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    declared_value: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    receipt_kind: Literal["none", "original", "photo"] = "none"
    receipt_copies: int = Field(0, ge=0, le=99)
    delivery_mode: Literal["self_pickup", "delivery", "upstairs"] = "delivery"
    appointment_number: str = Field("", max_length=60)
    receiving_hours: str = Field("", max_length=60)
    handling_marks: list[str] = []
    special: str = Field("", max_length=2000)
    origin_city: str = Field(max_length=60)
    origin_address: str = Field("", max_length=200)
    origin_name: str = Field("", max_length=80)
    origin_phone: str = Field("", max_length=40)
    destination_city: str = Field(max_length=60)
    destination_address: str = Field("", max_length=200)
    destination_name: str = Field("", max_length=80)
    destination_phone: str = Field("", max_length=40)
    wanted_pickup_at: datetime | None = None
    wanted_delivery_from: datetime | None = None
    wanted_delivery_at: Annotated[datetime | date | None, BeforeValidator(_day_or_moment)] = None
    lines: list[LineIn] = Field(min_length=1, max_length=500)


class OrderOut(Schema):
    id: int
    number: str
    state: str
    customer: str
    customer_reference: str
    service: str
    further_services: list[str]
    payment: str
    origin_city: str
    destination_city: str
    pieces: int
    weight_kg: Decimal | None
    volume_m3: Decimal | None
    wanted_delivery_at: datetime | None
    due_at: datetime | None
    placed_at: datetime | None
    released_at: datetime | None
    delivered_at: datetime | None

    @staticmethod
    def resolve_customer(order: Order) -> str:
        return order.customer.number

    @staticmethod
    def resolve_service(order: Order) -> str:
        return order.service.code

    @staticmethod
    def resolve_due_at(order: Order) -> datetime | None:
        return order.delivery_promise.due_at if order.delivery_promise else None


class HoldIn(Schema):
    reason: Literal["customer", "credit", "documents", "goods", "address", "other"]
    note: str = Field("", max_length=200)
    until: datetime | None = None


class CancelIn(Schema):
    reason: str = Field(min_length=1, max_length=200)


@router.post("", response={201: OrderOut, 200: OrderOut, 409: Problem})
def place(request: HttpRequest, order: OrderIn) -> Status[Order]:
    """Place an order. The same `Idempotency-Key` again gives the order of the first time with 200."""
    actor = Actor.of(request)
    _allow(actor, "orders.place")
    customer = get_object_or_404(Customer.objects.permitted(actor, "orders.place"), number=order.customer)
    key = _key(request, actor)
    if key and (there := _shown(actor, "orders.view").filter(external_key=key).first()):
        return Status(200, _same(there, customer, order))
    data, lines = _data(order, customer), [_line(line) for line in order.lines]
    draft = OrderDraft(customer, {**data, "external_key": key}, lines)
    try:
        with transaction.atomic():
            placed = place_orders(drafts=[draft], by=actor, at=now())[0]
    except IntegrityError:
        if key is None:
            raise
        there = get_object_or_404(_shown(actor, "orders.view"), external_key=key)
        return Status(200, _same(there, customer, order))
    return Status(201, placed)


@router.get("", response=list[OrderOut])
def orders(
    request: HttpRequest, state: str = "", reference: str = "", before: int | None = None, limit: int = 50
) -> Any:
    """Newest first. `before` is the `id` of the last order of the page before."""
    rows = _shown(Actor.of(request), "orders.view").order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if reference:
        rows = rows.filter(customer_reference=reference)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[: max(1, min(limit, MOST))])


@router.get("{number}", response=OrderOut)
def order(request: HttpRequest, number: str) -> Order:
    return get_object_or_404(_shown(Actor.of(request), "orders.view"), number=number)


@router.post("{number}/hold", response={200: OrderOut, 409: Problem})
def hold(request: HttpRequest, number: str, given: HoldIn) -> Order:
    found = _permitted(request, number, "orders.hold")
    until = _aware(given.until)
    hold_order(order=found, reason=given.reason, note=given.note, until=until, by=Actor.of(request), at=now())
    return _permitted(request, number, "orders.hold")


@router.post("{number}/release", response={200: OrderOut, 409: Problem})
def release(request: HttpRequest, number: str) -> Order:
    release_order(order=_permitted(request, number, "orders.release"), by=Actor.of(request), at=now())
    return _permitted(request, number, "orders.release")


@router.post("{number}/cancellation", response={200: OrderOut, 409: Problem})
def cancel(request: HttpRequest, number: str, given: CancelIn) -> Order:
    found = _permitted(request, number, "orders.cancel")
    cancel_order(order=found, reason=given.reason, by=Actor.of(request), at=now())
    return _permitted(request, number, "orders.cancel")


def _shown(actor: Actor, permission: str) -> OrderQuerySet:
    _allow(actor, permission)
    rows = Order.objects.permitted(actor, permission)
    return rows.select_related("customer", "service", "delivery_promise")


def _allow(actor: Actor, permission: str) -> None:
    if not actor.may(permission):
        raise HttpError(403, str(_("You may not do this.")))


def _permitted(request: HttpRequest, number: str, permission: str) -> Order:
    found: Order = get_object_or_404(_shown(Actor.of(request), permission), number=number)
    return found


def _key(request: HttpRequest, actor: Actor) -> str | None:
    """The program's own key, kept apart from those of others."""
    given = request.headers.get("Idempotency-Key", "").strip()
    return f"api:{actor.person_id}:{hashlib.sha256(given.encode()).hexdigest()}" if given else None


def _same(there: Order, customer: Customer, order: OrderIn) -> Order:
    """The order of the first time, if it is the same one."""
    lane = (order.origin_city, order.destination_city)
    if (there.customer_id, there.lane, there.customer_reference) != (
        customer.pk,
        lane,
        order.customer_reference,
    ):
        raise KeyUsedOtherwise
    return there


def _data(order: OrderIn, customer: Customer) -> dict[str, Any]:
    data = order.model_dump(exclude={"customer", "lines", "service"})
    for name in ("cod_amount", "declared_value"):
        if data[name] is not None:
            data[name] = to_minor(data[name], customer.currency)
    for name in ("wanted_pickup_at", "wanted_delivery_from", "wanted_delivery_at"):
        data[name] = _aware(data[name])
    _check_codes(HandlingMark, order.handling_marks, "handling_marks")
    _check_codes(Service, order.further_services, "further_services")
    for each in Service.objects.filter(code__in=order.further_services):
        each.check_offered(field="further_services")
    service = _coded(Service, order.service, "service")
    service.check_offered(field="service")
    return {**data, "service": service, "source": Source.API}


def _line(line: LineIn) -> dict[str, Any]:
    package = _coded(PackageKind, line.package, "package") if line.package else None
    return {**line.model_dump(exclude={"package"}), "package": package}


def _coded(model: Any, code: str, field: str) -> Any:
    """A row of a code list; `model` is one of the catalogue's."""
    found = model.objects.filter(code=code).first()
    if found is None:
        raise UnknownCode(field=field)
    return found


def _check_codes(model: Any, codes: list[str], field: str) -> None:
    """All are in a code list of the catalogue."""
    if codes and model.objects.filter(code__in=codes).count() < len(set(codes)):
        raise UnknownCode(field=field)


def _aware(value: Any) -> Any:
    """A moment without a zone is one of the company's zone; a day stays a day."""
    return make_aware(value) if isinstance(value, datetime) and is_naive(value) else value
