"""The checklist before a transaction for programs."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema, Status

from kept.kernel.web.doors import allowed
from kept.parties.models import Customer

from ..actions.preparing import note_preparation
from ..enums import Element
from ..queries.preparation import preparation
from .doors import customer_of

router = Router()


class ElementIn(Schema):
    element: Element
    is_in_place: bool
    on: date | None = None
    remark: str = Field("", max_length=300)


class ElementOut(Schema):
    """`standing` is in_place, missing or unknown."""

    element: str
    standing: str
    on: date | None
    said: str
    by: str


@router.get("customers/{number}/preparation", response=list[ElementOut])
def preparation_of(request: HttpRequest, number: str, on: date | None = None) -> list[ElementOut]:
    """The five elements as they stand on a day, today without one."""
    return _out(customer_of(request, number, "contracts.view"), on or localdate())


@router.post("customers/{number}/preparation", response={201: list[ElementOut]})
def note_element(request: HttpRequest, number: str, given: ElementIn) -> Status[list[ElementOut]]:
    """Note an element that no record tells."""
    customer = customer_of(request, number, "contracts.inform")
    said = given.dict() | {"on": given.on or localdate()}
    note_preparation(customer=customer, **said, by=allowed(request, "contracts.inform"), at=now())
    return Status(201, _out(customer, localdate()))


def _out(customer: Customer, on: date) -> list[ElementOut]:
    names = ("element", "standing", "on", "said", "by")
    return [ElementOut(**{name: getattr(each, name) for name in names}) for each in preparation(customer, on)]
