"""What a customer's own people have said: the marks of the questionnaires they signed, as a matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.documents.papers import Figure, Section, cell, figure_of
from kept.kernel.web.charts import MatrixChart, MatrixPoint
from kept.methods.importance_performance import Answer as Marks
from kept.methods.importance_performance import Evaluation, importance_performance
from kept.surveys.enums import ItemClass
from kept.surveys.models import Answer, Item, Questionnaire
from kept.surveys.rules.cells import cells_by_rows
from kept.surveys.ui.charts import TONES

from .asking import Ask
from .writing import grid, joined

YEAR: Final = timedelta(days=365)
WEEKS: Final = timedelta(days=28)
"""Answers this close to the last one belong to the same round."""


def felt_section(ask: Ask, needs: str) -> Section:
    """The customer's marks of the period, else the last of the year before its end; of the questionnaire
    that was filled most.
    """
    begin, end = ask.time.bounds
    rows = _answers(ask, needs, begin, end)
    earlier = "" if rows else _("Nothing was asked in this time; these are the last answers, of %(day)s.")
    if not rows:
        last = _answers(ask, needs, end - YEAR, begin)
        day = max((row.response.answered_at for row in last), default=None)
        rows = [row for row in last if day and row.response.answered_at > day - WEEKS]
        earlier = earlier % {"day": f"{localtime(day):%Y-%m-%d}"} if day else ""
    by_questionnaire: dict[int, list[Answer]] = defaultdict(list)
    for row in rows:
        by_questionnaire[row.item.questionnaire_id].append(row)
    if not by_questionnaire:
        return Section(
            "felt",
            _("What did you feel?"),
            answer=_("No data: nobody of the customer has filled a questionnaire in this time."),
        )
    answers = max(by_questionnaire.values(), key=lambda each: (len(each), each[0].item.questionnaire_id))
    return _section(answers, earlier)


def _answers(ask: Ask, needs: str, begin: datetime, end: datetime) -> list[Answer]:
    rows = Answer.objects.permitted(ask.actor, needs).filter(
        response__customer=ask.customer,
        response__answered_at__gte=begin,
        response__answered_at__lt=end,
        importance__isnull=False,
        performance__isnull=False,
    )
    return list(rows.select_related("item__questionnaire", "response").order_by("item__position", "pk"))


def _section(answers: Sequence[Answer], earlier: str) -> Section:
    questionnaire = answers[0].item.questionnaire
    items = {row.item.code: row.item for row in answers}
    marks = [_marks(row) for row in answers]
    found = importance_performance(marks, questionnaire.matrix)
    places = sorted(found.items, key=lambda place: items[place.item].position)
    lines = [
        (
            cell(str(items[place.item].position)),
            cell(str(items[place.item])),
            cell(ItemClass(place.class_.value).label),
            cell(place.importance, digits=2),
            cell(place.performance, digits=2),
            cell(place.gap, digits=2),
            cell(place.n),
        )
        for place in places
    ]
    heads = (_("Importance"), _("Performance"), _("Missing"), _("Answers received"))
    table = grid(_("What matters, and how well we do it"), (_("No."), _("Item"), _("Class")), heads, lines)
    return Section(
        "felt",
        _("What did you feel?"),
        answer=joined(earlier, _answer(answers, found, items)),
        figure=_matrix(questionnaire, found, items),
        grids=(table,),
    )


def _marks(row: Answer) -> Marks:
    assert row.importance is not None and row.performance is not None
    return Marks(str(row.response_id), row.item.code, row.importance, row.performance)


def _answer(answers: Sequence[Answer], found: Evaluation, items: dict[str, Item]) -> str:
    n = len({row.response_id for row in answers})
    said = ngettext("%(n)d questionnaire was filled.", "%(n)d questionnaires were filled.", n) % {"n": n}
    widest = max(found.items, key=lambda place: place.gap)
    if widest.gap <= 0:
        return joined(said, _("Nothing falls short of what matters."))
    told = {"item": items[widest.item], "gap": cell(widest.gap, digits=2).words}
    return joined(said, _("Most is missing at: %(item)s (%(gap)s marks).") % told)


def _matrix(questionnaire: Questionnaire, found: Evaluation, items: dict[str, Item]) -> Figure:
    options = questionnaire.matrix
    codes: Any = [[options.classes[each].value for each in row] for row in cells_by_rows()]
    points = tuple(
        MatrixPoint(
            items[place.item].position,
            str(items[place.item]),
            place.performance,
            place.importance,
            tone=TONES[place.class_.value],
        )
        for place in found.items
    )
    return figure_of(
        MatrixChart(
            title=_("What matters, and how well we do it"),
            points=points,
            x_label=_("Performance"),
            y_label=_("Importance"),
            x_cuts=options.performance_cuts,
            y_cuts=options.importance_cuts,
            x_range=options.scale,
            y_range=options.scale,
            cells=tuple(tuple(ItemClass(code).label for code in row) for row in codes),
            cell_tones=tuple(tuple(TONES[code] for code in row) for row in codes),
        )
    )
