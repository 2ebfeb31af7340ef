"""Results as charts."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.kernel.web.cells import figure
from kept.kernel.web.charts import Bar, BarChart, MatrixChart, MatrixPoint
from kept.kernel.web.charts.shapes import Tone
from kept.methods.importance_performance import MatrixOptions, QuadrantMap

from ..enums import ItemClass, QuadrantClass
from ..models import Survey
from ..queries.history import History
from ..queries.results import ItemResult, Results
from ..rules.cells import cells_by_rows

TONES: Mapping[str, Tone] = {
    ItemClass.MUST_IMPROVE: "broken",
    ItemClass.IMPROVE: "soon",
    ItemClass.MAINTAIN: "kept",
    ItemClass.REDUCE: "paused",
    QuadrantClass.CONCENTRATE: "broken",
    QuadrantClass.KEEP_UP: "kept",
    QuadrantClass.LOW_PRIORITY: "paused",
    QuadrantClass.OVERKILL: "soon",
}
QUADRANTS = (
    (QuadrantClass.CONCENTRATE, QuadrantClass.KEEP_UP),
    (QuadrantClass.LOW_PRIORITY, QuadrantClass.OVERKILL),
)


def nine_cells(
    results: Results, history: History, options: MatrixOptions, *, around: bool = False
) -> MatrixChart | None:
    """Three bands each way; each cell says its class."""
    if results.evaluation is None:
        return None
    rows = [[options.classes[cell].value for cell in row] for row in cells_by_rows()]
    return MatrixChart(
        title=_("What matters, and how well we do it"),
        points=_points(
            results, {r.item.code: r.place.class_.value for r in results.placed if r.place}, history, around
        ),
        x_label=_("Performance"),
        y_label=_("Importance"),
        x_cuts=options.performance_cuts,
        y_cuts=options.importance_cuts,
        x_range=options.scale,
        y_range=options.scale,
        cells=tuple(tuple(ItemClass(code).label for code in row) for row in rows),
        cell_tones=tuple(tuple(TONES[code] for code in row) for row in rows),
        note=_note(results, around=around),
    )


def four_cells(
    results: Results, found: QuadrantMap, history: History, options: MatrixOptions, *, around: bool = False
) -> MatrixChart:
    """Four quadrants around a crosshair that is said in words."""
    words = _("The lines cross at importance %(importance)s and performance %(performance)s.") % {
        "importance": figure(found.importance),
        "performance": figure(found.performance),
    }
    return MatrixChart(
        title=_("What matters, and how well we do it"),
        points=_points(
            results, {code: place.value for code, place in found.of_item.items()}, history, around
        ),
        x_label=_("Performance"),
        y_label=_("Importance"),
        x_cuts=(found.performance,),
        y_cuts=(found.importance,),
        x_range=options.scale,
        y_range=options.scale,
        cells=tuple(tuple(kind.label for kind in row) for row in QUADRANTS),
        cell_tones=tuple(tuple(TONES[kind] for kind in row) for row in QUADRANTS),
        note=f"{words} {_note(results, around=around)}".strip(),
    )


def marks_of_items(results: Results) -> BarChart | None:
    """Mean marks of items that are not pairs."""
    shown = [r for r in results.items if not r.item.is_pair and r.figures]
    if not shown:
        return None
    return BarChart(
        title=_("Mean mark of each item"),
        bars=tuple(_bar(results.survey, result) for result in shown),
        highest=results.survey.questionnaire.high,
        note=_note(results),
    )


def answers_url(survey: Survey, result: ItemResult) -> str:
    """The answers behind an item."""
    return f"{reverse('surveys:answers', args=[survey.number])}?item={result.item.code}"


def _bar(survey: Survey, result: ItemResult) -> Bar:
    shown = result.figures.get("performance") or result.figures["perceived"]
    return Bar(
        label=str(result.item),
        value=round(shown.mean, 2),
        url=answers_url(survey, result),
        tone="two",
        note=_("%(count)d answers") % {"count": result.n},
    )


def _points(
    results: Results, classes: Mapping[str, str], history: History, around: bool
) -> tuple[MatrixPoint, ...]:
    return tuple(
        MatrixPoint(
            number=result.item.position,
            name=str(result.item),
            x=result.place.performance,
            y=result.place.importance,
            url=answers_url(results.survey, result),
            tone=TONES[classes[result.item.code]],
            path=history.path(result.item.code),
            around=result.around.outline() if around and result.around else (),
        )
        for result in results.placed
        if result.place is not None
    )


def _note(results: Results, *, around: bool = False) -> str:
    """What is not drawn, so that nobody misses it."""
    told = []
    if around:
        told.append(_("Each ellipse holds the true mean of both marks in 95 of 100 cases."))
    hidden = [str(result.item.position) for result in results.items if not result.is_enough]
    if hidden:
        words = _("Not shown, fewer than %(least)d answers: %(items)s.")
        told.append(words % {"least": results.least, "items": _(", ").join(hidden)})
    return " ".join(told)
