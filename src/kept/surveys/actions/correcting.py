"""Putting right what we wrote in ourselves. What a customer sent is never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import Channel, SurveyState
from ..events import SheetCorrected
from ..models import Answer, Response
from .answering import Ended, Marks, checked_marks

OURS = (Channel.PAPER, Channel.FILE, Channel.STAFF, Channel.PHONE)


class NotOurs(Refused):
    default = _("What a customer sent is not changed by us.")


class ReasonMissing(Refused):
    default = _("Say why it is corrected.")


@transaction.atomic
def correct_sheet(*, response: Response, marks: Marks, why: str, by: Actor, at: datetime) -> Response:
    """Replace marks of a sheet that we entered, while its survey runs; nothing is told when none differ."""
    rows = Response.objects.select_for_update(of=("self",)).select_related("survey__questionnaire")
    response = rows.get(pk=response.pk)
    if response.channel not in OURS:
        raise NotOurs
    if response.survey.state == SurveyState.CLOSED:
        raise Ended
    if not why.strip():
        raise ReasonMissing(field="why")
    given = checked_marks(response.survey.questionnaire, marks)
    before = {answer.item_id: answer for answer in response.answers.all()}
    changed = {
        item: mark
        for item, mark in given.items()
        if item.pk not in before or before[item.pk].mark.given != mark.given
    }
    gone = set(before) - {item.pk for item in given}
    if not changed and not gone:
        return response
    response.answers.filter(item__in=[*(item.pk for item in changed), *gone]).delete()
    Answer.objects.bulk_create(
        [Answer(response=response, item=item, **mark.given) for item, mark in changed.items()]
    )
    told = SheetCorrected(
        subject=Subject.of(response.survey),
        occurred_at=at,
        response_id=response.pk,
        items=tuple(sorted(item.code for item in changed)),
        why=why.strip(),
    )
    emit(told, by=by)
    return response
