"""What happened to surveys. Events name ids, never who said what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("surveys.questionnaire_made")
@dataclass(frozen=True, kw_only=True)
class QuestionnaireMade(Event):
    title = _("Questionnaire version made")
    version_made: int


@event("surveys.questionnaire_drafted")
@dataclass(frozen=True, kw_only=True)
class QuestionnaireDrafted(Event):
    title = _("Questionnaire being written")
    copied_from: str


@event("surveys.questionnaire_changed")
@dataclass(frozen=True, kw_only=True)
class QuestionnaireChanged(Event):
    """A draft was changed: its heading, or the question of a code."""

    title = _("Draft of a questionnaire changed")
    question: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data.get("question", ""))


@event("surveys.draft_dropped")
@dataclass(frozen=True, kw_only=True)
class DraftDropped(Event):
    title = _("Draft of a questionnaire thrown away")


@event("surveys.matrix_set")
@dataclass(frozen=True, kw_only=True)
class MatrixSet(Event):
    title = _("Cuts and classes of the matrix changed")
    importance_cuts: tuple[str, ...]
    performance_cuts: tuple[str, ...]
    middle: str


@event("surveys.started")
@dataclass(frozen=True, kw_only=True)
class SurveyStarted(Event):
    title = _("Survey started")
    questionnaire_id: int


@event("surveys.invited")
@dataclass(frozen=True, kw_only=True)
class Invited(Event):
    title = _("Invitations sent")
    invitations: int
    customer_ids: tuple[int, ...]

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(_("%(count)s persons") % {"count": data.get("invitations", "")})


@event("surveys.reminded")
@dataclass(frozen=True, kw_only=True)
class Reminded(Event):
    title = _("Invitations called to mind")
    invitations: int

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(_("%(count)s persons") % {"count": data.get("invitations", "")})


@event("surveys.sample_planned")
@dataclass(frozen=True, kw_only=True)
class SamplePlanned(Event):
    title = _("Sample planned by level of customers")
    wanted: int
    invitations: int


@event("surveys.case_opened")
@dataclass(frozen=True, kw_only=True)
class CaseFromAnswer(Event):
    """A low answer became a case, with the promises of a complaint."""

    title = _("Case opened from a low answer")
    case_id: int
    case_number: str
    response_id: int

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data.get("case_number", ""))


@event("surveys.answered")
@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Event):
    """Of an anonymous answer nothing but the survey is told."""

    title = _("Survey answered")
    responses: int
    channel: str
    customer_id: int | None = None


@event("surveys.low_answer")
@dataclass(frozen=True, kw_only=True)
class LowAnswer(Event):
    """Somebody is dissatisfied. Of an anonymous answer customer, person and response are None."""

    title = _("Low answer")
    survey_number: str
    lowest: int
    items: tuple[str, ...]
    response_id: int | None
    customer_id: int | None
    contact_person_id: int | None
    about_type: str
    about_id: int | None
    about_number: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(_("lowest mark %(mark)s") % {"mark": data.get("lowest", "")})


@event("surveys.closed")
@dataclass(frozen=True, kw_only=True)
class SurveyClosed(Event):
    title = _("Survey closed")
    responses: int


@event("surveys.reopened")
@dataclass(frozen=True, kw_only=True)
class SurveyReopened(Event):
    title = _("Survey open again")


@event("surveys.sheet_corrected")
@dataclass(frozen=True, kw_only=True)
class SheetCorrected(Event):
    """What we wrote in was put right; who and why stand here, the marks themselves do not."""

    title = _("Entered sheet corrected")
    response_id: int
    items: tuple[str, ...]
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data.get("why", ""))
