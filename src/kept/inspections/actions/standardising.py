"""Writing service standards: each change is a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.kernel.searching import index

from ..enums import LimitSort
from ..events import StandardEnded as EndTold
from ..events import StandardWritten
from ..models import CheckItem, Standard, StandardVersion, Step
from ..rules.refusals import BeginsBefore, LimitMissing, NoItems, StandardEnded


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """One question of a checklist."""

    question: str
    weight: Decimal = Decimal(1)
    is_critical: bool = False
    limit_sort: str = LimitSort.YES_NO
    limit: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class StandardDraft:
    """What a version says: the standard itself, how it is watched, and its checklist."""

    purpose: str
    content: str
    every_days: int
    valid_from: date
    items: Sequence[ItemDraft]
    implementation: str = ""
    limit_sort: str = LimitSort.YES_NO
    limit: Decimal | None = None
    unit: str = ""
    watch_purpose: str = ""
    watch_method: str = ""
    handling: str = ""
    why: str = ""

    def fields(self) -> dict[str, Any]:
        names = ("purpose", "content", "implementation", "limit_sort", "limit", "unit", "why")
        watched = ("every_days", "valid_from", "watch_purpose", "watch_method", "handling")
        return {name: getattr(self, name) for name in (*names, *watched)}


@transaction.atomic
def write_standard(
    *,
    title: str,
    draft: StandardDraft,
    service: Service | None = None,
    step: Step | None = None,
    by: Actor,
    at: datetime,
) -> Standard:
    """A new standard, in its first version."""
    _check(draft)
    standard = Standard.objects.create(
        number=next_number("standard", at=at), title=title.strip(), service=service, step=step
    )
    return _add(standard, draft, by=by, at=at)


@transaction.atomic
def revise_standard(
    *,
    standard: Standard,
    title: str,
    draft: StandardDraft,
    service: Service | None = None,
    step: Step | None = None,
    by: Actor,
    at: datetime,
) -> Standard:
    """A new version from a day on. Inspections that were carried out keep theirs."""
    _check(draft)
    found = _locked(standard)
    assert found.current is not None
    if draft.valid_from <= found.current.valid_from:
        raise BeginsBefore(field="valid_from")
    found.title, found.service, found.step = title.strip(), service, step
    found.save(update_fields=["title", "service", "step"])
    found.current.ends(draft.valid_from)
    found.current.save(update_fields=["valid_until"])
    return _add(found, draft, by=by, at=at)


@transaction.atomic
def end_standard(*, standard: Standard, on: date, by: Actor, at: datetime) -> Standard:
    """No longer checked; what was found stays readable."""
    found = _locked(standard)
    assert found.current is not None
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    found.current.ends(max(on, found.current.valid_from))
    found.current.save(update_fields=["valid_until"])
    emit(EndTold.of(found, at=at), by=by)
    return found


def _add(standard: Standard, draft: StandardDraft, *, by: Actor, at: datetime) -> Standard:
    version = StandardVersion.objects.create(
        standard=standard,
        number=standard.versions.count() + 1,
        made_at=at,
        made_by_id=by.person_id,
        **draft.fields(),
    )
    CheckItem.objects.bulk_create(
        CheckItem(
            version=version,
            position=place,
            question=item.question.strip(),
            weight=item.weight,
            is_critical=item.is_critical,
            limit_sort=item.limit_sort,
            limit=item.limit,
            unit=item.unit,
        )
        for place, item in enumerate(draft.items, start=1)
    )
    standard.current = version
    standard.save(update_fields=["current"])
    index(standard, [standard.number, standard.title])
    emit(StandardWritten.of(standard, at=at, number=version.number), by=by)
    return standard


def _check(draft: StandardDraft) -> None:
    if not draft.items:
        raise NoItems
    limits = [(draft.limit_sort, draft.limit), *((item.limit_sort, item.limit) for item in draft.items)]
    if any((sort == LimitSort.YES_NO) != (limit is None) for sort, limit in limits):
        raise LimitMissing(field="limit")


def _locked(standard: Standard) -> Standard:
    found = Standard.objects.select_for_update(of=("self",)).select_related("current").get(pk=standard.pk)
    if found.ended_on is not None:
        raise StandardEnded
    return found
