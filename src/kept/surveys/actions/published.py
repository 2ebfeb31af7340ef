"""The published case of five stores, entered from the file that ships with the project."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from kept.kernel.actor import Actor

from ..enums import Channel
from ..models import Questionnaire, Survey
from .answering import enter_paper_answers
from .reading import sheets_in
from .surveying import start_survey

FIVE_STORES = Path(__file__).resolve().parents[1] / "data" / "five_stores.csv"


@transaction.atomic
def enter_published_case(*, title: str, by: Actor, at: datetime) -> Survey:
    """A survey of the eight items with the forty answers of the five stores."""
    questionnaire = Questionnaire.objects.current().get(code="eight_items")
    survey = start_survey(questionnaire=questionnaire, title=title, by=by, at=at)
    sheets = sheets_in(survey, FIVE_STORES.read_bytes())
    enter_paper_answers(survey=survey, sheets=sheets, channel=Channel.FILE, by=by, at=at)
    return survey
