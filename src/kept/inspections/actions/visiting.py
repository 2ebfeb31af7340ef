"""Mystery checks: written, planned, recorded by whoever posed, released by those in charge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.methods.checklists import mark_score
from kept.people.models import Branch, Person

from ..enums import AskSort, FindingSeverity, FindingSource, VisitState
from ..events import VisitPlanned, VisitRecorded, VisitReleased
from ..models import Ask, Mark, MysteryVisit, Scenario
from ..rules.numbers import LOW_MARK
from ..rules.refusals import (
    DayInThePast,
    MarkWrong,
    NoAsks,
    NothingRecorded,
    NotYourVisit,
    OwnBranch,
    VisitInTheFuture,
)
from .finding import make_finding

UNSEEN = Actor.system("mystery check")
"""What is told before the release must not name who posed."""


@dataclass(frozen=True, kw_only=True)
class AskDraft:
    """One question or complaint of a scenario."""

    text: str
    sort: str = AskSort.QUESTION
    good_answer: str = ""
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """How it was answered: 1 to 5, none when it could not be asked."""

    mark: int | None = None
    heard: str = ""


@transaction.atomic
def write_scenario(*, asks: Sequence[AskDraft], scenario: Scenario | None = None, **said: Any) -> Scenario:
    """A scenario, or a new one in the place of one that was used: its checks keep what they asked."""
    if not asks:
        raise NoAsks
    if scenario is not None:
        Scenario.objects.filter(pk=scenario.pk).update(is_used=False)
    kept = Scenario.objects.create(**said)
    Ask.objects.bulk_create(
        Ask(
            scenario=kept,
            position=place,
            sort=each.sort,
            text=each.text.strip(),
            good_answer=each.good_answer.strip(),
            weight=each.weight,
        )
        for place, each in enumerate(asks, start=1)
    )
    return kept


@transaction.atomic
def plan_visit(
    *,
    scenario: Scenario,
    branch: Branch,
    visitor: Person,
    planned_on: date,
    posed_as: str = "",
    by: Actor,
    at: datetime,
) -> MysteryVisit:
    """Send somebody of another branch, who is not known there."""
    if visitor.branch_id == branch.pk:
        raise OwnBranch(field="visitor")
    if planned_on < localtime(at).date():
        raise DayInThePast(field="planned_on")
    visit = MysteryVisit.objects.create(
        number=next_number("mystery_visit", at=at),
        scenario=scenario,
        branch=branch,
        visitor=visitor,
        planned_on=planned_on,
        posed_as=posed_as.strip(),
    )
    emit(VisitPlanned.of(visit, at=at), by=UNSEEN)
    return visit


@transaction.atomic
def record_visit(
    *,
    visit: MysteryVisit,
    heard: Mapping[int, Heard],
    visited_at: datetime,
    note: str = "",
    by: Actor,
    at: datetime,
) -> MysteryVisit:
    """How it went, by the id of each question. Only who posed, or who is in charge, may say so."""
    found = _locked(visit)
    if by.kind == "person" and by.person_id != found.visitor_id and not by.may("inspections.mystery"):
        raise NotYourVisit
    if visited_at > at:
        raise VisitInTheFuture(field="visited_at")
    if not note.strip() and not any(each.mark or each.heard.strip() for each in heard.values()):
        raise NothingRecorded(field="note")
    asks = list(found.scenario.asks.all())
    marks = [_mark(found, ask, heard.get(ask.pk, Heard())) for ask in asks]
    score = mark_score([(mark.ask.weight, mark.mark) for mark in marks])
    found.record(score=score, note=note, visited_at=visited_at)
    found.save(update_fields=["state", "score", "note", "visited_at"])
    Mark.objects.bulk_create(marks)
    emit(VisitRecorded.of(found, at=at), by=UNSEEN)
    return found


@transaction.atomic
def release_visit(*, visit: MysteryVisit, by: Actor, at: datetime) -> MysteryVisit:
    """From now on the branch reads the result, without the name; low marks become findings."""
    found = _locked(visit)
    found.release(at=at)
    found.save(update_fields=["state", "released_at"])
    low = int(rule(LOW_MARK, at=at))
    for mark in found.marks.filter(mark__lte=low).select_related("ask"):
        make_finding(
            source=FindingSource.MYSTERY,
            what=f"{found.number} {_asked(mark)}{mark.heard or mark.mark}",
            severity=FindingSeverity.MAJOR if mark.mark == 1 else FindingSeverity.MINOR,
            branch_id=found.branch_id,
            visit=found,
            by=by,
            at=at,
        )
    emit(VisitReleased.of(found, at=at), by=by)
    return found


@transaction.atomic
def drop_visit(*, visit: MysteryVisit) -> MysteryVisit:
    """It is not made."""
    found = _locked(visit)
    found.move_to(VisitState.DROPPED)
    found.save(update_fields=["state"])
    return found


def _mark(visit: MysteryVisit, ask: Ask, heard: Heard) -> Mark:
    if heard.mark is not None and not 1 <= heard.mark <= 5:
        raise MarkWrong(field=f"ask-{ask.pk}-mark")
    return Mark(visit=visit, ask=ask, mark=heard.mark, heard=heard.heard.strip()[:200])


def _locked(visit: MysteryVisit) -> MysteryVisit:
    rows = MysteryVisit.objects.select_for_update(of=("self",)).select_related("scenario")
    return rows.get(pk=visit.pk)


def _asked(mark: Mark) -> str:
    """What was said to the branch, parted from the answer: a question mark parts already."""
    asked = mark.ask.text.rstrip()
    return f"{asked} " if asked.endswith(("?", "？")) else f"{asked}{_(': ')}"
