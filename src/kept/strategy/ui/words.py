"""Figures of gaps in words: shares as percent, marks as marks, verdicts as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from kept.kernel.money import Money, to_minor
from kept.kernel.numbers import rule
from kept.kernel.web.cells import figure, percent
from kept.parties.enums import Segment

from ..enums import EffectKind, GapSource, Verdict
from ..models import Effect, Gap, Remeasurement
from ..queries.rates import WHOLE
from ..rules import LEAST_RECORDS, WINDOW_DAYS


def value_words(gap: Gap, value: Decimal | None) -> str:
    """A share in percent, a mark with two places."""
    if value is None:
        return _("no data")
    return percent(value) if gap.is_rate else figure(value, digits=2)


def difference_words(gap: Gap, value: Decimal | None, *, signed: bool = False) -> str:
    """A difference of shares in percentage points, of marks in marks."""
    if value is None:
        return _("no data")
    shown = figure(abs(value) * 100, digits=1) if gap.is_rate else figure(abs(value), digits=2)
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    words = _("%(figure)s points") if gap.is_rate else _("%(figure)s marks")
    return words % {"figure": f"{sign}{shown}"}


def unmeasured_words(gap: Gap, *, at: datetime) -> str:
    """Why the last search has left a gap with the figures of an earlier day."""
    told = {"days": int(rule(WINDOW_DAYS, at=at)), "least": int(rule(LEAST_RECORDS, at=at))}
    if gap.customer and gap.customer.segment != Segment.CORE:
        return _("Not measured any more: only core customers are measured one by one. These figures stay.")
    if gap.source == GapSource.SURVEY_ITEM:
        return _("Too few answers in the last %(days)d days to measure it again. These figures stay.") % told
    words = _(
        "Fewer than %(least)d records in the last %(days)d days: not measured again. These figures stay."
    )
    return words % told


def verdict_words(gap: Gap, result: Remeasurement) -> str:
    """What measuring again has shown, with its uncertainty."""
    if result.verdict == Verdict.TOO_LITTLE:
        words = _(
            "Not enough data for a verdict: %(before)d records before the change and %(after)d after it,"
            " %(least)d are needed on each side."
        )
        return words % {"before": result.before_n, "after": result.after_n, "least": result.least}
    told = {
        "difference": difference_words(gap, result.difference, signed=True),
        "low": difference_words(gap, result.low, signed=True),
        "high": difference_words(gap, result.high, signed=True),
        "p": p_words(result.p_value),
    }
    if result.verdict == Verdict.BETTER:
        return _("Better by %(difference)s (95 %%: %(low)s to %(high)s, %(p)s).") % told
    if result.verdict == Verdict.WORSE:
        return _("Worse by %(difference)s (95 %%: %(low)s to %(high)s, %(p)s).") % told
    return (
        _("No difference shown: %(difference)s, but anything from %(low)s to %(high)s fits the data (%(p)s).")
        % told
    )


def p_words(value: Decimal | None) -> str:
    """How often chance alone would give as much."""
    if value is None:
        return _("nothing varies, so nothing was tested")
    return "p < 0.001" if value < Decimal("0.001") else f"p = {value:.3f}"


def method_words(result: Remeasurement) -> str:
    """By which figure and test it was measured."""
    if result.method == "mean_mark":
        return _("Mean mark of the item; test of Welch, interval by Student's t.")
    if result.method == WHOLE:
        return _("Share of deliveries right in all four terms; interval by Newcombe, test of two shares.")
    return _("Share kept; interval by Newcombe, test of two shares.")


def missing_words(parts: Sequence[str]) -> str:
    """What a strategy lacks, as a sentence; nothing where it lacks nothing."""
    return _("Still missing: %(parts)s.") % {"parts": _(", ").join(parts)} if parts else ""


def effect_words(effect: Effect, value: Decimal | None, *, currency: str = "", signed: bool = False) -> str:
    """A figure of an expected effect with its unit; money in its currency, where that is known."""
    if value is None:
        return _("no data")
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    size = abs(value)
    if effect.kind == EffectKind.COMPLAINTS:
        return sign + _("%(figure)s per 10,000") % {"figure": figure(size * 10_000, digits=1)}
    if effect.kind == EffectKind.BRAND:
        return sign + figure(size * 100, digits=0)
    if effect.kind == EffectKind.COST:
        return sign + _("%(figure)s per kg") % {"figure": f"{figure(size, digits=2)} {currency}".strip()}
    if effect.kind == EffectKind.CONTRIBUTION:
        said = Money(to_minor(size, currency), currency) if currency else figure(size, digits=0)
        return sign + _("%(figure)s a week") % {"figure": said}
    if signed:
        return _("%(figure)s points") % {"figure": sign + figure(size * 100, digits=1)}
    return percent(value)


def effect_verdict(effect: Effect, *, currency: str = "") -> str:
    """What a before/after test of an effect has shown."""
    if effect.verdict == Verdict.TOO_LITTLE:
        words = _("%(before)d before and %(after)d after; %(least)d are needed on each side.")
        return words % {"before": effect.before_n, "after": effect.after_n, "least": effect.least}
    if not effect.verdict:
        return ""
    told = {
        "difference": effect_words(effect, effect.difference, currency=currency, signed=True),
        "low": effect_words(effect, effect.low, currency=currency, signed=True),
        "high": effect_words(effect, effect.high, currency=currency, signed=True),
        "p": p_words(effect.p_value),
    }
    return _("%(difference)s (95 %%: %(low)s to %(high)s, %(p)s)") % told
