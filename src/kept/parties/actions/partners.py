"""Taking subcontractors and suppliers into the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit_many
from kept.kernel.numbering import next_numbers
from kept.kernel.searching import index_many

from ..events import PartnerCreated
from ..models import Partner


def create_partner(*, name: str, by: Actor, at: datetime, **details: Any) -> Partner:
    return create_partners(rows=[{"name": name, **details}], by=by, at=at)[0]


@transaction.atomic
def create_partners(*, rows: Sequence[Mapping[str, Any]], by: Actor, at: datetime) -> list[Partner]:
    """Many at once, one statement per table."""
    numbers = next_numbers("partner", len(rows), at=at) if rows else []
    partners = [Partner(number=number, **row) for number, row in zip(numbers, rows, strict=True)]
    Partner.objects.bulk_create(partners, batch_size=500)
    index_many([(partner, [partner.number, partner.name, partner.phone]) for partner in partners])
    emit_many([PartnerCreated(subject=Subject.of(p), occurred_at=at) for p in partners], by=by)
    return partners
