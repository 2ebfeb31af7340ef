"""Questionnaires made in one step, and how their matrix is cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import QuestionnaireState
from ..events import MatrixSet, QuestionnaireMade
from ..models import Item, Questionnaire
from ..rules.questions import check_questions

Cuts = tuple[Decimal, Decimal]


class CutsOffScale(Refused):
    default = _("The cuts must rise and lie within the scale.")


@transaction.atomic
def make_questionnaire(
    *, code: str, items: Sequence[Mapping[str, Any]], by: Actor, at: datetime, **fields: Any
) -> Questionnaire:
    """The next version of a questionnaire, the first if the code is new. Answers keep their version."""
    last = Questionnaire.objects.select_for_update().filter(code=code).order_by("-version").first()
    Questionnaire.objects.current().filter(code=code).update(state=QuestionnaireState.REPLACED)
    low, high = fields.get("low", 1), fields.get("high", 7)
    check_questions(items, (low, high))
    usual = usual_cuts(low, high)
    fields = {"importance_cuts": usual, "performance_cuts": usual, **fields}
    check_cuts(low, high, fields["importance_cuts"], fields["performance_cuts"])
    made = Questionnaire.objects.create(
        code=code, version=last.version + 1 if last else 1, made_at=at, **fields
    )
    Item.objects.bulk_create(
        [Item(questionnaire=made, position=place, **item) for place, item in enumerate(items, 1)]
    )
    emit(QuestionnaireMade(subject=Subject.of(made), occurred_at=at, version_made=made.version), by=by)
    return made


@transaction.atomic
def set_matrix(
    *,
    questionnaire: Questionnaire,
    importance_cuts: Cuts,
    performance_cuts: Cuts,
    middle: str,
    classes: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Questionnaire:
    """Cut the matrix otherwise. The answers stay as they are; only their reading changes."""
    questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    check_cuts(questionnaire.low, questionnaire.high, importance_cuts, performance_cuts)
    questionnaire.importance_cuts = [str(cut) for cut in importance_cuts]
    questionnaire.performance_cuts = [str(cut) for cut in performance_cuts]
    questionnaire.middle = middle
    questionnaire.classes = dict(classes or {})
    questionnaire.save(update_fields=["importance_cuts", "performance_cuts", "middle", "classes"])
    told = MatrixSet(
        subject=Subject.of(questionnaire),
        occurred_at=at,
        importance_cuts=tuple(questionnaire.importance_cuts),
        performance_cuts=tuple(questionnaire.performance_cuts),
        middle=middle,
    )
    emit(told, by=by)
    return questionnaire


def usual_cuts(low: int, high: int) -> list[str]:
    """Thirds of the scale."""
    third = (Decimal(high) - low) / 3
    return [str(low + third), str(low + 2 * third)]


def check_cuts(low: int, high: int, importance: Sequence[Any], performance: Sequence[Any]) -> None:
    for name, cuts in (("importance_cuts", importance), ("performance_cuts", performance)):
        first, second = (Decimal(str(cut)) for cut in cuts)
        if not low <= first < second <= high:
            raise CutsOffScale(field=name)
