"""Taking an inquiry: all is asked, the clock starts, and the price is named at once where it can be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.parties.models import Customer
from kept.promises.actions import PromiseRequest, start_promise

from ..enums import AnalysisKind, Sheet
from ..events import ImportantBusinessSeen, InquiryTaken, SheetReceived, TaskDone
from ..models import AnalysisTask, Inquiry
from ..rules import MANDATORY, FieldMissing, ReasonMissing, may_price_at_once, sheet_wanted, un_number
from .quoting import make_quote


@transaction.atomic
def take_inquiry(
    *,
    company: str,
    caller_name: str,
    phone: str,
    goods: str,
    origin: str,
    destination: str,
    volume: str,
    customer: Customer | None = None,
    taken_at: datetime | None = None,
    by: Actor,
    at: datetime,
    **more: Any,
) -> Inquiry:
    """Write an inquiry down and promise an answer. `more` are the other fields of Inquiry.

    A known price becomes a draft quote at once; else the two analysis tasks are opened.
    """
    asked = {
        "company": company,
        "caller_name": caller_name,
        "phone": phone,
        "goods": goods,
        "origin": origin,
        "destination": destination,
        "volume": volume,
    }
    for name in MANDATORY:
        if not asked[name].strip():
            raise FieldMissing(field=name)
    more["un_number"] = un_number(more.get("un_number", ""))
    more.setdefault("sheet", sheet_wanted(more.get("goods_class", "")))
    if not (more.get("branch") or more.get("branch_id")):
        more["branch_id"] = (customer.branch_id if customer else None) or by.branch_id
    more.setdefault("owner_id", by.person_id)
    inquiry = Inquiry.objects.create(
        number=next_number("inquiry", at=at), customer=customer, taken_at=taken_at or at, **asked, **more
    )
    _promise_answer(inquiry, by=by, at=at)
    emit(InquiryTaken.of(inquiry, at=inquiry.taken_at), by=by)
    if inquiry.is_important:
        emit(ImportantBusinessSeen.of(inquiry, at=at), by=by)
    if not _price_at_once(inquiry, by=by, at=at):
        AnalysisTask.objects.bulk_create([AnalysisTask(inquiry=inquiry, kind=kind) for kind in AnalysisKind])
    return inquiry


@transaction.atomic
def flag_important(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """Important business: the manager hears of it at once."""
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if not inquiry.is_important:
        inquiry.is_important = True
        inquiry.save(update_fields=["is_important"])
        emit(ImportantBusinessSeen.of(inquiry, at=at), by=by)
    return inquiry


@transaction.atomic
def finish_task(
    *, task: AnalysisTask, result: str, distance_km: Any = None, by: Actor, at: datetime
) -> AnalysisTask:
    """What was found out about the product or the distance."""
    if not result.strip():
        raise ReasonMissing(field="result")
    task = AnalysisTask.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=task.pk)
    task.result, task.distance_km, task.done_at, task.done_by_id = (
        result.strip(),
        distance_km,
        at,
        by.person_id,
    )
    task.save(update_fields=["result", "distance_km", "done_at", "done_by"])
    emit(TaskDone.of(task.inquiry, at=at, kind=task.kind), by=by)
    return task


@transaction.atomic
def attach_sheet(*, inquiry: Inquiry, upload: UploadedFile[Any], by: Actor, at: datetime) -> Document:
    """Keep the safety data sheet that the customer sent."""
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    document = keep_document(
        upload=upload, kind="sds", about=inquiry, customer_id=inquiry.customer_id, by=by, at=at
    )
    inquiry.sheet = Sheet.RECEIVED
    inquiry.save(update_fields=["sheet"])
    emit(SheetReceived.of(inquiry, at=at, document_id=document.pk), by=by)
    return document


def _promise_answer(inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    request = PromiseRequest(
        kind="inquiry_answer",
        subject=Subject.of(inquiry),
        started_at=inquiry.taken_at,
        customer_id=inquiry.customer_id,
        branch_id=inquiry.branch_id,
        person_id=inquiry.owner_id,
        service_id=inquiry.service_id,
        lane=(inquiry.origin, inquiry.destination),
    )
    inquiry.promise = start_promise(request=request, by=by, at=at)
    inquiry.save(update_fields=["promise"])


def _price_at_once(inquiry: Inquiry, *, by: Actor, at: datetime) -> bool:
    """A draft quote by rate card, if everything it needs is known."""
    if not (inquiry.service_id and inquiry.weight_kg) or not may_price_at_once(
        inquiry.goods_class, inquiry.sheet
    ):
        return False
    try:
        make_quote(inquiry=inquiry, by=by, at=at)
    except Refused:
        return False
    return True
