"""Starting a round of asking, and ending it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number

from ..enums import QuestionnaireState, SurveyState, Trigger
from ..events import SurveyClosed, SurveyReopened, SurveyStarted
from ..models import Questionnaire, Survey


class TitleMissing(Refused):
    default = _("Give the survey a title.")


class EndBeforeBeginning(Refused):
    default = _("A survey ends after it begins.")


class QuestionnaireReplaced(Refused):
    default = _("This version of the questionnaire is not in use. Choose the one that is.")


class NotClosed(Refused):
    default = _("This survey is still running.")


class AlreadyClosed(Refused):
    default = _("This survey is already closed.")


@transaction.atomic
def start_survey(
    *,
    questionnaire: Questionnaire,
    title: str,
    trigger: str = Trigger.PERSON,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    is_anonymous: bool = False,
    by: Actor,
    at: datetime,
) -> Survey:
    """Open a round of asking; who is asked comes by invitations, or by its trigger."""
    if not title.strip():
        raise TitleMissing(field="title")
    if questionnaire.state != QuestionnaireState.CURRENT:
        raise QuestionnaireReplaced(field="questionnaire")
    begins = opens_at or at
    if closes_at is not None and closes_at <= begins:
        raise EndBeforeBeginning(field="closes_at")
    survey = Survey.objects.create(
        number=next_number("survey", at=at),
        title=title.strip(),
        questionnaire=questionnaire,
        trigger=trigger,
        opens_at=begins,
        closes_at=closes_at,
        is_anonymous=is_anonymous,
        started_by_id=by.person_id,
    )
    emit(SurveyStarted(subject=Subject.of(survey), occurred_at=at, questionnaire_id=questionnaire.pk), by=by)
    return survey


@transaction.atomic
def close_survey(*, survey: Survey, by: Actor, at: datetime) -> Survey:
    """Take no more answers, by whatever way."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state == SurveyState.CLOSED:
        raise AlreadyClosed
    survey.state, survey.closed_at = SurveyState.CLOSED, at
    survey.save(update_fields=["state", "closed_at"])
    told = SurveyClosed(subject=Subject.of(survey), occurred_at=at, responses=survey.responses.count())
    emit(told, by=by)
    return survey


@transaction.atomic
def reopen_survey(*, survey: Survey, by: Actor, at: datetime) -> Survey:
    """Take answers again, as long as its end has not come."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != SurveyState.CLOSED:
        raise NotClosed
    survey.state, survey.closed_at = SurveyState.OPEN, None
    survey.save(update_fields=["state", "closed_at"])
    emit(SurveyReopened(subject=Subject.of(survey), occurred_at=at), by=by)
    return survey
