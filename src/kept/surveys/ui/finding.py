"""Surveys in quick find, by number or the beginning of their title."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Survey


@search_provider("surveys", _("Surveys"), permission="surveys.view")
def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    wanted = Q(number__istartswith=text) | Q(title__istartswith=text)
    found = Survey.objects.permitted(actor, "surveys.view").filter(wanted)[:limit]
    return [Hit(title=survey.title, url=survey.get_absolute_url(), number=survey.number) for survey in found]
