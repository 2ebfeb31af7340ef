"""Signal or noise: an indicator by week or month between the limits that it draws itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import needs
from kept.methods.control_charts import NELSON, WESTERN_ELECTRIC, Signal

from ..catalogue import CATALOGUE
from ..enums import ChartKind, Direction, How, RuleSet, Step
from ..queries import behind, reading
from ..queries.reading import Whose, may_read
from ..queries.series import Charted, Period, charted, kind_of, series
from ..queries.targets import end_of
from ..rules import SETTLED_PERIODS
from . import charts, files, signal_words, words
from .asking import AskOfAnyForm, MonthField, Question, question_of

RULES = {RuleSet.WESTERN_ELECTRIC: WESTERN_ELECTRIC, RuleSet.NELSON: NELSON}


class SignalForm(AskOfAnyForm):
    step = forms.ChoiceField(label=gettext_lazy("Each point a"), choices=Step.choices, required=False)
    rules = forms.ChoiceField(label=gettext_lazy("Signals by"), choices=RuleSet.choices, required=False)
    limits = forms.ChoiceField(
        label=gettext_lazy("Limits from"),
        choices=[("", gettext_lazy("what suits the figure")), (ChartKind.XMR, ChartKind.XMR.label)],
        required=False,
    )
    until = MonthField(label=gettext_lazy("Limits from months up to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = kwargs.get("catalogue", CATALOGUE).indicators.values()
        counted = [(each.code, each.title) for each in told if each.how == How.COMPUTED]
        self.fields["indicator"].choices = counted  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Line:
    """A period of the table: figure, limits, and the signals that end in it."""

    period: Period
    name: str
    figure: str
    basis: str
    low: str
    high: str
    signals: str
    url: str


@dataclass(frozen=True)
class Told:
    """A signal in words, with the way to its records."""

    when: str
    rule: str
    side: str
    is_good: bool | None
    url: str


@needs("scorecards.view")
def signals(request: HttpRequest) -> HttpResponse:
    """Which moves of an indicator are signals."""
    actor = Actor.of(request)
    form = SignalForm(request.GET)
    question = question_of(request, actor, form_class=SignalForm, indicator="promises_kept_rate")
    asked = form.cleaned_data if form.is_valid() else {}
    step = Step(asked.get("step") or Step.WEEK)
    rule_set = RuleSet(asked.get("rules") or RuleSet.WESTERN_ELECTRIC)
    kind = ChartKind.XMR if asked.get("limits") else kind_of(question.asked)
    until = asked.get("until")
    periods = _periods(actor, question, step)
    found = charted(
        question.asked,
        periods,
        rules=RULES[rule_set],
        kind=kind,
        limits_until=end_of(until) if until else None,
    )
    lines = _lines(question, periods, found)
    if (export := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _file(export, question, lines, found)
    settled = int(rule(SETTLED_PERIODS))
    return answer(
        request,
        "scorecards/signals.html",
        question=question,
        form=SignalForm(initial=_shown(question, step, rule_set, asked)),
        query=question.query(
            step=step, rules=rule_set, limits=asked.get("limits", ""), until=f"{until:%Y-%m}" if until else ""
        ),
        span=words.span_words(question.first, question.last),
        found=found,
        kind_words=kind.label,
        centre=found and signal_words.said(question.asked, found.chart.centre),
        count=len(found.periods) if found else 0,
        settled=settled,
        is_unsettled=found is not None and len(found.periods) < settled,
        told=_told(question, found) if found else [],
        rule_words=[signal_words.RULES[each] for each in RULES[rule_set]],
        chart=charts.control(question, lines, found) if found else None,
        lines=lines,
        reason=next((p.figure.reason for p in periods if p.figure.value is None), ""),
        step_words=step.label,
        may_widen=may_read(actor, Whose()),
        widened=f"{request.path}?{question.of(Whose()).query(step=step, rules=rule_set)}",
        as_of=reading.as_of(),
    )


def _periods(actor: Actor, question: Question, step: Step) -> list[Period]:
    """Those that are over, from the first with a figure; none for who may not read these figures."""
    if not may_read(actor, question.whose):
        return []
    last = min(end_of(question.last), localdate() - timedelta(days=1))
    found = series(
        question.asked,
        question.whose,
        step=step,
        first=question.first,
        last=last,
        as_of=reading.as_of() or now(),
    )
    known = next((place for place, each in enumerate(found) if each.figure.value is not None), 0)
    return found[known:]


def _shown(question: Question, step: Step, rules: RuleSet, asked: dict[str, Any]) -> dict[str, Any]:
    kept = {name: asked.get(name) for name in ("limits", "until")}
    shown = {"indicator": question.indicator, "first": question.first, "last": question.last}
    return {**shown, "step": step, "rules": rules, **kept}


def _lines(question: Question, periods: list[Period], found: Charted | None) -> list[Line]:
    asked = question.asked
    limits = found.points if found else {}
    ending: dict[date, list[str]] = {}
    for signal in found.signals if found else ():
        ending.setdefault(found.of(signal)[-1].first, []).append(str(signal_words.RULES[signal.rule]))  # type: ignore[union-attr]
    lines = []
    for period in periods:
        point, told = limits.get(period.first), period.figure
        lines.append(
            Line(
                period=period,
                name=signal_words.period_words(period),
                figure=words.shown(asked, told.value, told.currency),
                basis=words.basis_words(asked, reading.Told(told.value, told.numerator, told.denominator)),
                low=signal_words.said(asked, point.low) if point else "",
                high=signal_words.said(asked, point.high) if point else "",
                signals=_("; ").join(ending.get(period.first, [])),
                url="" if told.value is None else _records(question, period, period),
            )
        )
    return lines


def _told(question: Question, found: Charted) -> list[Told]:
    """The newest first."""
    return [_one(question, found, signal) for signal in reversed(found.signals)]


def _one(question: Question, found: Charted, signal: Signal) -> Told:
    run = found.of(signal)
    direction = question.asked.direction
    good = None
    if signal.is_high is not None and direction != Direction.NONE:
        good = signal.is_high == (direction == Direction.UP)
    only = behind.FAILED if good is False and question.asked.is_share else ""
    return Told(
        when=signal_words.run_words(run[0], run[-1]),
        rule=str(signal_words.RULES[signal.rule]),
        side=str(signal_words.side(signal)),
        is_good=good,
        url=_records(question, run[0], run[-1], only=only),
    )


def _records(question: Question, first: Period, last: Period, *, only: str = "") -> str:
    about = Question(
        question.indicator,
        question.whose,
        question.by,
        first.first.replace(day=1),
        last.last.replace(day=1),
    )
    more = {"only": only} if only else {}
    days = {"from_day": f"{first.first}", "to_day": f"{last.last}"}
    return about.address("scorecards:records", **days, **more)


def _file(kind: str, question: Question, lines: list[Line], found: Charted | None) -> HttpResponse:
    head = (
        *(_("From day"), _("To day"), question.asked.title, _("Counted"), _("Out of")),
        *(_("Lower limit"), _("Middle"), _("Upper limit"), _("Signals"), _("No data")),
    )
    points = found.points if found else {}
    cells = []
    for line in lines:
        told, point = line.period.figure, points.get(line.period.first)
        limits = (point.low, found.chart.centre, point.high) if found and point else ("", "", "")
        figures = map(words.plain, (told.value, told.numerator, told.denominator))
        days = (line.period.first, line.period.last)
        cells.append((*days, *figures, *limits, line.signals, told.reason))
    name = f"signals_{question.indicator}_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, _("Signal or noise"), head, cells)
