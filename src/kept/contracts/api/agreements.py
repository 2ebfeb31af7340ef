"""Agreements for programs: one may combine several services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status

from kept.catalog.models import Service
from kept.kernel.errors import Refused
from kept.kernel.web.doors import allowed
from kept.promises.models import Policy

from ..actions.agreements import LineTerms, make_agreement
from ..models import Agreement, AgreementLine
from .doors import customer_of

router = Router()
MOST = 500


class UnknownService(Refused):
    default = _("This service is not known here.")


class AgreedServiceIn(Schema):
    """`policy` is the id of a policy that is made for contract lines."""

    service: str
    policy: int | None = None
    liability: str = Field("", max_length=300)


class AgreementIn(Schema):
    customer: str
    name: str = Field(min_length=1, max_length=120)
    valid_from: date
    valid_until: date | None = None
    service_level: Annotated[Decimal, Field(max_digits=7, decimal_places=6)] | None = None
    duties: str = ""
    remedies: str = ""
    services: list[AgreedServiceIn] = Field([], max_length=50)


class AgreedServiceOut(Schema):
    service: str
    policy: int | None
    liability: str


class AgreementOut(Schema):
    number: str
    customer: str
    name: str
    state: str
    valid_from: date
    valid_until: date | None
    service_level: Decimal | None
    services: list[AgreedServiceOut]


@router.get("agreements", response=list[AgreementOut])
def agreements(request: HttpRequest, customer: str = "", after: str = "") -> list[AgreementOut]:
    """By number; `after` is a number to go on from."""
    rows = Agreement.objects.permitted(allowed(request, "contracts.view"), "contracts.view")
    wanted = rows.filter(customer__number=customer) if customer else rows
    shown = wanted.filter(number__gt=after).order_by("number").select_related("customer")
    return [_out(row) for row in shown.prefetch_related("lines__service")[:MOST]]


@router.post("agreements", response={201: AgreementOut})
def add_agreement(request: HttpRequest, given: AgreementIn) -> Status[AgreementOut]:
    """Put an agreement in force, with as many services as were agreed."""
    actor = allowed(request, "contracts.keep")
    customer = customer_of(request, given.customer, "contracts.keep")
    terms = given.dict(exclude={"customer", "services"})
    lines = [_terms(line) for line in given.services]
    made = make_agreement(customer=customer, lines=lines, **terms, by=actor, at=now())
    return Status(201, _out(made))


def _terms(given: AgreedServiceIn) -> LineTerms:
    service = Service.objects.filter(code=given.service).first()
    if service is None:
        raise UnknownService(field="service")
    service.check_offered(field="service")
    policy = get_object_or_404(Policy, pk=given.policy) if given.policy else None
    return LineTerms(service, policy, given.liability)


def _out(row: Agreement) -> AgreementOut:
    names = ("number", "name", "state", "valid_from", "valid_until", "service_level")
    return AgreementOut(
        customer=row.customer.number,
        services=[_service(line) for line in row.lines.all()],
        **{name: getattr(row, name) for name in names},
    )


def _service(line: AgreementLine) -> AgreedServiceOut:
    return AgreedServiceOut(service=line.service.code, policy=line.policy_id, liability=line.liability)
