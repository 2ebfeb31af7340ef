"""Whom to ask: so many of each level of customers that the answers can stand for all, lost ones included."""

from __future__ import annotations

import random
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.methods.statistics import invitations_needed, sample_for_proportion
from kept.parties.models import ContactPerson, Customer

from ..enums import Level, SurveyState
from ..events import SamplePlanned
from ..models import Survey
from ..queries.sample import Quota, lack_of, quotas_of
from ..rules.levels import of_level
from .inviting import Sent, invite_many


class NoPlan(Refused):
    default = _("Plan the sample first.")


class OutOfBounds(Refused):
    default = _("A margin and a response rate lie between 1 and 100 per cent.")


class PlanOfClosed(Refused):
    default = _("This survey is closed.")


@transaction.atomic
def plan_sample(
    *, survey: Survey, margin: float = 0.1, response_rate: float = 0.3, by: Actor, at: datetime
) -> Survey:
    """Answers wanted of each level for a margin at 95 % confidence, in a finite population."""
    if not (0.01 <= margin <= 1 and 0.01 <= response_rate <= 1):
        raise OutOfBounds(field="margin")
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state == SurveyState.CLOSED:
        raise PlanOfClosed
    levels = {}
    for level in Level.values:
        population = Customer.objects.filter(**of_level(level)).count()
        wanted = sample_for_proportion(margin, population=population) if population else 0
        needed = min(population, invitations_needed(wanted, response_rate)) if wanted else 0
        levels[level] = {"population": population, "wanted": wanted, "invitations": needed}
    survey.plan = {"margin": margin, "response_rate": response_rate, "levels": levels}
    survey.save(update_fields=["plan"])
    told = SamplePlanned(
        subject=Subject.of(survey),
        occurred_at=at,
        wanted=sum(one["wanted"] for one in levels.values()),
        invitations=sum(one["invitations"] for one in levels.values()),
    )
    emit(told, by=by)
    return survey


@transaction.atomic
def draw_sample(*, survey: Survey, seed: int, language: str = "", by: Actor, at: datetime) -> Sent:
    """Invite one person of each customer drawn by lot, as many of each level as its plan still lacks.

    A level whose answers are in already is asked no more, and nobody who was asked lately.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not survey.plan:
        raise NoPlan
    lots = random.Random(seed)
    people: list[ContactPerson] = []
    for quota in quotas_of(survey):
        people += _drawn(survey, quota, lots, at)
    if not people:
        return Sent([], [])
    return invite_many(survey=survey, contact_persons=people, language=language, by=by, at=at)


def _drawn(survey: Survey, quota: Quota, lots: random.Random, at: datetime) -> list[ContactPerson]:
    lack = lack_of(survey, quota, at)
    if lack.why:
        return []
    one_each = list({person.customer_id: person for person in lack.free}.values())
    return lots.sample(one_each, min(lack.invitations, len(one_each)))
