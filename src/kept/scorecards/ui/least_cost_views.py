"""The cheapest component targets that reach a level, and the costs they are worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.money import Money
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.cells import percent
from kept.kernel.web.charts import LineChart, Point, Series
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.costs import set_component_cost, set_levels_of_components
from ..catalogue import INDICATORS
from ..enums import Slice
from ..models import ComponentCost
from ..queries.cheapest import Cheapest, Obstacle, Wanted, cheapest, curve
from ..queries.levels import Reached, reached
from ..queries.reading import Whose, may_read
from . import files, words
from .asking import Question, question_of
from .level_forms import ComponentCostForm, LeastCostForm
from .level_tables import ComponentCostTable

WHOM = {
    Slice.CUSTOMER.value: "customer",
    Slice.BRANCH.value: "branch",
    Slice.SUBCONTRACTOR.value: "partner",
    Slice.SERVICE.value: "service",
}
OBSTACLES = {
    Obstacle.NO_FIGURE: gettext_lazy("a component has no figure"),
    Obstacle.NO_COST: gettext_lazy("nobody has entered what a component costs"),
    Obstacle.CURRENCIES: gettext_lazy("amounts in several currencies are not added"),
    Obstacle.OUT_OF_REACH: gettext_lazy("the ceilings of the components together lie below it"),
}


@dataclass(frozen=True)
class Line:
    """A component on the page."""

    part: Wanted
    title: str
    reason: str
    rises: str
    cost: Money | None
    point: Money | None
    ceiling: Decimal | None
    new_url: str


@needs("scorecards.costs")
def least_cost(request: HttpRequest) -> HttpResponse:
    """Which component targets reach a level at least cost."""
    actor = Actor.of(request)
    form = LeastCostForm(request.GET)
    question = question_of(request, actor, form_class=LeastCostForm)
    whole, found = _answer(actor, question, form)
    lines = [_line(question, whole, part) for part in found.parts]
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _file(kind, question, found, lines)
    shown = {"target": _plain(found.target), "first": question.first, "last": question.last}
    return answer(
        request,
        "scorecards/least_cost.html",
        status=200 if form.is_valid() else 422,
        question=question,
        form=form if form.errors else LeastCostForm(initial=shown),
        query=question.query(target=_plain(found.target)),
        span=words.span_words(question.first, question.last),
        reached=whole,
        found=found,
        obstacle=OBSTACLES[found.obstacle] if found.obstacle else "",
        lines=lines,
        is_there=found.added is not None and not found.added.amount,
        total=None if found.added is None or found.spent is None else _sum(found.spent, found.added),
        chart=_chart(question, whole, found),
        may_widen=may_read(actor, Whose()),
        widened=question.of(Whose()).address("scorecards:least_cost"),
    )


@needs("scorecards.target")
@require_POST
def set_cheapest(request: HttpRequest) -> HttpResponse:
    """Set the cheapest targets as levels of the components."""
    actor = Actor.of(request)
    form = LeastCostForm(request.GET)
    question = question_of(request, actor, form_class=LeastCostForm)
    _whole, found = _answer(actor, question, form)
    page = f"{reverse('scorecards:least_cost')}?{request.GET.urlencode()}"
    if found.added is None:
        return back(request, page)
    whom = {WHOM[question.whose.slice]: question.whose.record} if question.whose.id is not None else {}
    levels = {part.component: part.to for part in found.parts if part.to}
    why = _("Cheapest way to a service level of %(level)s") % {"level": percent(found.target, digits=2)}
    set_levels_of_components(levels=levels, whom=whom, why=why, by=actor, at=now())
    return back(request, "scorecards:targets", message=_("The levels of the components are set."))


@needs("scorecards.costs")
def component_costs(request: HttpRequest) -> HttpResponseBase:
    """Every cost that was entered, the newest first."""
    rows = ComponentCost.objects.permitted(Actor.of(request), "scorecards.costs")
    return list_page(request, ComponentCostTable, rows.select_related("customer", "set_by"))


@needs("scorecards.target")
def new_component_cost(request: HttpRequest) -> HttpResponse:
    form = ComponentCostForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_component_cost(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "scorecards:component_costs", message=_("The cost is kept."))
    return answer(
        request,
        "scorecards/component_cost_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        cancel=reverse("scorecards:component_costs"),
    )


def _answer(actor: Actor, question: Question, form: LeastCostForm) -> tuple[Reached, Cheapest]:
    whole = reached(actor, question.whose, question.first, question.last)
    wanted = form.cleaned_data.get("target") if form.is_valid() else None
    return whole, cheapest(whole, wanted / 100 if wanted else whole.level.set, on=localdate())


def _line(question: Question, whole: Reached, part: Wanted) -> Line:
    rises = (part.to or Decimal(0)) - (part.now or Decimal(0)) if part.to and part.now else Decimal(0)
    asked = {"component": part.component}
    if question.whose.slice == Slice.CUSTOMER and question.whose.record is not None:
        asked["customer"] = question.whose.record.number
    return Line(
        part=part,
        title=str(INDICATORS[part.component].title),
        reason=whole.told[part.component].reason,
        rises=words.points(rises) if rises else "",
        cost=part.cost.now if part.cost else None,
        point=part.cost.point if part.cost else None,
        ceiling=part.cost.ceiling if part.cost else None,
        new_url=f"{reverse('scorecards:new_component_cost')}?{urlencode(asked)}",
    )


def _plain(share: Decimal) -> str:
    """In hundredths, as one writes it into a field."""
    return f"{(share * 100).normalize():f}"


def _sum(one: Money, other: Money) -> Money | None:
    return one + other if one.currency == other.currency else None


def _chart(question: Question, whole: Reached, found: Cheapest) -> LineChart | None:
    """What each level costs a month at least, from today's to what can be reached."""
    known = curve(whole, found)
    if len(known) < 2 or found.parts[0].cost is None:
        return None
    currency = found.parts[0].cost.currency
    points = tuple(Point(percent(level), Money(cost, currency).value) for level, cost in known)
    title = _("What each service level adds to the cost of a month, at least, %(currency)s")
    return LineChart(title=title % {"currency": currency}, series=(Series(_("Added cost"), points),))


def _file(kind: str, question: Question, found: Cheapest, lines: list[Line]) -> HttpResponse:
    head = (
        *(
            _("Component"),
            pgettext("a figure", "Today"),
            _("Cheapest target"),
            _("Highest that can be reached"),
        ),
        *(_("Cost a month today"), _("Cost a month of the next point"), _("Added a month"), _("Currency")),
    )
    cells = (
        (
            line.title,
            words.plain(line.part.now),
            words.plain(line.part.to),
            words.plain(line.ceiling),
            line.cost.value if line.cost else "",
            line.point.value if line.point else "",
            line.part.added.value if line.part.added else "",
            line.part.cost.currency if line.part.cost else "",
        )
        for line in lines
    )
    name = f"least_cost_{found.target.normalize():f}"
    return files.as_file(kind, name, _("Cheapest way"), head, cells)
