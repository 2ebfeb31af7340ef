"""Why it happened, what prevents it, and what is learned from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event
from kept.promises.enums import Cause

from .cases import CaseEvent


@event("desk.cause_code_kept")
@dataclass(frozen=True, kw_only=True)
class CauseCodeKept(Event):
    title = _("Cause in detail kept")
    cause: str
    is_used: bool


@event("desk.cause_named")
@dataclass(frozen=True, kw_only=True)
class CauseNamed(CaseEvent):
    title = _("Cause named")
    cause: str
    code: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(dict(Cause.choices).get(data["cause"], data["code"]))


@dataclass(frozen=True, kw_only=True)
class PreventionEvent(Event):
    """What all events of a preventive action carry."""

    cause: str
    case_id: int | None
    owner_id: int
    branch_id: int | None

    @classmethod
    def of(cls, action: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(action),
            occurred_at=at,
            cause=action.cause,
            case_id=action.case_id,
            owner_id=action.owner_id,
            branch_id=action.branch_id,
        )


@event("desk.prevention_planned")
@dataclass(frozen=True, kw_only=True)
class PreventionPlanned(PreventionEvent):
    title = _("Preventive action planned")


@event("desk.prevention_done")
@dataclass(frozen=True, kw_only=True)
class PreventionDone(PreventionEvent):
    title = _("Preventive action done")


@event("desk.training_asked")
@dataclass(frozen=True, kw_only=True)
class TrainingAsked(Event):
    title = _("Training of suggestions asked for")


@event("desk.model_trained")
@dataclass(frozen=True, kw_only=True)
class ModelTrained(Event):
    title = _("Suggestions trained")
    target: str
    n: int
    is_offered: bool
