"""What a strategy still lacks to be a whole one: it may go in force without, but nobody shall overlook it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import ActionState
from ..models import Action, Cycle


def missing_of(cycle: Cycle) -> list[str]:
    """In words: an aim, goals, somebody who acts on each, owners of its stages, effects that are expected."""
    gaps = list(cycle.goals.values_list("gap", flat=True))
    acting = Action.objects.filter(gap__in=gaps).exclude(state=ActionState.DROPPED)
    idle = len(set(gaps) - set(acting.values_list("gap", flat=True)))
    unowned = cycle.stages.filter(owner=None, done_at=None).count()
    found = {
        _("aim and direction"): not cycle.aim.strip(),
        _("goals"): not gaps,
        ngettext("an action for %(n)d goal", "actions for %(n)d goals", idle) % {"n": idle}: idle,
        ngettext("the owner of %(n)d stage", "the owners of %(n)d stages", unowned) % {"n": unowned}: unowned,
        _("expected effects"): not cycle.effects.exclude(expected=None).exists(),
    }
    return [words for words, is_missing in found.items() if is_missing]
