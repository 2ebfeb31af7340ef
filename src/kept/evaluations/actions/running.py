"""Evaluations: opened, marked by those who were asked, closed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person
from kept.scorecards.enums import Slice

from ..enums import (
    Counting,
    EvaluationKind,
    EvaluationState,
    Method,
    ModelState,
    Objects,
    Side,
    Source,
    Verdict,
)
from ..events import EvaluationCancelled, EvaluationClosed, EvaluationOpened, MarksGiven
from ..models import Criterion, EvaluatedObject, Evaluation, EvaluationModel, Mark
from ..queries.trees import check_tree, tree_of
from ..rules.numbers import MOST_OBJECTS
from ..rules.refusals import (
    InUse,
    MonthsBackwards,
    NoObjects,
    NotSaid,
    OffGrades,
    OnlyWhole,
    TooFewObjects,
    TooManyObjects,
)

FIELD: dict[type[models.Model], tuple[str, str]] = {
    Customer: ("customer", Slice.CUSTOMER),
    Branch: ("branch", Slice.BRANCH),
    Partner: ("partner", Slice.SUBCONTRACTOR),
    Service: ("service", Slice.SERVICE),
}


@transaction.atomic
def open_evaluation(
    *,
    model: EvaluationModel,
    title: str,
    first: date,
    last: date,
    objects: Sequence[models.Model | str],
    collected: str,
    analysed: str,
    kind: str = EvaluationKind.DAILY,
    counting: str = Counting.OTHERS,
    element: str = "",
    purpose: str = "",
    follows: Evaluation | None = None,
    assessors: Iterable[Person] = (),
    by: Actor,
    at: datetime,
) -> Evaluation:
    """Over whole months. Objects are records; nodes, plans by name; our own company is added to a chain.

    Figures of the whole company go in, so only who is responsible for it opens one.
    """
    if by.kind != "system" and not any(s.kind == "company" for s in by.scopes_of("evaluations.run")):
        raise OnlyWhole
    if model.state != ModelState.CURRENT:
        raise InUse(field="model")
    check_tree(tree_of(model), str(model))
    if last < first:
        raise MonthsBackwards(field="last")
    if not collected.strip() or not analysed.strip():
        raise NotSaid(field="analysed" if collected.strip() else "collected")
    evaluation = Evaluation.objects.create(
        number=next_number("evaluation", at=at),
        title=title,
        model=model,
        kind=kind,
        counting=counting,
        first=first.replace(day=1),
        last=last.replace(day=1),
        element=element.strip() or model.element,
        purpose=purpose.strip() or model.purpose,
        collected=collected.strip(),
        analysed=analysed.strip(),
        follows=follows,
        made_by_id=by.person_id,
        made_at=at,
    )
    rows = [_row(evaluation, each) for each in dict.fromkeys(_named(objects))]
    if model.objects_kind == Objects.CHAIN:
        rows.insert(0, EvaluatedObject(evaluation=evaluation, slice=Slice.ALL))
    _check_objects(model, rows)
    EvaluatedObject.objects.bulk_create(rows)
    asked = list(assessors)
    evaluation.assessors.set(asked)
    told = EvaluationOpened(
        subject=Subject.of(evaluation),
        occurred_at=at,
        model_id=model.pk,
        kind=kind,
        first=evaluation.first,
        last=evaluation.last,
        objects=len(rows),
        assessor_ids=tuple(person.pk for person in asked),
    )
    emit(told, by=by)
    return evaluation


@transaction.atomic
def give_marks(
    *,
    evaluation: Evaluation,
    marks: Mapping[tuple[int, int], int],
    side: str,
    named: str = "",
    by: Actor,
    at: datetime,
) -> Evaluation:
    """Grades by object and criterion, in place of what the same person said before for the same side."""
    found = Evaluation.objects.select_for_update(of=("self",)).select_related("model").get(pk=evaluation.pk)
    found.must_ask()
    rows = set(found.rows.values_list("pk", flat=True))
    judged = set(
        Criterion.objects.filter(model=found.model, source=Source.JUDGED).values_list("pk", flat=True)
    )
    for (row, criterion), grade in marks.items():
        if row not in rows or criterion not in judged or not 1 <= grade <= found.model.grades:
            raise OffGrades
    who: dict[str, Any] = {"assessor_id": by.person_id, "named": named.strip(), "side": side}
    Mark.objects.filter(row__evaluation=found, **who).delete()
    Mark.objects.bulk_create(
        Mark(row_id=row, criterion_id=criterion, grade=grade, said_at=at, **who)
        for (row, criterion), grade in marks.items()
    )
    told = MarksGiven(subject=Subject.of(found), occurred_at=at, marks=len(marks), side=Side(side).value)
    emit(told, by=by)
    return found


@transaction.atomic
def close_evaluation(*, evaluation: Evaluation, conclusion: str, by: Actor, at: datetime) -> Evaluation:
    """A person says what follows; from then on nothing of it changes."""
    found = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    found.close(conclusion=conclusion, person_id=by.person_id, at=at)
    found.save(update_fields=["state", "conclusion", "closed_by", "closed_at"])
    vetoed = found.rows.filter(verdict=Verdict.VETOED).values_list("pk", flat=True)
    told = EvaluationClosed(
        subject=Subject.of(found),
        occurred_at=at,
        model_id=found.model_id,
        first=found.first,
        last=found.last,
        vetoed=tuple(vetoed),
    )
    emit(told, by=by)
    return found


@transaction.atomic
def cancel_evaluation(*, evaluation: Evaluation, by: Actor, at: datetime) -> Evaluation:
    found = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    found.move_to(EvaluationState.CANCELLED)
    found.save(update_fields=["state"])
    emit(EvaluationCancelled(subject=Subject.of(found), occurred_at=at), by=by)
    return found


def _named(objects: Sequence[models.Model | str]) -> list[models.Model | str]:
    """Names without spaces around them; empty ones name nothing."""
    told = [each.strip() if isinstance(each, str) else each for each in objects]
    return [each for each in told if each != ""]


def _row(evaluation: Evaluation, thing: models.Model | str) -> EvaluatedObject:
    if isinstance(thing, str):
        node = evaluation.model.objects_kind == Objects.NODE
        named = {"node": thing} if node else {"name": thing}
        return EvaluatedObject(evaluation=evaluation, slice=Slice.ALL, **named)
    field, slice = next(told for kind, told in FIELD.items() if isinstance(thing, kind))
    return EvaluatedObject(evaluation=evaluation, slice=slice, **{field: thing})


def _check_objects(model: EvaluationModel, rows: Sequence[EvaluatedObject]) -> None:
    if not rows or (len(rows) == 1 and model.objects_kind == Objects.CHAIN):
        raise NoObjects(field="objects")
    if len(rows) < 2 and (model.method == Method.TOPSIS or model.from_data):
        raise TooFewObjects(field="objects")
    most = int(rule(MOST_OBJECTS))
    if len(rows) > most:
        raise TooManyObjects(TooManyObjects.default % {"most": most}, field="objects")
