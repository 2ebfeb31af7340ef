"""How service and cost moved, which months were efficient, and which level pays best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.money import Money
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.cells import percent
from kept.kernel.web.charts import MatrixChart, MatrixPoint
from kept.kernel.web.doors import needs
from kept.methods.cost_of_service import ChangeType, Offer, ServiceCostChange, best_offer, frontier

from ..actions.costs import enter_alternative, withdraw_alternative
from ..enums import Compared, ServiceBy, Slice
from ..models import LevelAlternative
from ..queries.costs import Spent, spent_in
from ..queries.levels import reached_in
from ..queries.reading import Whose, may_read
from ..queries.relations import Relation, Span, counted, level_of, months_back, relations
from ..queries.targets import Levels
from ..rules import COST_TOLERANCE, SERVICE_TOLERANCE
from . import files, words
from .asking import Question, question_of
from .level_forms import AlternativeForm, FrontierForm, RelationForm

TYPES = {
    ChangeType.COST_REDUCTION: gettext_lazy("same service, lower cost"),
    ChangeType.VALUE_FOR_MONEY: gettext_lazy("better service, higher cost"),
    ChangeType.EFFICIENCY: gettext_lazy("better service, same cost"),
    ChangeType.BREAKTHROUGH: gettext_lazy("better service, lower cost"),
    ChangeType.NONE: gettext_lazy("none of the four"),
}
TENTH = Decimal("0.1")
WORSE = {"service": gettext_lazy("service fell"), "cost": gettext_lazy("cost rose")}


USUAL = 3
"""Months that are compared where nobody asks for others."""


@dataclass(frozen=True)
class Row:
    """A relation in words."""

    number: int
    relation: Relation
    service: str
    cost: str
    type: str
    url: str


@dataclass(frozen=True)
class Month:
    """A month with what it reached, cost and earned."""

    month: date
    level: Decimal | None
    spent: Spent
    reason: str
    is_efficient: bool
    is_best: bool
    url: str


@needs("scorecards.costs")
def service_and_cost(request: HttpRequest) -> HttpResponse:
    """The four relations of service and cost, per customer or branch."""
    actor = Actor.of(request)
    form = RelationForm(request.GET)
    question = question_of(request, actor, form_class=RelationForm)
    asked = form.cleaned_data if form.is_valid() else {}
    whose = Whose() if may_read(actor, Whose()) else question.whose
    by = asked.get("parties") or (Slice.BRANCH if whose.slice == Slice.BRANCH else Slice.CUSTOMER).value
    service = ServiceBy(asked.get("service") or ServiceBy.PRODUCT)
    compared = Compared(asked.get("compared") or Compared.BEFORE)
    span = Span(question.first, question.last)
    if not asked.get("first"):
        span = Span(months_back(span.last, USUAL - 1), span.last)
    before = span.a_year_before() if compared == Compared.YEAR else span.before()
    whole, found = relations(actor, by=by, service=service, span=span, before=before, whose=whose)
    rows = [_row(number, each, question) for number, each in enumerate([whole, *found])]
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _relations_file(kind, question, rows)
    counts = counted(found)
    shown = {"parties": by, "service": service, "compared": compared}
    return answer(
        request,
        "scorecards/relations.html",
        question=question,
        form=RelationForm(initial={"first": span.first, "last": span.last, **shown}),
        query=replace(question, first=span.first).query(parties=by, service=service, compared=compared),
        span=words.span_words(span.first, span.last),
        span_before=words.span_words(before.first, before.last),
        whole=rows[0],
        lacks_before=not whole.before.deliveries and bool(whole.after.deliveries),
        rows=rows[1:101],
        many=len(rows) > 101,
        counts=[(TYPES[type], counts[type]) for type in TYPES if counts.get(type)],
        by_name=Slice(by).label,
        chart=_scatter(rows[1:]),
        service_tolerance=words.points(rule(SERVICE_TOLERANCE)),
        cost_tolerance=percent(rule(COST_TOLERANCE)),
        may_widen=False,
    )


@needs("scorecards.costs")
def level_and_profit(request: HttpRequest) -> HttpResponse:
    """Months by cost and service with the efficient ones joined, and the level that pays best."""
    actor = Actor.of(request)
    form = FrontierForm(request.GET)
    question = question_of(request, actor, form_class=FrontierForm)
    asked = form.cleaned_data if form.is_valid() else {}
    service = ServiceBy(asked.get("service") or ServiceBy.PRODUCT)
    months = _months(actor, question, service)
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _months_file(kind, question, months)
    offers = _alternatives(actor, question)
    best = _best(offers)
    return answer(
        request,
        "scorecards/level_and_profit.html",
        question=question,
        form=FrontierForm(initial={"first": question.first, "last": question.last, "service": service}),
        query=question.query(service=service),
        span=words.span_words(question.first, question.last),
        months=months,
        efficient=[month for month in months if month.is_efficient],
        best_month=next((month for month in months if month.is_best), None),
        chart=_frontier_chart(months),
        offers=[(each, each.pk == best.pk if best else False) for each in offers],
        best=best,
        currencies_differ=len({each.currency for each in offers}) > 1,
        new_url=_new_alternative(question),
        service_words=service.label,
        may_widen=may_read(actor, Whose()),
        widened=question.of(Whose()).address("scorecards:level_and_profit"),
    )


@needs("scorecards.target")
def new_alternative(request: HttpRequest) -> HttpResponse:
    form = AlternativeForm(request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = enter_alternative(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, _page_of(made), message=_("The alternative is kept."))
    return answer(
        request,
        "scorecards/alternative_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        cancel=reverse("scorecards:level_and_profit"),
    )


@needs("scorecards.target")
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an alternative out of the comparison."""
    actor = Actor.of(request)
    alternative = get_object_or_404(LevelAlternative.objects.permitted(actor, "scorecards.target"), pk=pk)
    try:
        withdraw_alternative(alternative=alternative, by=actor, at=now())
    except Refused as no:
        return back(request, _page_of(alternative), message=str(no.message))
    return back(request, _page_of(alternative), message=_("The alternative is withdrawn."))


def _page_of(alternative: LevelAlternative) -> str:
    address = reverse("scorecards:level_and_profit")
    whose = Whose(Slice.CUSTOMER.value, alternative.customer_id) if alternative.customer_id else Whose()
    query = "&".join(f"{name}={value}" for name, value in whose.query().items())
    return f"{address}?{query}" if query else address


def _new_alternative(question: Question) -> str:
    address = reverse("scorecards:new_alternative")
    record = question.whose.record if question.whose.slice == Slice.CUSTOMER else None
    return f"{address}?customer={record.number}" if record else address


def _row(number: int, relation: Relation, question: Question) -> Row:
    change = relation.change
    if change is None:
        return Row(number, relation, "", "", "", _whose_url(relation, question))
    sign = "+" if change.service_change > 0 else "−" if change.service_change < 0 else ""
    service = f"{sign}{words.points(change.service_change)}"
    return Row(
        number, relation, service, cost_words(change), type_words(change), _whose_url(relation, question)
    )


def type_words(change: ServiceCostChange) -> str:
    """One of the four, what got worse, or that nothing changed."""
    if change.worsened:
        return _(", ").join(str(WORSE[side]) for side in change.worsened)
    return _("no change") if change.type == ChangeType.NONE else str(TYPES[change.type])


def cost_words(change: ServiceCostChange) -> str:
    return f"{'+' if change.cost_change > 0 else ''}{percent(change.cost_change)}"


def _whose_url(relation: Relation, question: Question) -> str:
    return question.of(relation.whose).address("scorecards:service_level")


def _scatter(rows: Sequence[Row]) -> MatrixChart | None:
    """Change of cost across, change of service upward, cut at what counts as unchanged."""
    known = [(row, row.relation.change) for row in rows if row.relation.change is not None]
    if not known:
        return None
    service, cost = rule(SERVICE_TOLERANCE) * 100, rule(COST_TOLERANCE) * 100
    wide = ceil(max([cost * 3, *(abs(change.cost_change) * 110 for _row, change in known if change)]))
    high = ceil(max([service * 3, *(abs(change.service_change) * 110 for _row, change in known if change)]))
    points = tuple(
        MatrixPoint(
            row.number, row.relation.name, change.cost_change * 100, change.service_change * 100, row.url
        )
        for row, change in known[:40]
        if change
    )
    same = _("better at the same cost") if cost * 4 > wide else ""  # a name needs room
    middle = (_("cheaper"), _("unchanged"), _("dearer")) if service * 6 > high else ("", "", "")
    return MatrixChart(
        title=_("Change of service and of cost per delivery"),
        points=points,
        x_label=_("cost per delivery, %"),
        y_label=_("service, points"),
        x_cuts=(-cost, cost),
        y_cuts=(-service, service),
        x_range=(-wide, wide),
        y_range=(-high, high),
        cells=(
            (_("better and cheaper"), same, _("better and dearer")),
            middle,
            (_("worse"), _("worse") if same else "", _("worse and dearer")),
        ),
        cell_tones=(("kept", "kept", "plain"), ("kept", "plain", "broken"), ("broken", "broken", "broken")),
    )


def _months(actor: Actor, question: Question, service: str) -> list[Month]:
    levels = Levels()
    served = reached_in(actor, question.whose, question.months, levels)
    may = question.whose.slice in (Slice.ALL, Slice.CUSTOMER, Slice.BRANCH)
    spent = spent_in(actor, question.whose, question.first, question.last) if may else {}
    known: dict[str, tuple[Decimal, Decimal]] = {}
    rows = []
    for month, found in served:
        level, reason = level_of(found, service)
        money = spent.get(month, Spent())
        if level is not None and money.per_delivery is not None:
            known[f"{month}"] = (money.per_delivery, level)
        lacking = _("; ").join(filter(None, (reason, money.reason)))
        is_empty = level is None and not money.deliveries
        rows.append((month, level, money, _("nothing in this month") if is_empty else lacking))
    currencies = {money.cost.currency for _month, _level, money, _reason in rows if money.cost}
    efficient = set(frontier(known)) if len(currencies) == 1 else set()
    paid = [
        Offer(f"{month}", level or Decimal(0), money.income.value, money.cost.value)
        for month, level, money, _reason in rows
        if money.profit and money.income and money.cost and level is not None
    ]
    best = best_offer(paid) if len(currencies) == 1 else None
    return [
        Month(
            month,
            level,
            money,
            reason,
            f"{month}" in efficient,
            best is not None and best.name == f"{month}",
            question.during(month).address("scorecards:service_level"),
        )
        for month, level, money, reason in rows
    ]


def _frontier_chart(months: list[Month]) -> MatrixChart | None:
    """Each month by what a delivery cost and what level it reached; the efficient ones joined."""
    known = [m for m in months if m.level is not None and m.spent.per_delivery is not None]
    if len(known) < 2 or len({m.spent.cost.currency for m in known if m.spent.cost}) > 1:
        return None
    place = {m.month: (m.spent.per_delivery or Decimal(0), (m.level or Decimal(0)) * 100) for m in known}
    best = sorted((m for m in known if m.is_efficient), key=lambda m: place[m.month])
    last = best[-1].month if best else None
    points = tuple(
        MatrixPoint(
            m.month.month,
            f"{m.month:%Y-%m}",
            *place[m.month],
            m.url,
            "kept" if m.is_efficient else "paused",
            tuple(place[each.month] for each in best[:-1]) if m.month == last else (),
        )
        for m in known
    )
    costs, levels = [x for x, _y in place.values()], [y for _x, y in place.values()]
    currency = known[0].spent.cost.currency if known[0].spent.cost else ""
    return MatrixChart(
        title=_("Service against cost, month by month; the efficient ones are joined"),
        points=points,
        x_label=_("cost per delivery, %(currency)s") % {"currency": currency},
        y_label=_("service level, %"),
        x_cuts=(),
        y_cuts=(),
        x_range=_around(costs),
        y_range=_around(levels),
        note=_("The scales do not begin at nought."),
    )


def _around(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    spread = (max(values) - min(values)) / 8 or Decimal(1)
    low, high = min(values) - spread, max(values) + spread
    return low.quantize(TENTH, ROUND_FLOOR), high.quantize(TENTH, ROUND_CEILING)


def _alternatives(actor: Actor, question: Question) -> list[LevelAlternative]:
    """Those for whom the page asks: of a customer, or of everybody."""
    rows = LevelAlternative.objects.permitted(actor, "scorecards.costs").standing()
    customer = question.whose.id if question.whose.slice == Slice.CUSTOMER else None
    return list(rows.filter(customer=customer).select_related("set_by").order_by("level", "pk"))


def _best(offers: list[LevelAlternative]) -> LevelAlternative | None:
    if len({each.currency for each in offers}) != 1:
        return None
    best = best_offer([Offer(f"{o.pk}", o.level, Decimal(o.income), Decimal(o.cost)) for o in offers])
    return next((each for each in offers if best and f"{each.pk}" == best.name), None)


def _relations_file(kind: str, question: Question, rows: list[Row]) -> HttpResponse:
    head = (
        *(_("Name"), _("Service before"), pgettext("level reached", "Service")),
        *(_("Cost per delivery before"), _("Cost per delivery"), _("Currency")),
        *(_("Change of service"), _("Change of cost"), _("Cost of one point")),
        *(pgettext("of service and cost", "Relation"), _("No data")),
    )
    cells = []
    for row in rows:
        before, after, change = row.relation.before, row.relation.after, row.relation.change
        changes = (
            (change.service_change, change.cost_change, change.cost_per_point) if change else (None,) * 3
        )
        figures = (before.service, after.service, before.per_delivery, after.per_delivery)
        cells.append(
            (
                row.relation.name,
                *map(words.plain, figures),
                after.currency,
                *map(words.plain, changes),
                row.type,
                row.relation.reason,
            )
        )
    name = f"service_and_cost_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, _("Service and cost"), head, cells)


def _months_file(kind: str, question: Question, months: list[Month]) -> HttpResponse:
    head = (
        *(_("Month"), _("Service level"), _("Deliveries made"), _("Cost per delivery"), _("Cost")),
        *(_("Income"), _("Profit"), _("Currency"), _("Efficient"), _("No data")),
    )
    cells = [
        (
            f"{m.month:%Y-%m}",
            words.plain(m.level),
            m.spent.deliveries,
            words.plain(m.spent.per_delivery),
            *(_value(money) for money in (m.spent.cost, m.spent.income, m.spent.profit)),
            m.spent.cost.currency if m.spent.cost else "",
            _("yes") if m.is_efficient else "",
            m.reason,
        )
        for m in months
    ]
    name = f"level_and_profit_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, _("Level and profit"), head, cells)


def _value(money: Money | None) -> Any:
    return money.value if money else ""
