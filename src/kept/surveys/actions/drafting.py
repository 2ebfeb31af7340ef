"""Writing a questionnaire: a draft is changed freely, a published version never again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import QuestionnaireState
from ..events import DraftDropped, QuestionnaireChanged, QuestionnaireDrafted, QuestionnaireMade
from ..models import Item, Questionnaire
from ..rules.questions import BadBranching, CodeTwice, check_questions, check_words
from .questionnaires import check_cuts, usual_cuts

CARRIED = (
    "words",
    "intro",
    "low",
    "high",
    "dimensions",
    "importance_cuts",
    "performance_cuts",
    "middle",
    "classes",
)
SAID = (
    "code",
    "words",
    "asks",
    "choices",
    "ends",
    "dimension",
    "is_required",
    "after",
    "after_test",
    "after_value",
    "promise_kind",
)
"""What makes up a question, its place apart."""


class CodeTaken(Refused):
    default = _("Another questionnaire has this code already.")


class Published(Refused):
    default = _("A published questionnaire is not changed. Write a new version.")


class ScaleFalls(Refused):
    default = _("The highest mark lies above the lowest.")


class NothingAbove(Refused):
    default = _("This question cannot be moved further.")


@transaction.atomic
def draft_questionnaire(
    *,
    code: str,
    words: Mapping[str, str],
    copy_of: Questionnaire | None = None,
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Questionnaire:
    """Begin a questionnaire, empty or with the questions of another."""
    if Questionnaire.objects.filter(code=code).exists():
        raise CodeTaken(field="code")
    carried = _carried(copy_of) if copy_of else {}
    return _draft(code, 1, {**carried, **fields, "words": dict(words)}, copy_of, by, at)


@transaction.atomic
def draft_version(*, questionnaire: Questionnaire, by: Actor, at: datetime) -> Questionnaire:
    """The next version to write on: the one being written, else a copy of this one."""
    versions = Questionnaire.objects.select_for_update().filter(code=questionnaire.code)
    found = {one.state: one for one in versions.order_by("version")}
    if draft := found.get(QuestionnaireState.DRAFT):
        return draft
    last = max(one.version for one in found.values())
    return _draft(questionnaire.code, last + 1, _carried(questionnaire), questionnaire, by, at)


@transaction.atomic
def set_heading(*, questionnaire: Questionnaire, by: Actor, at: datetime, **fields: Any) -> Questionnaire:
    """Title, introduction, scale and dimensions of a draft. Cuts off the new scale begin anew."""
    draft = _draft_of(questionnaire)
    for name, value in fields.items():
        setattr(draft, name, value)
    if draft.low >= draft.high:
        raise ScaleFalls(field="high")
    try:
        check_cuts(draft.low, draft.high, draft.importance_cuts, draft.performance_cuts)
    except Refused:
        draft.importance_cuts = draft.performance_cuts = usual_cuts(draft.low, draft.high)
    draft.save()
    emit(QuestionnaireChanged(subject=Subject.of(draft), occurred_at=at, question=""), by=by)
    return draft


@transaction.atomic
def put_question(
    *,
    questionnaire: Questionnaire,
    question: Mapping[str, Any],
    instead_of: str = "",
    by: Actor,
    at: datetime,
) -> Item:
    """Add a question at the end, or put it in the place of the one with code `instead_of`."""
    draft = _draft_of(questionnaire)
    items = list(draft.items.all())
    old = next((item for item in items if item.code == instead_of), None)
    if any(item.code == question["code"] and item != old for item in items):
        raise CodeTwice(field="code")
    item = old or Item(questionnaire=draft, position=len(items) + 1)
    for name in SAID:
        if name in question:
            setattr(item, name, question[name])
    if old and old.code != instead_of:
        _rename(items, instead_of, item.code)
    _check(draft, [*(one for one in items if one != old), item])
    item.save()
    emit(QuestionnaireChanged(subject=Subject.of(draft), occurred_at=at, question=item.code), by=by)
    return item


@transaction.atomic
def move_question(*, questionnaire: Questionnaire, code: str, up: bool, by: Actor, at: datetime) -> None:
    """One place up or down, unless a question would then hang on a later one."""
    draft = _draft_of(questionnaire)
    items = list(draft.items.all())
    place = next(n for n, item in enumerate(items) if item.code == code)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        raise NothingAbove
    one, two = items[place], items[other]
    one.position, two.position = two.position, one.position
    _check(draft, items)
    Item.objects.filter(pk=one.pk).update(position=0)
    two.save(update_fields=["position"])
    one.save(update_fields=["position"])
    emit(QuestionnaireChanged(subject=Subject.of(draft), occurred_at=at, question=code), by=by)


@transaction.atomic
def drop_question(*, questionnaire: Questionnaire, code: str, by: Actor, at: datetime) -> None:
    """Take a question out of a draft; those behind it move up."""
    draft = _draft_of(questionnaire)
    if hanging := draft.items.filter(after=code).first():
        words = _("'%(other)s' is asked only after '%(code)s'. Change that first.")
        raise BadBranching(words % {"other": hanging.code, "code": code})
    draft.items.filter(code=code).delete()
    for place, item in enumerate(draft.items.all(), 1):
        if item.position != place:
            item.position = place
            item.save(update_fields=["position"])
    emit(QuestionnaireChanged(subject=Subject.of(draft), occurred_at=at, question=code), by=by)


@transaction.atomic
def publish_questionnaire(*, questionnaire: Questionnaire, by: Actor, at: datetime) -> Questionnaire:
    """From now on this version is asked; the one before stays with its surveys and answers."""
    draft = _draft_of(questionnaire)
    said = [_said(item) for item in draft.items.all()]
    check_questions(said, (draft.low, draft.high))
    check_words(draft.words, said)
    Questionnaire.objects.current().filter(code=draft.code).update(state=QuestionnaireState.REPLACED)
    draft.state, draft.made_at = QuestionnaireState.CURRENT, at
    draft.save(update_fields=["state", "made_at"])
    emit(QuestionnaireMade(subject=Subject.of(draft), occurred_at=at, version_made=draft.version), by=by)
    return draft


@transaction.atomic
def drop_draft(*, questionnaire: Questionnaire, by: Actor, at: datetime) -> None:
    """Throw a draft away; what is published stays."""
    draft = _draft_of(questionnaire)
    emit(DraftDropped(subject=Subject.of(draft), occurred_at=at), by=by)
    draft.delete()


def _draft_of(questionnaire: Questionnaire) -> Questionnaire:
    draft = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if not draft.is_draft:
        raise Published
    return draft


def _draft(
    code: str,
    version: int,
    fields: Mapping[str, Any],
    copy_of: Questionnaire | None,
    by: Actor,
    at: datetime,
) -> Questionnaire:
    cuts = usual_cuts(fields.get("low", 1), fields.get("high", 7))
    draft = Questionnaire.objects.create(
        **{"importance_cuts": cuts, "performance_cuts": cuts, **fields},
        code=code,
        version=version,
        state=QuestionnaireState.DRAFT,
        made_at=at,
    )
    copied = copy_of.items.all() if copy_of else ()
    Item.objects.bulk_create(
        [Item(questionnaire=draft, position=place, **_said(item)) for place, item in enumerate(copied, 1)]
    )
    told = QuestionnaireDrafted(
        subject=Subject.of(draft), occurred_at=at, copied_from=copy_of.number if copy_of else ""
    )
    emit(told, by=by)
    return draft


def _rename(items: Iterable[Item], before: str, after: str) -> None:
    """What hangs on a question follows its new code."""
    for item in items:
        if item.after == before:
            item.after = after
            item.save(update_fields=["after"])


def _check(draft: Questionnaire, items: Iterable[Item]) -> None:
    said = [_said(item) for item in sorted(items, key=lambda item: item.position)]
    check_questions(said, (draft.low, draft.high))


def _carried(questionnaire: Questionnaire) -> dict[str, Any]:
    return {name: getattr(questionnaire, name) for name in CARRIED}


def _said(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in SAID}
