"""Collections of suggestions, and the norms of talking with customers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.facts import company_zone

from ..enums import CaseKind
from ..events import CaseChanged
from ..models import Campaign, Case, Norm


class EndsBefore(Refused):
    default = _("The last day must not lie before the first.")


class NameTaken(Refused):
    default = _("There is one of this name already.")


class NoSuggestion(Refused):
    default = _("Only suggestions belong to a collection.")


class NotRunning(Refused):
    default = _("This collection does not run on the day when the suggestion came in.")


@transaction.atomic
def keep_campaign(
    *,
    campaign: Campaign | None = None,
    name: str,
    question: str,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Begin a collection of suggestions, or change one."""
    if ends_on < starts_on:
        raise EndsBefore(field="ends_on")
    campaign = campaign or Campaign(made_at=at)
    if Campaign.objects.filter(name=name.strip()).exclude(pk=campaign.pk).exists():
        raise NameTaken(field="name")
    campaign.name, campaign.question = name.strip(), question.strip()
    campaign.starts_on, campaign.ends_on = starts_on, ends_on
    campaign.save()
    return campaign


@transaction.atomic
def collect_suggestion(*, case: Case, campaign: Campaign | None, by: Actor, at: datetime) -> Case:
    """Count a suggestion in a collection, or in none."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.kind != CaseKind.SUGGESTION:
        raise NoSuggestion
    if campaign is not None and not campaign.runs_on(case.opened_at.astimezone(company_zone()).date()):
        raise NotRunning(field="campaign")
    case.campaign = campaign
    case.save(update_fields=["campaign"])
    emit(CaseChanged.of(case, at=at, fields=("campaign",)), by=by)
    return case


@transaction.atomic
def set_norm(*, kind: str, content: str, mode: str, time: str, by: Actor, at: datetime) -> Norm:
    """How we talk about matters of a kind from now on. The norm before it is kept."""
    return Norm.objects.create(
        kind=kind,
        content=content.strip(),
        mode=mode.strip(),
        time=time.strip(),
        made_by_id=by.person_id,
        made_at=at,
    )
