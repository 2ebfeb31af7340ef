"""Contact plans, needs, customised service, laws and green marks for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from kept.catalog.models import Service
from kept.parties.models import Customer

from ..actions.caring import change_need, hear_need
from ..enums import NeedGroup
from ..models import Need, Regulation
from ..queries.contact_plan import next_contact, with_care
from .doors import allowed, page_of

router = Router()


class ContactPlanOut(Schema):
    """`planned_days` 0 plans none; a moment that is not known is empty. Counts are of the last days."""

    customer: str
    segment: str
    planned_days: int
    last_at: datetime | None
    next_at: datetime | None
    contacts_in: int
    contacts_out: int
    customised_items: int
    higher_standards: int
    kept_by_own_policy: int


class ContactPlansOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[ContactPlanOut]
    next: str


class CareAsked(Schema):
    after: int = 0
    limit: int = 100


class CareNeedOut(Schema):
    number: str
    customer: str
    group: str
    words: str
    importance: int
    service: str
    since: date
    changed_at: datetime
    ended_on: date | None


class NeedsOut(Schema):
    items: list[CareNeedOut]
    next: str


class NeedsAsked(CareAsked):
    customer: str = ""
    group: NeedGroup | None = None


class NeedIn(Schema):
    customer: str
    group: NeedGroup
    words: str = Field(min_length=1, max_length=4000)
    importance: int = Field(3, ge=1, le=5)
    heard_in: str = Field("", max_length=120)
    since: date


class NeedChangeIn(Schema):
    words: str = Field(min_length=1, max_length=4000)
    importance: int = Field(ge=1, le=5)
    why: str = Field("", max_length=200)


class RegulationOut(Schema):
    number: str
    title: str
    sort: str
    issuer: str
    reference: str
    demands: str
    valid_from: date | None
    valid_until: date | None
    review_on: date


class GreenOut(Schema):
    code: str
    is_green: bool | None
    disposes_green: bool | None
    green_why: str


@router.get("contact-plans", response=ContactPlansOut)
def contact_plans(request: HttpRequest, asked: Query[CareAsked]) -> ContactPlansOut:
    """Active customers with their contacts and what is made for them alone."""
    actor = allowed(request, "inspections.care")
    rows = with_care(Customer.objects.permitted(actor, "inspections.care").active(), at=now())
    found, after = page_of(rows, after=asked.after, limit=asked.limit)
    items = [
        ContactPlanOut(
            customer=row.number,
            segment=row.segment,
            planned_days=row.plan_days,
            last_at=row.last_at,
            next_at=next_contact(row),
            contacts_in=row.came,
            contacts_out=row.went,
            customised_items=row.items,
            higher_standards=row.higher,
            kept_by_own_policy=row.kept_higher,
        )
        for row in found
    ]
    return ContactPlansOut(items=items, next=after)


@router.get("needs", response=NeedsOut)
def needs(request: HttpRequest, asked: Query[NeedsAsked]) -> NeedsOut:
    """Needs of customers in the order in which they were heard."""
    actor = allowed(request, "inspections.care")
    rows, after = page_of(
        Need.objects.permitted(actor, "inspections.care").shown(),
        after=asked.after,
        limit=asked.limit,
        customer__number=asked.customer,
        group=asked.group,
    )
    return NeedsOut(items=[_need(row) for row in rows], next=after)


@router.post("needs", response={201: CareNeedOut})
def add_need(request: HttpRequest, data: NeedIn) -> tuple[int, CareNeedOut]:
    """Write down a need of a customer."""
    actor = allowed(request, "inspections.keep_care")
    customers = Customer.objects.permitted(actor, "inspections.keep_care")
    customer = get_object_or_404(customers, number=data.customer)
    said = data.dict(exclude={"customer"})
    return 201, _need(hear_need(customer=customer, **said, by=actor, at=now()))


@router.post("needs/{number}/change", response=CareNeedOut)
def need_change(request: HttpRequest, number: str, data: NeedChangeIn) -> CareNeedOut:
    """It changed: a review of the service level is planned."""
    actor = allowed(request, "inspections.keep_care")
    rows = Need.objects.permitted(actor, "inspections.keep_care")
    found = get_object_or_404(rows, number=number)
    change_need(need=found, **data.dict(), by=actor, at=now())
    return _need(rows.shown().get(pk=found.pk))


@router.get("laws", response=list[RegulationOut])
def laws(request: HttpRequest) -> list[RegulationOut]:
    """The register of laws and policies."""
    actor = allowed(request, "inspections.view")
    rows = Regulation.objects.permitted(actor, "inspections.view").order_by("number")
    return [RegulationOut.from_orm(row) for row in rows]


@router.get("green", response=list[GreenOut])
def green(request: HttpRequest) -> list[GreenOut]:
    """Services with their green marks."""
    actor = allowed(request, "inspections.view")
    return [GreenOut.from_orm(row) for row in Service.objects.permitted(actor, "inspections.view")]


def _need(row: Need) -> CareNeedOut:
    names = ("number", "group", "words", "importance", "since", "changed_at", "ended_on")
    return CareNeedOut(
        customer=row.customer.number,
        service=row.service.code if row.service else "",
        **{name: getattr(row, name) for name in names},
    )
