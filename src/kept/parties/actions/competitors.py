"""Competitors, known by name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit

from ..events import CompetitorAdded
from ..models import Competitor


@transaction.atomic
def know_competitor(*, name: str, note: str = "", by: Actor, at: datetime) -> Competitor:
    """The competitor of this name; one nobody heard of is added."""
    found, is_new = Competitor.objects.get_or_create(name=name.strip(), defaults={"note": note})
    if is_new:
        emit(CompetitorAdded(subject=Subject.of(found), occurred_at=at), by=by)
    return found
