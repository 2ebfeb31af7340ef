"""The result of an evaluation as its page and its file show it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.cells import figure, percent
from kept.methods.scoring import Side, compare_sides
from kept.people.models import Person
from kept.scorecards.ui import files

from ..enums import Method
from ..models import Criterion, EvaluatedObject, Evaluation, Figure, Mark, Veto
from ..queries.trees import leaves_of, tree_of
from ..rules.numbers import TALLEST_DIFFERENCE
from . import words


@dataclass(frozen=True)
class Report:
    """Rows with their figures, read with a fixed number of statements."""

    evaluation: Evaluation
    rows: list[EvaluatedObject]
    leaves: list[Criterion]
    figures: dict[tuple[int, int], Figure]
    vetoes: list[Veto]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The table: score, place and verdict, and the points by each criterion."""
        return [
            {
                "row": row,
                "score": _points(row.score),
                "cells": [self._cell(row, leaf) for leaf in self.leaves],
                "known": "" if row.known in (None, 1) else percent(row.known, digits=0),
            }
            for row in self.rows
        ]

    def _cell(self, row: EvaluatedObject, leaf: Criterion) -> dict[str, Any]:
        told = self.figures.get((row.pk, leaf.pk))
        if told is None:
            return {"points": "–", "value": "", "reason": "", "url": ""}
        return {
            "points": _("no data") if told.score is None else _points(told.score),
            "value": words.value_words(told),
            "reason": words.reason_words(told),
            "url": words.records_url(self.evaluation, told),
        }

    @property
    def weights(self) -> list[dict[str, Any]]:
        """What each criterion weighed, and how far the weight may go before the order changes."""
        names = {leaf.code: str(leaf) for leaf in self.leaves}
        ends = {each["criterion"]: each for each in self.evaluation.intervals}
        return [
            {
                "name": names.get(each["criterion"], each["criterion"]),
                "judged": percent(each["judged"], digits=1),
                "used": percent(each["used"], digits=1),
                "is_changed": each["used"] is None or abs(each["used"] - each["judged"]) > 5e-4,
                "interval": self._interval(ends.get(each["criterion"])),
            }
            for each in self.evaluation.weights
        ]

    def _interval(self, told: dict[str, Any] | None) -> dict[str, Any] | None:
        if told is None:
            return None
        return {
            "order": f"{percent(told['low'])} – {percent(told['high'])}",
            "first": f"{percent(told['first_low'])} – {percent(told['first_high'])}",
            "turns": [
                self._turn(told[end], told["low" if end == "below" else "high"], end)
                for end in ("below", "above")
                if told[end]
            ],
            "is_narrow": min(told["weight"] - told["low"], told["high"] - told["weight"]) < 0.05
            and bool(told["below"] or told["above"]),
        }

    def _turn(self, two: list[int], at: float, end: str) -> str:
        names = {row.pk: str(row) for row in self.rows}
        said = {"one": names.get(two[0], ""), "other": names.get(two[1], ""), "weight": percent(at)}
        if end == "below":
            return _("below %(weight)s %(other)s passes %(one)s") % said
        return _("above %(weight)s %(other)s passes %(one)s") % said

    @property
    def narrowest(self) -> dict[str, Any] | None:
        """The weight nearest to a change of places."""
        near = [
            (min(distances), each) for each in self.evaluation.intervals if (distances := _distances(each))
        ]
        if not near:
            return None
        distance, told = min(near, key=lambda pair: pair[0])
        name = next((str(leaf) for leaf in self.leaves if leaf.code == told["criterion"]), "")
        return {"name": name, "points": figure(round(distance * 100, 1)), **(self._interval(told) or {})}

    @property
    def has_both_sides(self) -> bool:
        """Whether anything was judged by the judged themselves, to stand beside what others say."""
        return any(row.own_score is not None for row in self.rows)

    @property
    def sides(self) -> list[dict[str, Any]]:
        """Self against others: the whole, and each judged criterion, with the difference."""
        limit = rule(TALLEST_DIFFERENCE)
        found = []
        for row in self.rows:
            if row.own_score is None and row.others_score is None:
                continue
            judged = [self.figures[row.pk, leaf.pk] for leaf in self.leaves if leaf.is_judged]
            told = compare_sides(
                {None: _float(row.own_score), **{f.criterion_id: _float(f.own_score) for f in judged}},
                {None: _float(row.others_score), **{f.criterion_id: _float(f.others_score) for f in judged}},
            )
            names = {leaf.pk: str(leaf) for leaf in self.leaves}
            parts = [
                _side(names[key], side, limit)
                for key, side in told.items()
                if key is not None and side.difference is not None
            ]
            found.append({"row": row, "whole": _side(str(row), told[None], limit), "parts": parts})
        return found

    @property
    def methods(self) -> list[tuple[str, Any]]:
        """Places by each method, to see what the method does."""
        return [
            (str(row), [(row.by_method or {}).get(method.value, {}) for method in Method])
            for row in self.rows
        ]

    @property
    def grades(self) -> list[dict[str, Any]]:
        """Of a fuzzy evaluation how far each grade applies, best first, the largest named."""
        model = self.evaluation.model
        found = []
        for row in self.rows if model.method == Method.FUZZY else ():
            shares = (row.by_method or {}).get(Method.FUZZY.value, {}).get("grades") or []
            if len(shares) != model.grades:
                continue
            largest = max(range(len(shares)), key=lambda place: shares[place])
            cells = [
                {"words": percent(shares[place], digits=1), "is_largest": place == largest}
                for place in range(len(shares) - 1, -1, -1)
            ]
            found.append({"row": row, "cells": cells, "grade": model.grade(largest + 1)})
        return found

    @property
    def method_names(self) -> list[str]:
        return [str(method.label) for method in Method]

    @property
    def vetoed(self) -> int:
        return len({veto.row_id for veto in self.vetoes})

    @property
    def left_out(self) -> list[str]:
        return [str(leaf) for leaf in self.leaves if leaf.code in self.evaluation.left_out]

    @cached_property
    def lacking(self) -> list[EvaluatedObject]:
        """Objects of which a part of the weight has no data."""
        return [row for row in self.rows if row.known is not None and row.known < 1]


def report_of(evaluation: Evaluation) -> Report:
    rows = list(
        evaluation.rows.select_related("customer", "branch", "partner", "service").order_by("place", "pk")
    )
    rows.sort(key=lambda row: (row.place is None, row.place or 0, -(row.score or 0), row.pk))
    leaves = leaves_of(tree_of(evaluation.model))
    by_row = {row.pk: row for row in rows}
    by_leaf = {leaf.pk: leaf for leaf in leaves}
    figures = {}
    for told in Figure.objects.filter(row__evaluation=evaluation):
        told.row, told.criterion = by_row[told.row_id], by_leaf[told.criterion_id]
        figures[told.row_id, told.criterion_id] = told
    vetoes = list(Veto.objects.filter(row__evaluation=evaluation).select_related("rule"))
    for veto in vetoes:
        veto.row = by_row[veto.row_id]
    return Report(evaluation, rows, leaves, figures, vetoes)


def linked(evaluation: Evaluation, actor: Actor) -> list[Evaluation]:
    """What it follows and what follows it, and earlier ones by the same model."""
    seen = Evaluation.objects.permitted(actor, "evaluations.view").exclude(pk=evaluation.pk)
    ids = set(evaluation.followers.values_list("pk", flat=True))
    ids |= {evaluation.follows_id} if evaluation.follows_id else set()
    same = seen.filter(model__code=evaluation.model.code).order_by("-last", "-pk")
    near = list(seen.filter(pk__in=ids).select_related("model"))
    known = {each.pk for each in near}
    return near + [each for each in same.select_related("model")[:4] if each.pk not in known]


def waiting(evaluation: Evaluation) -> list[Person]:
    """Who was asked and has given no mark yet."""
    given = Mark.objects.filter(row__evaluation=evaluation).values("assessor")
    return list(evaluation.assessors.exclude(pk__in=given)) if evaluation.is_open else []


def as_file(kind: str, report: Report) -> HttpResponse:
    """One row for each object: result, both sides, then figure and points by each criterion."""
    head = [
        pgettext("rank", "Place"),
        _("Object"),
        _("Points"),
        _("Verdict"),
        _("Weight with data"),
        _("Self-evaluation"),
        _("Evaluation by others"),
        _("Vetoed by"),
    ]
    for leaf in report.leaves:
        head += [str(leaf), _("%(criterion)s, points") % {"criterion": leaf}]
    found, lines = report.evaluation, [_line(report, row) for row in report.rows]
    return files.as_file(kind, found.number, found, head, lines)


def _line(report: Report, row: EvaluatedObject) -> list[Any]:
    numbers = _(", ").join(
        veto.subject_number or words.rule_words(veto.rule) for veto in report.vetoes if veto.row_id == row.pk
    )
    line = [row.place, str(row), row.score, row.get_verdict_display(), row.known]
    line += [row.own_score, row.others_score, numbers]
    for leaf in report.leaves:
        told = report.figures.get((row.pk, leaf.pk))
        line += [None, None] if told is None else [told.value, told.score]
    return line


def _side(name: str, side: Side, limit: Decimal) -> dict[str, Any]:
    difference = side.difference
    return {
        "name": name,
        "own": _points(side.own),
        "others": _points(side.others),
        "difference": "–"
        if difference is None
        else f"{'+' if difference > 0 else ''}{figure(difference, digits=1)}",
        "is_tall": difference is not None and abs(difference) >= limit,
    }


def _distances(told: dict[str, Any]) -> list[float]:
    ends = [("low", "below"), ("high", "above")]
    return [abs(told["weight"] - told[end]) for end, turn in ends if told[turn]]


def _points(value: Any) -> str:
    return "–" if value is None else figure(value, digits=1)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
