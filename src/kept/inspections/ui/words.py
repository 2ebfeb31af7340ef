"""Figures of effects as they are said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kept.scorecards.ui.words import shown

from ..models import Effect


def effect_words(effect: Effect) -> dict[str, Any]:
    """Title, before, after and verdict; what is not known is 'no data'."""
    verdicts = {True: ("kept", _("better")), False: ("broken", _("worse")), None: ("quiet", _("no data"))}
    tone, verdict = verdicts[effect.is_better]
    if effect.is_better is None and effect.before is not None and effect.before == effect.after:
        verdict = _("unchanged")
    return {
        "title": str(effect.declared.title) if effect.declared else effect.indicator,
        "before": _said(effect, effect.before),
        "after": _said(effect, effect.after),
        "tone": tone,
        "verdict": verdict,
    }


def _said(effect: Effect, value: Decimal | None) -> str:
    if value is None or effect.declared is None:
        return str(_("no data"))
    return shown(effect.declared, value)
