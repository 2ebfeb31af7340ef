"""Requirements at the steps of operations: kept by managers, checked by whoever does the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kept.catalog.models import Service
from kept.desk.actions.opening import open_case
from kept.desk.models import Case
from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.kernel.searching import index
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..enums import Operation, StepVerdict
from ..events import RequirementAdded, RequirementChanged, RequirementRetired, StepCaseOpened, StepChecked
from ..models import Requirement, Standard, StepAnswer
from ..queries.steps import Line, asked_at, steps_of
from ..rules.refusals import (
    CaseThereAlready,
    NotAsked,
    NothingAnswered,
    NothingToPursue,
    PhotoMissing,
    PhotoWithoutCheck,
    RemarkMissing,
    RequirementTextMissing,
    StepElsewhere,
)

CHANGEABLE = frozenset({"text", "standard", "wants_check", "wants_photo", "responsible"})
"""Step, customer and service stay: what was checked was checked for them."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a check says. Without a verdict nothing is said."""

    verdict: str = ""
    remark: str = ""
    photo: UploadedFile[bytes] | ContentFile[bytes] | None = None


@transaction.atomic
def add_requirement(
    *,
    step: str,
    text: str,
    customer: Customer | None = None,
    service: Service | None = None,
    standard: Standard | None = None,
    wants_check: bool = True,
    wants_photo: bool = False,
    responsible: str = "",
    by: Actor,
    at: datetime,
) -> Requirement:
    """Something to be seen to at a step from now on. Raises RequirementTextMissing or PhotoWithoutCheck."""
    if service is not None:
        service.check_offered(field="service")
    made = Requirement(
        number=next_number("requirement", at=at),
        step=Operation(step),
        text=text.strip(),
        customer=customer,
        service=service,
        standard=standard,
        wants_check=wants_check,
        wants_photo=wants_photo,
        responsible=responsible,
        added_at=at,
    )
    _judge(made)
    made.save()
    index(made, [made.number, made.text])
    emit(RequirementAdded.of(made, at=at, step=made.step), by=by)
    return made


@transaction.atomic
def change_requirement(
    *, requirement: Requirement, changes: Mapping[str, Any], by: Actor, at: datetime
) -> Requirement:
    """Write what differs. Answers keep the words that they were asked with."""
    found = Requirement.objects.select_for_update().get(pk=requirement.pk)
    wanted = {name: value for name, value in changes.items() if name in CHANGEABLE}
    if "text" in wanted:
        wanted["text"] = wanted["text"].strip()
    changed = sorted(name for name, value in wanted.items() if getattr(found, name) != value)
    if not changed:
        return found
    for name in changed:
        setattr(found, name, wanted[name])
    _judge(found)
    found.save(update_fields=changed)
    index(found, [found.number, found.text])
    emit(RequirementChanged.of(found, at=at, fields=tuple(changed)), by=by)
    return found


@transaction.atomic
def retire_requirement(*, requirement: Requirement, why: str, by: Actor, at: datetime) -> Requirement:
    """Ask it no longer. What was answered stays."""
    found = Requirement.objects.select_for_update().get(pk=requirement.pk)
    found.retire(why=why, at=at)
    found.save(update_fields=["retired_at", "retired_why"])
    emit(RequirementRetired.of(found, at=at, why=found.retired_why), by=by)
    return found


@transaction.atomic
def check_step(
    *, subject: Order | Shipment, step: str, found: Mapping[int, Found], by: Actor, at: datetime
) -> list[StepAnswer]:
    """Answer checks of one step, by the id of their requirement; a changed answer replaces the one before.

    Raises RemarkMissing or PhotoMissing with the field of the check, StepElsewhere, NotAsked or
    NothingAnswered.
    """
    if step not in steps_of(subject):
        raise StepElsewhere
    locked = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    asked = asked_at(locked, step)
    said = {pk: told for pk, told in found.items() if told.verdict}
    if said.keys() - asked.keys():
        raise NotAsked
    new = [(asked[pk], told) for pk, told in said.items() if _is_new(asked[pk], told)]
    if not new:
        raise NothingAnswered
    for line, told in new:
        _judge_answer(line, told)
    made = [_answer(locked, line, told, by=by, at=at) for line, told in new]
    verdicts = dict(Counter(answer.verdict for answer in made))
    told_of = tuple(answer.pk for answer in made)
    emit(StepChecked.of(locked, at=at, step=step, verdicts=verdicts, answers=told_of), by=by)
    return made


@transaction.atomic
def open_step_case(
    *, answer: StepAnswer, kind: str, title: str, reason: str, by: Actor, at: datetime
) -> Case:
    """The desk looks after what was not kept. Raises NothingToPursue or CaseThereAlready."""
    found = StepAnswer.objects.select_for_update(of=("self",)).select_related("requirement").get(pk=answer.pk)
    if not found.is_broken or found.replaced_at is not None:
        raise NothingToPursue
    if found.case_id is not None:
        raise CaseThereAlready
    about = found.subject
    concerned = {"shipment": about} if isinstance(about, Shipment) else {"order": about}
    case = open_case(
        kind=kind,
        title=title,
        reason=reason,
        customer=about.customer,
        branch=about.branch,
        by=by,
        at=at,
        **concerned,
    )
    found.case = case
    found.save(update_fields=["case"])
    emit(StepCaseOpened.of(about, at=at, answer_id=found.pk, case_id=case.pk), by=by)
    return case


def _judge(requirement: Requirement) -> None:
    if not requirement.text:
        raise RequirementTextMissing(field="text")
    if requirement.wants_photo and not requirement.wants_check:
        raise PhotoWithoutCheck(field="wants_photo")


def _is_new(line: Line, told: Found) -> bool:
    before = line.answer
    return (
        before is None
        or told.photo is not None
        or (before.verdict, before.remark) != (told.verdict, told.remark.strip())
    )


def _judge_answer(line: Line, told: Found) -> None:
    key = f"check-{line.requirement.pk}"
    if told.verdict == StepVerdict.NOT_KEPT and not told.remark.strip():
        raise RemarkMissing(field=f"{key}-remark")
    has_photo = told.photo is not None or (line.answer is not None and line.answer.photo_id is not None)
    if line.requirement.wants_photo and told.verdict != StepVerdict.NOT_APPLICABLE and not has_photo:
        raise PhotoMissing(field=f"{key}-photo")


def _answer(subject: Order | Shipment, line: Line, told: Found, *, by: Actor, at: datetime) -> StepAnswer:
    requirement, before = line.requirement, line.answer
    photo = _photo(subject, told, by=by, at=at) or (before.photo if before else None)
    if before is not None:
        StepAnswer.objects.filter(pk=before.pk).update(replaced_at=at)
    about = {"order": subject} if isinstance(subject, Order) else {"shipment": subject}
    return StepAnswer.objects.create(
        requirement=requirement,
        asked=requirement.text,
        verdict=StepVerdict(told.verdict),
        remark=told.remark.strip(),
        photo=photo,
        answered_at=at,
        answered_by_id=by.person_id,
        case=before.case if before else None,
        **about,
    )


def _photo(subject: Order | Shipment, told: Found, *, by: Actor, at: datetime) -> Document | None:
    if told.photo is None:
        return None
    return keep_document(
        upload=told.photo,
        kind="step",
        about=subject,
        partner_id=getattr(subject, "carrier_id", None),
        by=by,
        at=at,
    )
