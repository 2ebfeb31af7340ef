"""Results as charts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kept.kernel.web.charts import Bar, BarChart
from kept.kernel.web.charts.shapes import Tone

from ..enums import Verdict
from ..models import EvaluatedObject, Evaluation

TONES: dict[str, Tone] = {
    Verdict.GOOD: "kept",
    Verdict.POOR: "soon",
    Verdict.VETOED: "broken",
    Verdict.NO_DATA: "quiet",
}


def ranking(evaluation: Evaluation, rows: Sequence[EvaluatedObject]) -> BarChart | None:
    """Everybody with a score, best first; who is vetoed last."""
    scored = [row for row in rows if row.score is not None]
    bars = tuple(
        Bar(
            f"{row.place}. {row}" if row.place else str(row),
            None if row.score is None else round(row.score, 1),
            url=f"#row-{row.pk}",
            tone=TONES[row.verdict],
            note=row.get_verdict_display(),
        )
        for row in sorted(scored, key=lambda row: (row.place is None, row.place or 0, -(row.score or 0)))
    )
    if not bars:
        return None
    return BarChart(
        title=_("Points of 100, best first"),
        bars=bars,
        highest=100,
        target=evaluation.model.pass_score,
        target_label=_("passed from %(points)s") % {"points": f"{evaluation.model.pass_score.normalize():f}"},
    )
