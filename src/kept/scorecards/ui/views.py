"""Report pages: an indicator, the service level, promises kept by kind, and the records behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count, islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.cells import figure, percent
from kept.kernel.web.doors import needs
from kept.kernel.web.htmx import wants_part
from kept.kernel.web.tables import Table, list_page
from kept.methods.service_level import equal_level_needed

from ..catalogue import INDICATORS, Indicator, Recorded
from ..catalogue.indicators import COMPONENTS, KEPT_BY_KIND
from ..enums import Direction, How, Slice
from ..queries import behind, behind_tree, reading
from ..queries.faults import faults_of
from ..queries.levels import reached, reached_by, reached_in
from ..queries.reading import Told, Whose, may_read
from ..queries.targets import Level, Levels, end_of
from . import charts, files, tables, tree_tables, words
from .asking import AskForm, AskOfAnyForm, Question, days_of, question_of

LEVEL_PAGE = "scorecards/service_level.html"
MOST_LINES = 100
"""Lines of a table on a page; the file has them all."""


@dataclass(frozen=True)
class Line:
    """One row of a table of figures."""

    name: str
    told: Told
    words: str
    basis: str
    gap: str
    is_short: bool
    url: str
    behind: str
    level: str = ""
    is_here: bool = False


@needs("scorecards.view")
def scorecard(request: HttpRequest) -> HttpResponse:
    """One indicator: its answer, its months, and who stands where; all others beneath."""
    actor = Actor.of(request)
    question = question_of(request, actor)
    rows = reading.scores(actor)
    own = reading.of(rows, question.whose)
    figures = reading.over(own, _shown_with(question), question.first, question.last, question.catalogue)
    told = figures[question.indicator]
    levels = Levels()
    level = _level(levels, question, question.whose)
    standing = _standing(actor, question)
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _lines_file(kind, question, _lines(levels, question, standing))
    months = reading.by_month(own, [question.indicator], question.months, question.catalogue)[
        question.indicator
    ]
    gap = words.gap_of(question.asked, told.value, level)
    return answer(
        request,
        "scorecards/scorecard.html",
        **_frame(actor, question, "scorecards:scorecard"),
        form=_form(request, question),
        told=told,
        figure=words.shown(question.asked, told.value, told.currency),
        basis=words.in_brackets(words.basis_words(question.asked, told)),
        level=level,
        level_words=words.level_words(question.asked, level),
        gap=gap,
        gap_words=words.gap_words(question.asked, gap),
        worst=_lines(levels, question, _short(levels, question, standing)),
        chart=charts.by_month(question, months, level) if told.value is not None else None,
        lines=_lines(levels, question, standing[:MOST_LINES]),
        many=len(standing) > MOST_LINES,
        others=[line_of(levels, question, code, figures[code]) for code in figures],
        measures=[question.catalogue.measures[name] for name in question.asked.measures],
    )


@needs("scorecards.view")
def service_level(request: HttpRequest) -> HttpResponse:
    """The product of the four components against the level that was set."""
    actor = Actor.of(request)
    question = question_of(request, actor)
    with_faults = request.GET.get("part") == "faults"
    if with_faults and wants_part(request):
        return answer(request, LEVEL_PAGE, part="faults", **_faults(actor, question))
    levels = Levels()
    whole = reached(actor, question.whose, question.first, question.last, levels)
    kind = request.GET.get("export", "")
    most = None if kind else MOST_LINES + 1
    each = reached_by(actor, question.by, question.first, question.last, levels, most=most)
    if kind in ("csv", "xlsx"):
        return _levels_file(kind, question, each)
    parts = [_part(levels, question, whole, code) for code in COMPONENTS]
    months = reached_in(actor, question.whose, question.months, levels)
    return answer(
        request,
        LEVEL_PAGE,
        **_frame(actor, question, "scorecards:service_level"),
        form=_form(request, question, with_indicator=False),
        reached=whole,
        joint_behind=question.about("joint_rate").address("scorecards:records"),
        joint_basis=words.basis_words(INDICATORS["joint_rate"], whole.joint),
        missing=[part for part in parts if part["line"].told.value is None],
        equal_needed=percent(
            Decimal(str(equal_level_needed(float(whole.level.set), len(COMPONENTS)))), digits=2
        ),
        months_words=_("By month"),
        month_name=_("Month"),
        gap_points=None if whole.level.gap is None else words.points(whole.level.gap),
        parts=parts,
        with_faults=with_faults,
        faults_address=question.address("scorecards:service_level", part="faults"),
        **(_faults(actor, question) if with_faults else {}),
        weakest=INDICATORS[whole.weakest.name].title if whole.weakest else "",
        chart=charts.waterfall(question, whole) if whole.level.achieved is not None else None,
        components=[INDICATORS[code] for code in COMPONENTS],
        each=[_level_line(str(p), question.of(Whose(question.by, p.pk)), r) for p, r in each[:MOST_LINES]],
        many=len(each) > MOST_LINES,
        months=[_level_line(f"{m:%Y-%m}", question.during(m), r) for m, r in months],
    )


def _faults(actor: Actor, question: Question) -> dict[str, Any]:
    """Counted delivery by delivery, so it is asked for on its own, when the kept figures are shown."""
    faults = faults_of(actor, question.whose, question.first, question.last, at=now())
    closest = faults.closest if faults else None
    return {
        "faults": faults,
        "fault_rows": list(zip(count(), faults.counted, faults.expected, strict=False)) if faults else [],
        "closest_expected": figure(closest.expected, digits=1) if closest else "",
    }


@needs("scorecards.view")
def promises_kept(request: HttpRequest) -> HttpResponse:
    """Promises kept by kind; kinds of which none fell due stand by name."""
    actor = Actor.of(request)
    question = question_of(request, actor)
    own = reading.of(reading.scores(actor), question.whose)
    told = reading.over(own, ("promises_kept_rate", *KEPT_BY_KIND), question.first, question.last)
    levels = Levels()
    lines = [line_of(levels, question, code, told[code]) for code in KEPT_BY_KIND]
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _lines_file(kind, question.about("promises_kept_rate"), lines)
    return answer(
        request,
        "scorecards/promises_kept.html",
        **_frame(actor, question.about("promises_kept_rate"), "scorecards:promises_kept"),
        form=_form(request, question, with_indicator=False, with_by=False),
        told=told["promises_kept_rate"],
        figure=words.shown(INDICATORS["promises_kept_rate"], told["promises_kept_rate"].value),
        basis=words.in_brackets(
            words.basis_words(INDICATORS["promises_kept_rate"], told["promises_kept_rate"])
        ),
        chart=charts.kept_by_kind(question, told),
        lines=[line for line in lines if line.told.value is not None],
        silent=[line for line in lines if line.told.value is None],
        worst=_most_broken(lines),
    )


@needs("scorecards.view")
def records(request: HttpRequest) -> HttpResponseBase:
    """Exactly the records that a figure counts."""
    actor = Actor.of(request)
    question = question_of(request, actor, form_class=AskOfAnyForm)
    only = request.GET.get("only", "")
    span = (question.whose, question.first, question.last)
    days = days_of(request)
    more = {} if days is None else {"from_day": f"{days[0]}", "to_day": f"{days[1]}"}
    context: dict[str, Any] = {
        "question": question,
        "span": words.span_words(question.first, question.last) if days is None else words.day_words(*days),
        "only": only,
        "can_fail": question.asked.is_share and _can_fail(question.asked),
        "all_url": question.address("scorecards:records", **more),
        "failed_url": question.address("scorecards:records", only=behind.FAILED, **more),
        "listed": question.asked.basis.title,
        **({} if days else _figure(actor, question)),
    }
    table, rows = _behind(actor, question.asked, span, only)
    if days is not None:
        rows = behind.within_days(rows, question.asked.basis.table, *days)
    return list_page(request, table, rows, template="scorecards/records.html", **context)


def _behind(actor: Actor, asked: Indicator, span: Any, only: str) -> tuple[type[Table], Any]:
    """The records of a figure, in the list that suits them."""
    if asked.how == How.JUDGED:
        judgements = behind_tree.judgements_behind(actor, asked, *span)
        related = ("judge", "customer", "branch", "partner", "service")
        return tree_tables.JudgementTable, judgements.select_related(*related)
    if asked.how == How.RECORDED or isinstance(asked.basis, Recorded):
        entries = behind_tree.entries_behind(actor, asked, *span)
        return tree_tables.NumberTable, tree_tables.with_parties(entries)
    if asked.basis.table in behind_tree.BEHIND:
        table, follow = tree_tables.BEHIND[asked.basis.table]
        return table, behind_tree.BEHIND[asked.basis.table](actor, asked, *span).select_related(*follow)
    if asked.basis.table == "promises":
        promises = behind.promises_behind(actor, asked, *span, at=now(), only=only)
        shown = promises.select_related(
            "calendar_version", "policy_version", "customer", "person", "branch", "provider"
        )
        return tables.PromisesBehind, shown
    if asked.basis.table == "contacts":
        return tables.ContactsBehind, behind.contacts_behind(actor, asked, *span).shown()
    if asked.basis.table == "cases":
        return tables.CasesBehind, behind.cases_behind(actor, asked, *span).shown()
    if asked.basis.table == "calls":
        return tables.CountsBehind, behind.counts_behind(actor, asked, *span).select_related("branch")
    deliveries = behind.deliveries_behind(actor, asked, *span, only=only)
    return tables.DeliveriesBehind, deliveries.select_related("shipment__customer", "shipment__carrier")


def _figure(actor: Actor, question: Question) -> dict[str, Any]:
    """The figure above its records, and what was counted for it."""
    rows = reading.of(reading.scores(actor), question.whose)
    code, asked = question.indicator, question.asked
    told = reading.over(rows, [code], question.first, question.last, question.catalogue)[code]
    if told.value is None:
        return {}
    return {
        "figure": words.shown(asked, told.value, told.currency),
        "counted": words.counted_words(asked, told),
    }


def _can_fail(asked: Indicator) -> bool:
    """Whether those that count against us can be told apart."""
    return asked.basis.table == "promises" or asked.basis.records == "opening"


def _shown_with(question: Question) -> list[str]:
    """The indicators that are shown beneath one: those worked out from records, and its own group."""
    return [
        code
        for code, each in question.catalogue.indicators.items()
        if code == question.indicator
        or (code not in KEPT_BY_KIND and (each.how == How.COMPUTED or each.group == question.asked.group))
    ]


def _frame(actor: Actor, question: Question, name: str) -> dict[str, Any]:
    """What all report pages show: whose figures, the way behind them, and when they were made."""
    company = may_read(actor, Whose())
    return {
        "question": question,
        "span": words.span_words(question.first, question.last),
        "behind": question.address("scorecards:records"),
        "failed": question.address("scorecards:records", only=behind.FAILED)
        if question.asked.is_share and _can_fail(question.asked)
        else "",
        "may_widen": company,
        "widened": question.of(Whose()).address(name),
        "by_words": _beside_words(question),
        "by_name": Slice(question.by).label,
        "as_of": reading.as_of(),
    }


def _beside_words(question: Question) -> str:
    """Over the table: all of a kind, or somebody beside the others of his kind."""
    label = Slice(question.by).label
    if question.whose.id is None:
        return _("By %(slice)s") % {"slice": label}
    return _("Beside the others, by %(slice)s") % {"slice": label}


def _form(
    request: HttpRequest, question: Question, *, with_indicator: bool = True, with_by: bool = True
) -> AskForm:
    shown = {
        "indicator": question.indicator,
        "by": question.by,
        "first": question.first,
        "last": question.last,
    }
    return AskForm(
        initial=shown,
        with_indicator=with_indicator,
        with_by=with_by and question.whose.id is None,
        catalogue=question.catalogue,
    )


def _level(levels: Levels, question: Question, whose: Whose) -> Level | None:
    if question.asked.direction in (Direction.NONE, Direction.BAND):
        return None
    return levels.of(question.indicator, on=end_of(question.last), slice=whose.slice, id=whose.id)


Standing = tuple[int, Told]


def _standing(actor: Actor, question: Question) -> list[Standing]:
    """Who stands where, by id, the worst first."""
    found = reading.by_id(
        reading.scores(actor),
        question.by,
        [question.indicator],
        question.first,
        question.last,
        question.catalogue,
    )
    rising = question.asked.direction != Direction.DOWN
    each = ((id, told[question.indicator]) for id, told in found.items())
    return sorted(each, key=lambda pair: _worst_first(pair[1].value, rising))


def _short(levels: Levels, question: Question, standing: Sequence[Standing]) -> list[Standing]:
    """The three that stand furthest below the level that is set for them."""
    short = (
        (id, told)
        for id, told in standing
        if (gap := words.gap_of(question.asked, told.value, _level(levels, question, Whose(question.by, id))))
        and gap > 0
    )
    return list(islice(short, 3))


def _lines(levels: Levels, question: Question, standing: Sequence[Standing]) -> list[Line]:
    parties = reading.parties_of(question.by, [id for id, _told in standing])
    lines = []
    for id, told in standing:
        whose = Whose(question.by, id)
        level = _level(levels, question, whose)
        line = _line(str(parties[id]), question.asked, told, question.of(whose), level)
        lines.append(replace(line, is_here=whose == question.whose))
    return lines


def _worst_first(value: Decimal | None, rising: bool) -> tuple[bool, Decimal]:
    if value is None:
        return True, Decimal(0)
    return False, value if rising else -value


def _line(name: str, asked: Indicator, told: Told, question: Question, level: Level | None) -> Line:
    gap = words.gap_of(asked, told.value, level)
    return Line(
        name=name,
        told=told,
        words=words.shown(asked, told.value, told.currency),
        basis=words.basis_words(asked, told),
        gap=words.gap_words(asked, gap),
        is_short=gap is not None and gap > 0,
        url=question.address(),
        behind="" if told.value is None else question.address("scorecards:records"),
        level=words.level_words(asked, level),
    )


def line_of(levels: Levels, question: Question, code: str, told: Told) -> Line:
    asked = question.about(code)
    return _line(str(asked.asked.title), asked.asked, told, asked, _level(levels, asked, asked.whose))


def _most_broken(lines: list[Line]) -> list[Line]:
    known = [line for line in lines if line.told.value is not None and line.told.value < 1]
    return sorted(known, key=lambda line: line.told.value or Decimal(0))[:3]


def _part(levels: Levels, question: Question, whole: Any, code: str) -> dict[str, Any]:
    """A component: its rate, its share of the loss, and the level if it were perfect."""
    component = next(part for part in whole.level.components if part.name == code)
    line = line_of(levels, question, code, whole.told[code])
    return {"line": line, "loss": component.loss_share, "without": component.without_it}


def _level_line(name: str, question: Question, reached_: Any) -> dict[str, Any]:
    return {
        "name": name,
        "url": question.address("scorecards:service_level"),
        "rates": [
            (
                percent(reached_.told[code].value),
                question.about(code).address("scorecards:records")
                if reached_.told[code].value is not None
                else "",
            )
            for code in COMPONENTS
        ],
        "achieved": percent(reached_.achieved),
        "joint": percent(reached_.joint.value),
        "set": percent(reached_.set_by.value),
        "gap": words.short_of(reached_.gap),
        "is_short": (reached_.gap or 0) > 0,
        "has_data": any(reached_.told[code].value is not None for code in COMPONENTS),
    }


def _lines_file(kind: str, question: Question, lines: list[Line]) -> HttpResponse:
    head = (_("Name"), question.asked.title, _("Counted"), _("Out of"), _("Currency"), _("No data"))
    cells = (
        (
            line.name,
            *map(words.plain, (line.told.value, line.told.numerator, line.told.denominator)),
            line.told.currency,
            line.told.reason,
        )
        for line in lines
    )
    name = f"{question.indicator}_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, question.asked.title, head, cells)


def _levels_file(kind: str, question: Question, each: Any) -> HttpResponse:
    titles = (INDICATORS[code].title for code in COMPONENTS)
    head = (_("Name"), *titles, _("Achieved"), _("Counted together"), _("Set level"), _("Gap"))
    cells = (
        (
            str(party),
            *(words.plain(found.told[code].value) for code in COMPONENTS),
            words.plain(found.level.achieved),
            words.plain(found.joint.value),
            found.level.set,
            words.plain(found.level.gap),
        )
        for party, found in each
    )
    name = f"service_level_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, _("Service level"), head, cells)
