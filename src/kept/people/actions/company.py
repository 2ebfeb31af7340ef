"""Naming the company."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit

from ..events import CompanyNamed
from ..models import CompanyName


@transaction.atomic
def name_company(*, names: Mapping[str, str], by: Actor, at: datetime) -> CompanyName:
    """The name, by language code, with which everybody greets and signs; an empty one takes it away."""
    row = CompanyName.objects.select_for_update().first() or CompanyName()
    row.names = {code: name.strip() for code, name in names.items() if name and name.strip()}
    row.save()
    emit(CompanyNamed(subject=Subject.of(row), occurred_at=at, names=row.names), by=by)
    return row
