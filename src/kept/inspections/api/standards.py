"""Standards and designs for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema

from ..models import Design, Standard
from .doors import allowed

router = Router()


class StandardItemOut(Schema):
    """`id` is what results of an inspection name."""

    id: int
    position: int
    question: str
    weight: Decimal
    is_critical: bool
    limit_sort: str
    limit: Decimal | None
    unit: str


class StandardOut(Schema):
    number: str
    title: str
    service: str
    step: str
    version: int
    purpose: str
    content: str
    implementation: str
    limit_sort: str
    limit: Decimal | None
    unit: str
    watch_purpose: str
    watch_method: str
    every_days: int
    handling: str
    valid_from: date
    items: list[StandardItemOut]


class StepOut(Schema):
    stage: str
    name: str
    role: str
    promise_kind: str
    minutes: int | None


class DesignOut(Schema):
    number: str
    title: str
    service: str
    channels: list[str]
    technical_means: str
    version: int
    in_force_from: date | None
    steps: list[StepOut]


@router.get("standards", response=list[StandardOut])
def standards(request: HttpRequest) -> list[StandardOut]:
    """The standards in force, each in its present version, with its checklist."""
    actor = allowed(request, "inspections.view")
    rows = Standard.objects.permitted(actor, "inspections.view").in_force().shown()
    return [_out(row) for row in rows.prefetch_related("current__items")]


@router.get("designs", response=list[DesignOut])
def designs(request: HttpRequest) -> list[DesignOut]:
    """The service designs with their steps."""
    actor = allowed(request, "inspections.view")
    rows = Design.objects.permitted(actor, "inspections.view").select_related("service")
    names = ("number", "title", "channels", "technical_means", "version", "in_force_from")
    return [
        DesignOut(
            **{name: getattr(row, name) for name in names},
            service=row.service.code if row.service else "",
            steps=[StepOut.from_orm(step) for step in row.steps.all()],
        )
        for row in rows.prefetch_related("steps")
    ]


def _out(row: Standard) -> StandardOut:
    version = row.current
    assert version is not None
    names = ("purpose", "content", "implementation", "limit_sort", "limit", "unit", "watch_purpose")
    more = ("watch_method", "every_days", "handling", "valid_from")
    return StandardOut(
        number=row.number,
        title=row.title,
        service=row.service.code if row.service else "",
        step=row.step.name if row.step else "",
        version=version.number,
        items=[StandardItemOut.from_orm(item) for item in version.items.all()],
        **{name: getattr(version, name) for name in (*names, *more)},
    )
