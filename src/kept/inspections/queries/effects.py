"""An indicator before a change and after it, from the kept scores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kept.kernel.facts import month_of
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Slice
from kept.scorecards.models import Score
from kept.scorecards.queries.reading import Whose, of, over

from ..models import Improvement


def effect_of(improvement: Improvement, indicator: str, *, months: int, at: datetime) -> dict[str, Any]:
    """Whole months before the month of the change against whole months after it, at its branch or everywhere.

    A side without figures is None, with the reason.
    """
    changed = (improvement.done_on or improvement.due_on).replace(day=1)
    first, before_until = _shift(changed, -months), _shift(changed, -1)
    after_from = _shift(changed, 1)
    last = min(_shift(changed, months), _shift(month_of(at), -1))
    whose = Whose(Slice.BRANCH.value, improvement.branch_id) if improvement.branch_id else Whose()
    rows = of(Score.objects.all(), whose)
    if indicator not in INDICATORS:
        reason = _("there is no such indicator any more")
        return {"before": None, "after": None, "first": first, "last": last, "reason": reason}
    before = over(rows, [indicator], first, before_until)[indicator]
    told = {"before": before.value, "first": first, "last": max(last, changed)}
    if improvement.done_on is None:
        return told | {"after": None, "reason": _("the change is not made yet")}
    if last < after_from:
        return told | {"after": None, "reason": _("no whole month has passed since the change")}
    after = over(rows, [indicator], after_from, last)[indicator]
    return told | {"after": after.value, "reason": (before.reason or after.reason)[:200]}


def _shift(month: date, months: int) -> date:
    place = month.year * 12 + month.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
