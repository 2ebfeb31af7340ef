"""Somebody else carries out what we promised; towards the customer it stays our promise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit_many

from ..events import PromiseEntrusted
from ..models import Promise


@transaction.atomic
def entrust_promises(
    *, records: Iterable[models.Model], kinds: Iterable[str], provider_id: int | None, by: Actor, at: datetime
) -> list[Promise]:
    """Name who carries out the unmet promises of these kinds about these records; None is our own fleet."""
    listed = list(records)
    if not listed:
        return []
    wanted = Promise.objects.select_for_update().unfinished().of_kind(*kinds)
    about = wanted.filter(
        subject_type=listed[0]._meta.label_lower, subject_id__in=[record.pk for record in listed]
    )
    moved = [promise for promise in about.order_by("pk") if promise.provider_id != provider_id]
    Promise.objects.filter(pk__in=[promise.pk for promise in moved]).update(provider_id=provider_id)
    emit_many([PromiseEntrusted.of(promise, at=at, provider_id=provider_id) for promise in moved], by=by)
    return moved
