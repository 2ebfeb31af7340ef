"""What happened to models and evaluations. Ids and plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event
from kept.kernel.words import say


@event("evaluations.model_made")
@dataclass(frozen=True, kw_only=True)
class ModelMade(Event):
    title = _("Version of an evaluation model made")
    version_made: int


@event("evaluations.model_changed")
@dataclass(frozen=True, kw_only=True)
class ModelChanged(Event):
    title = _("Evaluation model changed")
    what: str
    criterion: dict[str, str]
    """Its words; none where the model as a whole is meant."""

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        words = {
            "head": _("head"),
            "criterion": _("criterion"),
            "removed": _("criterion removed"),
            "weights": _("weights by hand"),
            "pairs": _("weights by comparison in pairs"),
            "veto": _("veto rule"),
            "veto_removed": _("veto rule removed"),
        }
        said = str(words.get(str(data.get("what", "")), ""))
        return f"{said}{_(': ')}{criterion}" if (criterion := say(data.get("criterion"))) else said


@event("evaluations.pairs_compared")
@dataclass(frozen=True, kw_only=True)
class PairsCompared(Event):
    title = _("Criteria compared in pairs")
    group_id: int | None
    judge_id: int | None
    ratio: str


@event("evaluations.model_put_in_use")
@dataclass(frozen=True, kw_only=True)
class ModelPutInUse(Event):
    title = _("Evaluation model put in use")
    version_used: int


@event("evaluations.opened")
@dataclass(frozen=True, kw_only=True)
class EvaluationOpened(Event):
    title = _("Evaluation opened")
    model_id: int
    kind: str
    first: date
    last: date
    objects: int
    assessor_ids: tuple[int, ...]


@event("evaluations.marked")
@dataclass(frozen=True, kw_only=True)
class MarksGiven(Event):
    """How many marks; not which."""

    title = _("Marks given")
    marks: int
    side: str


@event("evaluations.worked_out")
@dataclass(frozen=True, kw_only=True)
class EvaluationWorkedOut(Event):
    title = _("Evaluation worked out")
    method: str
    method_version: str
    scored: int
    vetoed: tuple[int, ...]


@event("evaluations.closed")
@dataclass(frozen=True, kw_only=True)
class EvaluationClosed(Event):
    title = _("Evaluation closed")
    model_id: int
    first: date
    last: date
    vetoed: tuple[int, ...]


@event("evaluations.cancelled")
@dataclass(frozen=True, kw_only=True)
class EvaluationCancelled(Event):
    title = _("Evaluation cancelled")
