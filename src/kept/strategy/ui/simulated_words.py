"""The simulator's answer in a sentence, figures and a chart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import figure, percent
from kept.kernel.web.charts import LineChart, Point, Series
from kept.methods.statistics import Interval
from kept.promises.kinds import KINDS
from kept.promises.rules import limit_words

from ..queries.simulating import Simulated

MORE = _(
    "With %(hours)s hours, %(then)s would have been kept (95 %%: %(between)s) instead of %(before)s:"
    " %(more)s more broken a month."
)
FEWER = _(
    "With %(hours)s hours, %(then)s would have been kept (95 %%: %(between)s) instead of %(before)s:"
    " %(more)s fewer broken a month."
)
SAME = _("With %(hours)s hours nothing changes: %(then)s would have been kept (95 %%: %(between)s).")


def in_words(found: Simulated) -> dict[str, Any]:
    """What the page shows; without enough of the past, only why nothing is said."""
    judged = sum(1 for past in found.history.past)
    basis = {"n": judged, "since": found.history.since, "days": found.history.days, "least": found.least}
    if found.replayed is None:
        return {"basis": basis}
    then, more = found.replayed.kept_then, found.more_a_month
    assert more is not None
    return {
        "basis": basis,
        "kind": KINDS[found.asked.kind].words,
        "now_allowed": found.now.limit_words if found.now else "",
        "before": percent(found.replayed.kept_before.estimate),
        "before_between": _between(found.replayed.kept_before),
        "then": percent(then.estimate),
        "then_between": _between(then),
        "more": _signed(more[0]),
        "more_between": f"{_signed(more[1])} – {_signed(more[2])}",
        "is_worse": more[1] > 0,
        "is_unclear": more[1] <= 0 <= more[2],
        "chart": _chart(found),
        "answer": _answer(found, percent(then.estimate), _between(then), more[0]),
    }


def _answer(found: Simulated, then: str, between: str, more: float) -> str:
    told = {
        "hours": figure(found.terms.latest),
        "then": then,
        "between": between,
        "before": percent(found.replayed.kept_before.estimate) if found.replayed else "",
        "more": figure(abs(more), digits=1),
    }
    if more > 0:
        return str(MORE % told)
    if more < 0:
        return str(FEWER % told)
    return str(SAME % told)


def _between(found: Interval) -> str:
    return f"{percent(found.low)} – {percent(found.high)}"


def _signed(value: float) -> str:
    sign = "−" if round(value, 1) < 0 else "+" if round(value, 1) > 0 else ""
    return f"{sign}{figure(abs(value), digits=1)}"


def _chart(found: Simulated) -> LineChart:
    """The share kept by the time allowed, with its band; what was asked stands as a line at its point."""
    points = tuple(
        Point(
            _time(limit),
            told.estimate if told else None,
            low=told.low if told else None,
            high=told.high if told else None,
        )
        for limit, told in found.curve
    )
    asked = [limit for limit, _told in found.curve].index(found.terms.latest)
    share = percent(found.replayed.kept_then.estimate) if found.replayed else ""
    return LineChart(
        title=gettext("Share kept by the time allowed"),
        series=(Series(gettext("would have been kept"), points, "accent"),),
        unit="percent",
        stressed=asked,
        stressed_label=gettext("as asked, %(time)s: %(share)s")
        % {"time": points[asked].label, "share": share},
        highest=1,
        note=gettext("The band holds the true share with 95 % confidence."),
    )


def _time(hours: float) -> str:
    if hours >= 1:
        return gettext("%(hours)s h") % {"hours": figure(round(hours, 2))}
    return limit_words(timedelta(seconds=round(hours * 3600)))
