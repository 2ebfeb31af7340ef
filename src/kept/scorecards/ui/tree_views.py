"""The tree of indicators with its figures, and the checklist of what makes it a good one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.charts import Bar, BarChart
from kept.kernel.web.doors import needs

from ..catalogue.tree import NODES
from ..queries import reading
from ..queries.checklist import checklist
from ..queries.known import known
from ..queries.places import months_later
from ..queries.reading import Whose, may_read
from ..queries.shape import Shape
from ..queries.targets import end_of
from ..queries.tree import Leaf, Tree, tree_of
from . import files, words
from .asking import AskForm, Question, question_of
from .tree_forms import this_month


@needs("scorecards.view")
def tree(request: HttpRequest) -> HttpResponse:
    """Four classes, sixteen groups, and every leaf with value, target, weight and score."""
    actor = Actor.of(request)
    question = question_of(request, actor)
    if not request.GET.get("first") and not request.GET.get("last"):
        question = question.during(_whole_month(question))
    grown = tree_of(actor, question.whose, question.first, question.last)
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _file(kind, question, grown)
    return answer(
        request,
        "scorecards/tree.html",
        question=question,
        form=_form(question),
        span=words.span_words(question.first, question.last),
        may_widen=may_read(actor, Whose()),
        widened=question.of(Whose()).address("scorecards:tree"),
        as_of=reading.as_of(),
        tree=grown,
        lines={leaf.indicator.code: _line(question, leaf) for leaf in _all(grown)},
        chart=_chart(grown) if any(node.score is not None for node in grown.groups) else None,
    )


@needs("scorecards.view")
def principles(request: HttpRequest) -> HttpResponse:
    """The ten design principles, judged from the catalogue and the figures of the last year."""
    actor = Actor.of(request)
    question = question_of(request, actor)
    catalogue = known()
    first = months_later(question.last, -11)
    grown = tree_of(actor, reading.whose_of(actor), first, question.last, catalogue=catalogue)
    found = checklist(grown, Shape(catalogue, end_of(question.last)))
    return answer(
        request,
        "scorecards/principles.html",
        principles=found,
        met=sum(each.is_met for each in found),
        open=[each for each in found if not each.is_met],
        span=words.span_words(first, question.last),
    )


def _whole_month(question: Question) -> date:
    """The last month that is over: what is entered and judged comes after its end."""
    before = months_later(question.last, -1)
    return before if question.last == this_month() and question.first <= before else question.last


def _all(grown: Tree) -> Iterator[Leaf]:
    yield from grown.leaves
    for node in grown.beside:
        yield from node.leaves


def _line(question: Question, leaf: Leaf) -> dict[str, Any]:
    indicator, about = leaf.indicator, question.about(leaf.indicator.code)
    gap = words.gap_of(indicator, leaf.told.value, leaf.level)
    return {
        "figure": words.shown(indicator, leaf.told.value, leaf.told.currency),
        "level": words.level_words(indicator, leaf.level),
        "is_short": gap is not None and gap > 0,
        "url": about.address(),
        "behind": about.address("scorecards:records") if leaf.told.value is not None else "",
    }


def _form(question: Question) -> AskForm:
    shown = {"first": question.first, "last": question.last}
    return AskForm(initial=shown, with_indicator=False, with_by=False)


def _chart(grown: Tree) -> BarChart:
    bars = tuple(
        Bar(f"{node.group.number} {node.group.title}", round(node.score, 1))
        for node in grown.groups
        if node.score is not None
    )
    return BarChart(title=_("Score of each group, 0 to 100"), bars=bars, unit="", highest=100)


def _file(kind: str, question: Question, grown: Tree) -> HttpResponse:
    head = (
        *(_("Class"), _("Group"), _("Code"), _("Indicator"), _("Kind"), _("Phase"), _("Horizon")),
        *(_("Formula"), _("Source"), _("Unit"), _("Direction"), _("Figure"), _("Set level")),
        *(_("Weight"), _("Score"), _("Currency"), _("No data")),
    )
    name = f"indicators_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, _("Indicators"), head, _cells(grown))


def _cells(grown: Tree) -> Iterator[tuple[Any, ...]]:
    for node in (*grown.groups, *grown.beside):
        above = NODES.get(node.group.under)
        for leaf in node.leaves:
            each = leaf.indicator
            yield (
                *(str(above.title) if above else "", str(node.group.title), each.code, str(each.title)),
                *(str(each.how.label), each.phase, str(each.horizon.label), each.formula, each.source),
                *(str(each.unit.label), str(each.direction.label), words.plain(leaf.told.value)),
                words.plain(leaf.level.value) if leaf.level else "",
                *map(words.plain, (leaf.weight, leaf.score)),
                *(leaf.told.currency, leaf.told.reason),
            )
