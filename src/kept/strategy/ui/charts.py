"""Gaps and their re-measurement as charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kept.kernel.web.charts import Bar, BarChart, LineChart, Point, Series, Step, WaterfallChart
from kept.kernel.web.times import day_words
from kept.promises.enums import Term

from ..enums import GapSource
from ..models import Action, Gap, Remeasurement


def before_and_after(action: Action, result: Remeasurement) -> LineChart:
    """The figure in parts before the change and after it, each with its band, and what was expected."""
    gap = action.gap
    today = localtime(result.measured_at).date()
    return LineChart(
        title=_("Before the change and after it"),
        series=(
            Series(_("before"), tuple(_point(part, today, False) for part in result.series), "quiet"),
            Series(_("after"), tuple(_point(part, today, True) for part in result.series), "accent"),
        ),
        unit="percent" if gap.is_rate else "",
        target=action.expected_to,
        target_label=_("expected level"),
        lowest=0 if gap.is_rate or gap.item is None else gap.item.questionnaire.low,
        highest=1 if gap.is_rate or gap.item is None else gap.item.questionnaire.high,
        note=_("The band holds the true figure with 95 % confidence: narrow where there is much data."),
    )


def priorities(gaps: Iterable[Gap]) -> BarChart | None:
    """The widest gaps by priority."""
    bars = tuple(
        Bar(
            label=f"{gap.what} · {gap.scope_words}",
            value=round(gap.priority * 100, 1),
            url=gap.get_absolute_url(),
            tone="accent" if gap.is_rate else "two",
            note=_note(gap),
        )
        for gap in gaps
    )
    return BarChart(title=_("Importance times gap, of 100"), bars=bars, highest=100) if bars else None


def _note(gap: Gap) -> str:
    """Its number, and the day of its figures when they are older than the last search."""
    if not gap.is_unmeasured:
        return gap.number
    day, searched = localtime(gap.as_of).date(), localtime(gap.last_search).date()
    return f"{gap.number} · {_('as of %(day)s') % {'day': day_words(day, searched)}}"


def service_level(gap: Gap) -> WaterfallChart | None:
    """From 100 % through the four rates to the level that was reached."""
    if gap.source != GapSource.SERVICE_LEVEL:
        return None
    parts = gap.evidence.get("components", [])
    return WaterfallChart(
        title=_("What the service level lost where"),
        steps=tuple(
            Step(Term(name).label, Decimal(rate), _promises(gap, f"{name}.broken"))
            for name, rate, *_loss in parts
        ),
        start_label=_("All deliveries"),
        end_label=_("Reached"),
        set_level=gap.wanted,
        set_label=_("Wanted"),
    )


def behind(gap: Gap) -> tuple[str, Any]:
    """Where the records behind a gap are listed, and what to call them."""
    if gap.source == GapSource.SURVEY_ITEM and gap.survey and gap.item:
        address = reverse("surveys:answers", args=[gap.survey.number])
        return f"{address}?item={gap.item.code}", _("The answers")
    if gap.source == GapSource.COMPONENT:
        return _promises(gap, f"{gap.component}.broken"), _("Deliveries that were not right in this")
    return _promises(gap), _("The broken promises")


def _promises(gap: Gap, term: str = "") -> str:
    """The promises room's list, narrowed to what the gap counts."""
    query = f"kind={gap.promise_kind}&" + (f"term={term}" if term else "state=broken")
    query += f"&due_from={gap.since:%Y-%m-%d}&due_to={gap.until:%Y-%m-%d}"
    query += f"&customer={gap.customer_id}" if gap.customer_id else ""
    query += f"&branch={gap.branch_id}" if gap.branch_id else ""
    return f"{reverse('promises:promises')}?{query}"


def _point(part: dict[str, Any], today: date, is_after: bool) -> Point:
    label = day_words(date.fromisoformat(part["since"]), today)
    if part["is_after"] != is_after or part["value"] is None:
        return Point(label, None)
    return Point(label, part["value"], low=part["low"], high=part["high"])
