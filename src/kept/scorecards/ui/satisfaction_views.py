"""The appraisal of satisfaction: indicators against levels, periodic surveys, and what it is worth."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import needs
from kept.surveys.permissions import RUN, VIEW
from kept.surveys.rules.numbers import CALENDAR_DAYS
from kept.surveys.rules.references import TIMES_AS_WILLING

from ..queries.appraisal import Appraised, appraisal, periodic_surveys
from ..queries.reading import Whose, as_of, may_read
from ..queries.targets import Levels
from ..queries.willingness import Willingness, willingness
from . import files, words
from .asking import AskForm, Question, question_of
from .views import Line, line_of


@require_GET
@needs("scorecards.view")
def satisfaction(request: HttpRequest) -> HttpResponse:
    """How satisfaction stands against what is aimed at, and whether it is asked for often enough."""
    actor, at = Actor.of(request), now()
    question, levels = question_of(request, actor, indicator="customer_satisfaction"), Levels()
    span = question.first, question.last
    rows = appraisal(actor, question.whose, *span, within=question.catalogue, levels=levels)
    worth = willingness(actor, question.whose, *span, at=at)
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _file(kind, question, rows, worth)
    surveys = periodic_surveys(actor, at=at)
    judged = [row for row in rows if row.is_reached is not None]
    return answer(
        request,
        "scorecards/satisfaction.html",
        question=question,
        span=words.span_words(*span),
        form=AskForm(
            initial={"first": question.first, "last": question.last}, with_indicator=False, with_by=False
        ),
        may_widen=may_read(actor, Whose()),
        widened=question.of(Whose()).address("scorecards:satisfaction"),
        lines=[_line(levels, question, row) for row in rows],
        reached=sum(bool(row.is_reached) for row in judged),
        judged=len(judged),
        without_level=[row.indicator for row in rows if row.level is None],
        surveys=surveys,
        asks=any(each.is_open for each in surveys),
        may_see_surveys=actor.may(VIEW),
        may_start=actor.may(RUN),
        calendar_days=int(rule(CALENDAR_DAYS, at=at)),
        worth=worth,
        reference=TIMES_AS_WILLING,
        reference_holds=worth.holds(float(TIMES_AS_WILLING.figure)),
        as_of=as_of(),
    )


def _line(levels: Levels, question: Question, row: Appraised) -> Line:
    return line_of(levels, question, row.indicator.code, row.told)


def _file(kind: str, question: Question, rows: list[Appraised], worth: Willingness) -> HttpResponse:
    """The indicators, then the two groups of customers and what others state."""
    head = (_("Name"), _("Figure"), _("Set level"), _("Gap"), _("Counted"), _("Out of"), _("No data"))
    plain = words.plain
    lines: list[tuple[object, ...]] = [
        (
            str(row.indicator.title),
            plain(row.told.value),
            "" if row.level is None else plain(row.level.value),
            plain(row.gap),
            plain(row.told.numerator),
            plain(row.told.denominator),
            row.told.reason,
        )
        for row in rows
    ]
    groups = (
        (_("Satisfied customers who ordered again"), worth.satisfied),
        (_("Dissatisfied customers who ordered again"), worth.dissatisfied),
    )
    for title, group in groups:
        rate = "" if group.rate is None else Decimal(str(round(group.rate, 6)))
        lines.append((title, rate, "", "", group.again, group.customers, ""))
    times = "" if worth.ratio is None else Decimal(str(round(worth.ratio.estimate, 6)))
    lines.append((_("Times as often"), times, "", "", "", "", worth.reason))
    lines.append((TIMES_AS_WILLING.words, TIMES_AS_WILLING.figure, "", "", "", "", TIMES_AS_WILLING.source))
    name = f"satisfaction_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, _("Satisfaction appraisal"), head, lines)
