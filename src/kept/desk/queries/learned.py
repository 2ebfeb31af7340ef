"""Suggestions of the learned models, and how well they do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q

from kept.kernel.numbers import rule
from kept.methods.text.learned import Learned, likely, unpacked
from kept.promises.enums import Cause

from ..enums import CaseKind, LearnedTarget, Urgency
from ..models.learning import LearnedModel
from ..rules import LEARNING_CONFIDENCE

WORDS: dict[str, dict[str, Any]] = {
    LearnedTarget.KIND: dict(CaseKind.choices),
    LearnedTarget.CAUSE: dict(Cause.choices),
    LearnedTarget.URGENCY: {str(code): words for code, words in Urgency.choices},
}


class DamagedModel(Exception):
    """The content is not what its digest says."""


@dataclass(frozen=True)
class Guess:
    """A suggestion with its reason; it fills in nothing until somebody takes it."""

    model_id: int
    target: str
    value: str
    confidence: float
    why: tuple[str, ...]

    @property
    def words(self) -> Any:
        return WORDS[self.target].get(self.value, self.value)

    @property
    def target_words(self) -> Any:
        return LearnedTarget(self.target).label


def guesses(text: str, *targets: str) -> list[Guess]:
    """For each target the likeliest value, where the newest model is offered and sure enough."""
    found = []
    least = float(rule(LEARNING_CONFIDENCE))
    for pk, target, digest in _offered(targets):
        try:
            said = likely(_model(pk, digest), text)
        except DamagedModel:
            continue
        if said.confidence >= least and said.why:
            found.append(Guess(pk, target, said.label, said.confidence, said.why))
    return found


@dataclass(frozen=True)
class Account:
    """One target: its newest model, how it did on newer cases, and what people took."""

    model: LearnedModel
    classes: list[tuple[Any, dict[str, Any]]]
    taken: int
    judged: int
    earlier: list[LearnedModel]

    @property
    def live_precision(self) -> float | None:
        return self.taken / self.judged if self.judged else None


def accounts(models: Any) -> list[Account]:
    """The newest model of each target with its figures; three statements."""
    judged = models.defer("content").annotate(
        judged=Count("verdicts"), taken=Count("verdicts", filter=Q(verdicts__is_taken=True))
    )
    by_target: dict[str, list[Any]] = {}
    for model in judged.order_by("-n"):
        by_target.setdefault(model.target, []).append(model)
    return [
        Account(
            rows[0],
            [(WORDS[target].get(each["label"], each["label"]), each) for each in rows[0].classes],
            sum(row.taken for row in rows),
            sum(row.judged for row in rows),
            rows[1:13],
        )
        for target in LearnedTarget
        if (rows := by_target.get(target))
    ]


def _offered(targets: tuple[str, ...]) -> list[tuple[int, str, str]]:
    newest: dict[str, tuple[int, str, str, bool]] = {}
    rows = LearnedModel.objects.filter(target__in=targets).order_by("n")
    for pk, target, digest, offered in rows.values_list("pk", "target", "digest", "is_offered"):
        newest[target] = (pk, target, digest, offered)
    return [(pk, target, digest) for pk, target, digest, offered in newest.values() if offered]


@lru_cache(maxsize=8)
def _model(pk: int, digest: str) -> Learned:
    """Read once for each process. Raises DamagedModel for content that the training did not write."""
    kept = LearnedModel.objects.get(pk=pk)
    if not kept.is_whole or kept.digest != digest:
        raise DamagedModel
    return unpacked(bytes(kept.content))
