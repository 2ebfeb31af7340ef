"""Which mystery checks somebody may read."""

from __future__ import annotations

from django.db.models import Q

from kept.kernel.actor import Actor

from ..models import MysteryVisit
from ..models.visits import VisitQuerySet


def readable_visits(actor: Actor) -> VisitQuerySet:
    """Released ones of one's branches; those in charge read them before, and those who plan see the plans."""
    released = MysteryVisit.objects.permitted(actor, "inspections.view").released()
    unreleased = MysteryVisit.objects.permitted(actor, "inspections.results").filter(state="recorded")
    planned = MysteryVisit.objects.permitted(actor, "inspections.mystery")
    ids = (rows.values("pk") for rows in (released, unreleased, planned))
    reach = Q()
    for each in ids:
        reach |= Q(pk__in=each)
    rows: VisitQuerySet = MysteryVisit.objects.filter(reach)
    return rows.shown()
