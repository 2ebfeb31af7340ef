"""Carrying out an inspection: each item judged, what is not met becomes a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbers import rule
from kept.methods.checklists import Judged, checklist_score

from ..enums import FindingSeverity, FindingSource, LimitSort, Verdict
from ..events import InspectionDone
from ..models import CheckItem, CheckResult, Inspection
from ..rules.numbers import PASS_SCORE
from ..rules.refusals import NotePerMiss, ValueMissing, VerdictMissing
from .finding import make_finding


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen at one item. A measured number judges itself."""

    verdict: str = ""
    value: Decimal | None = None
    note: str = ""
    severity: str = ""
    photo: UploadedFile[bytes] | None = None


@transaction.atomic
def carry_out(
    *, inspection: Inspection, seen: Mapping[int, Seen], note: str = "", by: Actor, at: datetime
) -> Inspection:
    """Judge every item, by its id; the score is kept and each item not met is a finding.

    Raises VerdictMissing, ValueMissing or NotePerMiss with the number of the item.
    """
    found = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("version__standard")
        .get(pk=inspection.pk)
    )
    items = list(found.version.items.all())
    results = [_result(found, item, seen.get(item.pk, Seen())) for item in items]
    told = checklist_score(_judged(result) for result in results)
    found.carry_out(score=told.score, misses=told.critical_misses, pass_from=rule(PASS_SCORE, at=at), at=at)
    found.note, found.done_by_id = note.strip(), by.person_id
    found.save()
    for result in results:
        result.photo = _photo(found, seen.get(result.item_id, Seen()), by=by, at=at)
    CheckResult.objects.bulk_create(results)
    for result in results:
        if result.verdict == Verdict.MISSED:
            _find(found, result, seen[result.item_id].severity, by=by, at=at)
    score = None if told.score is None else f"{told.score:.6f}"
    emit(InspectionDone.of(found, at=at, score=score, critical_misses=told.critical_misses), by=by)
    return found


def verdict_on(item: CheckItem, seen: Seen) -> str:
    """What was seen of an item comes to this; refused while something is missing."""
    verdict = seen.verdict
    field = f"item-{item.pk}"
    if item.limit_sort != LimitSort.YES_NO and verdict != Verdict.NOT_APPLICABLE:
        if seen.value is None:
            raise ValueMissing(ValueMissing.default % {"n": item.position}, field=f"{field}-value")
        verdict = Verdict.MET if item.is_met_by(seen.value) else Verdict.MISSED
    if verdict not in Verdict.values:
        raise VerdictMissing(VerdictMissing.default % {"n": item.position}, field=f"{field}-verdict")
    if verdict == Verdict.MISSED and not seen.note.strip():
        raise NotePerMiss(NotePerMiss.default % {"n": item.position}, field=f"{field}-note")
    return verdict


def _result(inspection: Inspection, item: CheckItem, seen: Seen) -> CheckResult:
    verdict = verdict_on(item, seen)
    return CheckResult(
        inspection=inspection, item=item, verdict=verdict, value=seen.value, note=seen.note.strip()[:200]
    )


def _judged(result: CheckResult) -> Judged:
    is_met = {Verdict.MET.value: True, Verdict.MISSED.value: False}.get(result.verdict)
    return Judged(result.item.weight, is_met, result.item.is_critical)


def _photo(inspection: Inspection, seen: Seen, *, by: Actor, at: datetime) -> Document | None:
    if seen.photo is None:
        return None
    return keep_document(upload=seen.photo, kind="inspection", about=inspection, by=by, at=at)


def _find(inspection: Inspection, result: CheckResult, severity: str, *, by: Actor, at: datetime) -> None:
    usual = FindingSeverity.CRITICAL if result.item.is_critical else FindingSeverity.MINOR
    value = "" if result.value is None else f"{result.value.normalize():f}"
    measured = f" {value} {result.item.unit}".rstrip() if value else ""
    make_finding(
        source=FindingSource.INSPECTION,
        what=f"{result.item.question}{measured}{_(': ')}{result.note}",
        severity=severity or usual,
        branch_id=inspection.branch_id,
        inspection=inspection,
        photo=result.photo,
        by=by,
        at=at,
    )
