"""Evaluations in quick find, by number or the beginning of their title."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Evaluation


@search_provider("evaluations", _("Evaluations"), permission="evaluations.view")
def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    wanted = Q(number__istartswith=text) | Q(title__istartswith=text)
    found = Evaluation.objects.permitted(actor, "evaluations.view").filter(wanted)[:limit]
    return [Hit(title=each.title, url=each.get_absolute_url(), number=each.number) for each in found]
