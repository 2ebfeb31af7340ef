"""Pick-up notices for programs: who is to be told, and what came of telling them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from kept.kernel.web.doors import allowed

from ..actions.pickup_notices import note_attempt
from ..enums import NoticeResult, Sex, TrackingSource
from ..models import NoticeAttempt, PickupNotice
from .doors import part, zoned

router = Router(tags=["transport"])


class NoticeAttemptOut(Schema):
    tried_at: datetime
    channel: str
    dialled: str
    result: str
    answered_by: str
    sex: str
    remark: str


class PickupNoticeOut(Schema):
    """Amounts are integers of the smallest unit; `freight_due` null is not known, or nothing to collect."""

    number: str
    customer: str
    consignee_name: str
    consignee_phone: str
    origin_city: str
    pieces: int | None
    place: str
    hours: str
    currency: str
    cod_amount: int | None
    freight_due: int | None
    arrived_at: datetime
    due_at: datetime | None
    next_at: datetime | None
    told_at: datetime | None
    attempts: list[NoticeAttemptOut]

    @staticmethod
    def resolve_customer(notice: PickupNotice) -> str:
        return notice.shipment.customer.number

    @staticmethod
    def resolve_consignee_name(notice: PickupNotice) -> str:
        return notice.shipment.consignee_name

    @staticmethod
    def resolve_consignee_phone(notice: PickupNotice) -> str:
        return notice.shipment.consignee_phone

    @staticmethod
    def resolve_origin_city(notice: PickupNotice) -> str:
        return notice.shipment.origin_city

    @staticmethod
    def resolve_pieces(notice: PickupNotice) -> int | None:
        return notice.shipment.pieces

    @staticmethod
    def resolve_currency(notice: PickupNotice) -> str:
        return notice.shipment.currency

    @staticmethod
    def resolve_cod_amount(notice: PickupNotice) -> int | None:
        return notice.shipment.cod_amount

    @staticmethod
    def resolve_freight_due(notice: PickupNotice) -> int | None:
        return notice.freight_due if notice.wants_freight else None

    @staticmethod
    def resolve_due_at(notice: PickupNotice) -> datetime | None:
        return notice.promise.due_at if notice.promise else None

    @staticmethod
    def resolve_attempts(notice: PickupNotice) -> Any:
        return list(notice.attempts.all())


class NoticeAttemptIn(Schema):
    """One call or visit. `told` and `refused` need who answered, and the sex (or `unknown`)."""

    tried_at: datetime
    result: Literal["told", "no_answer", "wrong_number", "refused"]
    dialled: str = Field("", max_length=40)
    answered_by: str = Field("", max_length=80)
    sex: Sex | None = None
    channel: Literal["phone", "visit"] = "phone"
    remark: str = Field("", max_length=200)


@router.get("pickup-notices", response=list[PickupNoticeOut])
def pickup_notices(
    request: HttpRequest,
    state: Literal["to_tell", "told", "waiting", "all"] = "to_tell",
    place: str = "",
    limit: int = 100,
    offset: int = 0,
) -> Any:
    """Who is to be told next stands first."""
    actor = allowed(request, "transport.notify")
    rows = PickupNotice.objects.permitted(actor, "transport.notify").shown().prefetch_related("attempts")
    rows = rows.chosen(state)
    if place:
        rows = rows.filter(place__icontains=place)
    return part(rows.order_by("next_at", "id"), offset, limit)


@router.post("pickup-notices/{number}/attempts", response={201: NoticeAttemptOut})
def notice_attempt(request: HttpRequest, number: str, given: NoticeAttemptIn) -> Status[NoticeAttempt]:
    """Write down how the receiver of a waybill was told. The same moment and number again is the same."""
    actor = allowed(request, "transport.notify")
    zoned(given.tried_at, "tried_at")
    rows = PickupNotice.objects.permitted(actor, "transport.notify")
    notice = get_object_or_404(rows, shipment__number=number)
    told = {**given.dict(), "sex": given.sex or "", "result": NoticeResult(given.result)}
    made = note_attempt(notice=notice, **told, source=TrackingSource.API, by=actor, at=now())
    return Status(201, made)
