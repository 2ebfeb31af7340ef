"""Learning from the company's own closed cases: trained, measured on newer cases, kept as numbers."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule
from kept.methods.text.learned import Measured, TooLittle, learn, measure, packed

from ..enums import CaseState, LearnedTarget, NotOffered
from ..events import ModelTrained, TrainingAsked
from ..models import Case
from ..models.learning import LearnedModel, SuggestionVerdict
from ..rules import LEARNING_CASES, LEARNING_CLASS, LEARNING_MOST

SEED = 2026


def ask_for_training(*, by: Actor, at: datetime) -> None:
    """The worker trains; whoever asked goes on working."""
    emit(TrainingAsked(subject=Subject("desk.learnedmodel", 0), occurred_at=at), by=by)


def train_all(*, by: Actor, at: datetime) -> list[LearnedModel]:
    return [train(target=target, by=by, at=at) for target in LearnedTarget]


def train(*, target: str, by: Actor, at: datetime) -> LearnedModel:
    """A new version for one target, offered only when it beats the usual class on newer cases."""
    texts, labels = _settled(target)
    fields: dict[str, Any] = {"cases": len(texts), "seed": SEED, "trained_at": at}
    if len(texts) < rule(LEARNING_CASES, at=at):
        return _keep(target, {**fields, "why_not": NotOffered.TOO_FEW}, by=by, at=at)
    try:
        measured, temperature = measure(texts, labels, seed=SEED)
        content = packed(learn(texts, labels, seed=SEED, temperature=temperature))
    except TooLittle:
        return _keep(target, {**fields, "why_not": NotOffered.ONE_CLASS}, by=by, at=at)
    return _keep(target, {**fields, **_figures(measured), **_content(content)}, by=by, at=at)


@transaction.atomic
def judge_suggestion(
    *,
    model: LearnedModel,
    value: str,
    confidence: float,
    is_taken: bool,
    case: Case | None = None,
    by: Actor,
    at: datetime,
) -> SuggestionVerdict:
    """Taken or not: what the precision that is shown is counted from."""
    return SuggestionVerdict.objects.create(
        model=model,
        case=case,
        value=value[:20],
        confidence=confidence,
        is_taken=is_taken,
        person_id=by.person_id,
        at=at,
    )


def _settled(target: str) -> tuple[list[str], list[str]]:
    """Texts and labels of closed cases, oldest first; classes with too few cases are left out."""
    rows = Case.objects.filter(state=CaseState.CLOSED)
    if target == LearnedTarget.CAUSE:
        rows = rows.exclude(cause="")
    newest = rows.order_by("-opened_at").values_list("title", "reason", "demand", target)
    found = [
        (" ".join(filter(None, said)), str(label)) for *said, label in newest[: int(rule(LEARNING_MOST))]
    ]
    counts = Counter(label for _, label in found)
    least = rule(LEARNING_CLASS)
    kept = [(text, label) for text, label in reversed(found) if text.strip() and counts[label] >= least]
    return [text for text, _ in kept], [label for _, label in kept]


def _figures(measured: Measured) -> dict[str, Any]:
    better = measured.accuracy > measured.baseline
    return {
        "accuracy": measured.accuracy,
        "baseline": measured.baseline,
        "tested_on": measured.tested_on,
        "classes": [asdict(each) for each in measured.classes],
        "is_offered": better,
        "why_not": "" if better else NotOffered.NO_BETTER,
    }


def _content(content: bytes) -> dict[str, Any]:
    return {"content": content, "digest": hashlib.sha256(content).hexdigest()}


@transaction.atomic
def _keep(target: str, fields: dict[str, Any], *, by: Actor, at: datetime) -> LearnedModel:
    last = LearnedModel.objects.filter(target=target).aggregate(last=Max("n"))["last"] or 0
    model = LearnedModel.objects.create(target=target, n=last + 1, **fields)
    told = ModelTrained(
        subject=Subject.of(model), occurred_at=at, target=target, n=model.n, is_offered=model.is_offered
    )
    emit(told, by=by)
    return model
