"""Writing down what competitors offer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localtime

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.parties.actions.competitors import know_competitor
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Unit

from ..events import CompetitorObserved
from ..models import Observation
from ..rules.refusals import LevelMissing, NothingSeen, SeenInTheFuture, ShareWrong, UnknownIndicator


@transaction.atomic
def observe_competitor(
    *,
    competitor: str,
    evidence: UploadedFile[bytes] | None = None,
    by: Actor,
    at: datetime,
    **said: Any,
) -> Observation:
    """Keep an observation; the competitor is known by name. `said` are fields of Observation.

    A level of an indicator that is a share lies between 0 and 1.
    """
    observation = Observation(number=next_number("observation", at=at), seen_by_id=by.person_id, **said)
    _check(observation, at)
    observation.competitor = know_competitor(name=competitor, by=by, at=at)
    observation.save()
    if evidence is not None:
        observation.evidence = keep_document(
            upload=evidence, kind="observation", about=observation, by=by, at=at
        )
        observation.save(update_fields=["evidence"])
    emit(CompetitorObserved.of(observation, at=at), by=by)
    return observation


def _check(seen: Observation, at: datetime) -> None:
    if seen.level is None and seen.price is None and not seen.words.strip():
        raise NothingSeen(field="words")
    if seen.seen_on > localtime(at).date():
        raise SeenInTheFuture(field="seen_on")
    if not seen.indicator:
        return
    if seen.indicator not in INDICATORS:
        raise UnknownIndicator(field="indicator")
    if seen.level is None:
        raise LevelMissing(field="level")
    if INDICATORS[seen.indicator].unit == Unit.RATE and not 0 <= seen.level <= 1:
        raise ShareWrong(field="level")
