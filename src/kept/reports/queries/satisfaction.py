"""What customers felt: surveys answered in a time, item by item, and opinions of how cases were handled."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.desk.models import Opinion
from kept.documents.papers import Link, Paper, Section, cell, figure_of
from kept.kernel.web.charts import Bar, BarChart
from kept.surveys.models import Response, Survey
from kept.surveys.queries.history import NOTHING
from kept.surveys.queries.results import ItemResult, Results, results_of
from kept.surveys.ui.charts import nine_cells

from ..enums import About, Shelf, Span
from .asking import Ask
from .kinds import report
from .writing import grid, paper

NEEDS = "surveys.view"
MOST = 4


@report(
    "satisfaction",
    gettext_lazy("Satisfaction report"),
    gettext_lazy(
        "Importance and performance by item, response rates, and opinions of how cases were handled."
    ),
    shelf=Shelf.SERVICE,
    about=About.HOUSE,
    spans=(Span.MONTH, Span.QUARTER, Span.YEAR),
    needs=NEEDS,
)
def satisfaction(ask: Ask) -> Paper:
    """R795."""
    found = [_results(ask, survey) for survey in _surveys(ask)]
    opinions = _opinions(ask)
    return paper(
        ask,
        "satisfaction",
        _("Satisfaction report"),
        _answer(found),
        [*(_survey(result, n) for n, result in enumerate(found)), _opinion_section(opinions)],
    )


def _responses(ask: Ask) -> Any:
    begin, end = ask.time.bounds
    rows = Response.objects.permitted(ask.actor, NEEDS)
    return rows.filter(answered_at__gte=begin, answered_at__lt=end)


def _surveys(ask: Ask) -> list[Survey]:
    """The surveys answered in the time, the last first."""
    ids = _responses(ask).order_by().values("survey").distinct()
    rows = Survey.objects.permitted(ask.actor, NEEDS).filter(pk__in=ids).select_related("questionnaire")
    return list(rows.order_by("-opens_at", "-pk")[:MOST])


def _results(ask: Ask, survey: Survey) -> Results:
    return results_of(survey, _responses(ask).filter(survey=survey), at=ask.at)


def _answer(found: list[Results]) -> str:
    if not found:
        return _("No data: no questionnaire was filled in this time.")
    n = sum(result.responses for result in found)
    said = ngettext("%(n)d questionnaire was filled.", "%(n)d questionnaires were filled.", n) % {"n": n}
    short = found[0].by_priority
    if not short:
        return said
    worst = _("Most is missing at: %(item)s (%(gap)s marks).")
    return f"{said} {worst % {'item': short[0].item, 'gap': cell(short[0].gap, digits=2).words}}"


def _survey(result: Results, n: int) -> Section:
    chart = nine_cells(result, NOTHING, result.survey.questionnaire.matrix)
    lines = [_line(each) for each in result.items]
    heads = (_("Wanted"), _("Got"), _("Missing"), _("Answers received"))
    rate = cell(result.rate, unit="percent", none=_("no data")).words
    told = {"day": f"{localtime(result.survey.opens_at):%Y-%m-%d}", "n": result.responses, "rate": rate}
    few = _("Items that fewer than %(least)d answered show no figure.") % {"least": result.least}
    table = grid(_("Items"), (_("Item"), _("Class")), heads, lines, note=few)
    return Section(
        f"survey-{n}",
        result.survey.title,
        answer=_("Asked from %(day)s: %(n)d answers, %(rate)s of those who were invited.") % told,
        figure=figure_of(chart) if chart else None,
        grids=(table,),
        links=(Link(_("The survey with its answers"), result.survey.get_absolute_url()),),
    )


def _line(each: ItemResult) -> tuple[Any, ...]:
    marks = (each.wanted.mean if each.wanted else None, each.got.mean if each.got else None, each.gap)
    words = (cell(str(each.item)), cell(each.class_words))
    return (*words, *(cell(mark, digits=2, none=_("no data")) for mark in marks), cell(each.n))


def _opinions(ask: Ask) -> Counter[int]:
    begin, end = ask.time.bounds
    rows = Opinion.objects.permitted(ask.actor, NEEDS).filter(answered_at__gte=begin, answered_at__lt=end)
    rows = rows.filter(case__branch=ask.branch) if ask.branch else rows
    return Counter(rating for rating in rows.values_list("rating", flat=True) if rating)


def _opinion_section(opinions: Counter[int]) -> Section:
    n = opinions.total()
    mean = sum(rating * times for rating, times in opinions.items()) / n if n else None
    said = ngettext(
        "%(n)d opinion, %(mean)s of 5 on average.", "%(n)d opinions, %(mean)s of 5 on average.", n
    )
    bars = tuple(Bar(f"{rating} / 5", opinions[rating]) for rating in range(5, 0, -1))
    chart = BarChart(title=_("Opinions of how cases were handled"), bars=bars)
    lines = [(cell(f"{rating} / 5"), cell(opinions[rating])) for rating in range(5, 0, -1)]
    none = _("No data: nobody said what they thought of a case in this time.")
    return Section(
        "opinions",
        _("How were cases handled in the eyes of customers?"),
        answer=said % {"n": n, "mean": cell(mean, digits=2).words} if n else none,
        figure=figure_of(chart) if n else None,
        grids=(grid(_("Opinions"), (_("Rating"),), (_("Opinions"),), lines if n else (), empty=none),),
    )
