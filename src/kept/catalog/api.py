"""Services on offer for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from kept.kernel.web.doors import allowed

from .actions.offering import add_service, change_service, offer_again, retire_service
from .enums import ServiceKind
from .models import Service

router = Router(tags=["catalog"])


class ServiceIn(Schema):
    """`words` are names by language: `{"zh-hans": "分装", "en": "Subpackaging"}`."""

    code: str
    words: dict[str, str]
    kind: ServiceKind
    covers: str = Field("", max_length=300)


class ServiceChanges(Schema):
    """What is to be different; what is not named stays. The code never changes."""

    model_config = ConfigDict(extra="forbid")

    words: dict[str, str] | None = None
    kind: ServiceKind | None = None
    covers: str | None = Field(None, max_length=300)
    position: int | None = Field(None, ge=0, le=32_000)


class RetirementIn(Schema):
    why: str = Field(max_length=200)


class ServiceOut(Schema):
    code: str
    words: dict[str, str]
    kind: ServiceKind
    covers: str
    position: int
    retired_at: datetime | None
    retired_why: str


@router.get("services", response=list[ServiceOut])
def services(request: HttpRequest, kind: ServiceKind | None = None, retired: bool = False) -> Any:
    """What is on offer, in the order of forms; with `retired` also what no longer is."""
    rows = Service.objects.permitted(allowed(request, "catalog.view"), "catalog.view")
    rows = rows if retired else rows.offered()
    return rows.filter(kind=kind) if kind else rows


@router.get("services/{code}", response=ServiceOut)
def service(request: HttpRequest, code: str) -> Service:
    return _found(request, code, "catalog.view")


@router.post("services", response={201: ServiceOut})
def add(request: HttpRequest, given: ServiceIn) -> Status[Service]:
    """Add a service; a code that another has is refused."""
    actor = allowed(request, "catalog.keep")
    return Status(201, add_service(**given.dict(), by=actor, at=now()))


@router.patch("services/{code}", response=ServiceOut)
def change(request: HttpRequest, code: str, given: ServiceChanges) -> Service:
    """Change what is named. A field that is null stays as it is."""
    actor, found = allowed(request, "catalog.keep"), _found(request, code, "catalog.keep")
    return change_service(service=found, changes=given.dict(exclude_none=True), by=actor, at=now())


@router.post("services/{code}/retirement", response=ServiceOut)
def retire(request: HttpRequest, code: str, given: RetirementIn) -> Service:
    """Offer it no longer for anything new; what names it keeps it."""
    actor, found = allowed(request, "catalog.keep"), _found(request, code, "catalog.keep")
    return retire_service(service=found, why=given.why, by=actor, at=now())


@router.post("services/{code}/offer", response=ServiceOut)
def offer(request: HttpRequest, code: str) -> Service:
    """A retired service is on offer again."""
    actor, found = allowed(request, "catalog.keep"), _found(request, code, "catalog.keep")
    return offer_again(service=found, by=actor, at=now())


def _found(request: HttpRequest, code: str, permission: str) -> Service:
    rows = Service.objects.permitted(allowed(request, permission), permission)
    return get_object_or_404(rows, code=code)
