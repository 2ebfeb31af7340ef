"""What customers owe: charges that are not settled, by age and customer, and one customer's statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.billing.enums import Payer
from kept.billing.models import Charge, ChargeHold
from kept.billing.queries.clauses import kind_words
from kept.documents.papers import Cell, Paper, Section, cell, figure_of
from kept.kernel.facts import company_day
from kept.kernel.money import Money
from kept.kernel.web.charts import Bar, BarChart

from ..enums import About, Shelf, Span
from .asking import Ask
from .kinds import report
from .writing import grid, joined, paper

NEEDS: Final = "billing.view"
AGES: Final = (30, 60, 90)
MOST_LINES: Final = 1000
Sums = dict[int, int]


@report(
    "receivables",
    gettext_lazy("Receivables statement"),
    gettext_lazy(
        "What each customer owes, by age: charges that happened up to the end of the month, unpaid."
    ),
    shelf=Shelf.MONEY,
    about=About.HOUSE,
    spans=(Span.MONTH,),
    needs=NEEDS,
)
def receivables(ask: Ask) -> Paper:
    """R796, of all customers."""
    by_customer: dict[tuple[str, str], Sums] = defaultdict(dict)
    for charge in _open(ask).select_related("customer"):
        _add(by_customer[charge.currency, str(charge.customer)], charge, ask)
    currencies = sorted({currency for currency, _name in by_customer})
    sections = [_currency(currency, by_customer) for currency in currencies]
    return paper(
        ask,
        "receivables",
        _("Receivables statement"),
        _answer(by_customer),
        [*sections, _meaning()],
    )


@report(
    "statement",
    gettext_lazy("Receivables statement for a customer"),
    gettext_lazy("Every unpaid charge of one customer up to the end of the month, to be handed to them."),
    shelf=Shelf.CUSTOMERS,
    about=About.CUSTOMER,
    spans=(Span.MONTH,),
    needs=NEEDS,
    for_customers=True,
)
def statement(ask: Ask) -> Paper:
    """R796, of one customer."""
    rows = list(
        _open(ask).select_related("shipment", "order").order_by("currency", "happened_at", "pk")[:MOST_LINES]
    )
    by_currency: dict[tuple[str, str], Sums] = defaultdict(dict)
    for charge in rows:
        _add(by_currency[charge.currency, str(ask.whom)], charge, ask)
    lines = [_line(charge) for charge in rows]
    heads = (_("Charge"), _("Day"), _("For what"), _("Shipment"), _("Note"))
    figures = (_("Before tax"), _("Tax"), _("Sum"))
    foot = [
        (cell(_("Sum")), *[cell("")] * 6, cell(Money(sum(sums.values()), currency)))
        for (currency, _name), sums in sorted(by_currency.items())
    ]
    table = grid(_("Unpaid charges"), heads, figures, [*lines, *foot], empty=_("Nothing is owed."))
    ages = [_currency(currency, by_currency) for currency, _name in sorted(by_currency)]
    listed = Section("lines", _("Which charges are unpaid?"), grids=(table,))
    return paper(
        ask,
        "statement",
        _("Receivables statement"),
        _answer(by_currency),
        [*ages, listed, _meaning()],
    )


def _open(ask: Ask) -> Any:
    """Unsettled charges to customers that happened before the period ended; says which are disputed."""
    held = ChargeHold.objects.filter(charge=OuterRef("pk"), decided_at=None)
    rows = Charge.objects.permitted(ask.actor, NEEDS).open().filter(payer=Payer.CUSTOMER)
    rows = rows.filter(happened_at__lt=ask.time.bounds[1]).annotate(is_held=Exists(held))
    rows = rows.filter(customer=ask.customer) if ask.customer else rows
    return rows.filter(branch=ask.branch) if ask.branch else rows


def _add(sums: Sums, charge: Any, ask: Ask) -> None:
    day = company_day(charge.happened_at)
    assert day is not None
    age = next((n for n, most in enumerate(AGES) if (ask.time.last - day).days <= most), len(AGES))
    sums[age] = sums.get(age, 0) + charge.amount + charge.tax


def _answer(found: dict[tuple[str, str], Sums]) -> str:
    totals: dict[str, int] = defaultdict(int)
    for (currency, _name), sums in found.items():
        totals[currency] += sum(sums.values())
    if not totals:
        return _("Nothing is owed.")
    money = _(", ").join(str(Money(amount, currency)) for currency, amount in sorted(totals.items()))
    old = sum(sums.get(len(AGES), 0) > 0 for sums in found.values())
    late = ngettext(
        "%(n)d customer owes something older than %(days)d days.",
        "%(n)d customers owe something older than %(days)d days.",
        old,
    )
    said = _("%(money)s are owed, tax included.") % {"money": money}
    return joined(said, late % {"n": old, "days": AGES[-1]} if old else "")


def _currency(currency: str, found: dict[tuple[str, str], Sums]) -> Section:
    own = [(name, sums) for (each, name), sums in found.items() if each == currency]
    own.sort(key=lambda pair: (-sum(pair[1].values()), pair[0]))
    lines = [(cell(name), *_cells(sums, currency)) for name, sums in own]
    whole: Sums = {}
    for _name, sums in own:
        for age, amount in sums.items():
            whole[age] = whole.get(age, 0) + amount
    heads = _age_heads()
    bars = tuple(Bar(head, Money(whole.get(n, 0), currency).value) for n, head in enumerate(heads[:-1]))
    chart = BarChart(title=_("Owed by age, %(currency)s") % {"currency": currency}, bars=bars)
    title = _("By customer and age, %(currency)s") % {"currency": currency}
    return Section(
        f"ages-{currency}",
        _("Who owes how much, and since when?"),
        figure=figure_of(chart),
        grids=(grid(title, (_("Customer"),), heads, lines, foot=(cell(_("Sum")), *_cells(whole, currency))),),
    )


def _age_heads() -> tuple[str, ...]:
    spans = [_("up to %(days)d days") % {"days": AGES[0]}]
    spans += [_("%(from)d to %(to)d days") % {"from": a + 1, "to": b} for a, b in pairwise(AGES)]
    return (*spans, _("over %(days)d days") % {"days": AGES[-1]}, _("Sum"))


def _cells(sums: Sums, currency: str) -> Sequence[Cell]:
    amounts: Iterable[int] = (sums.get(age, 0) for age in range(len(AGES) + 1))
    return [cell(Money(amount, currency)) for amount in (*amounts, sum(sums.values()))]


def _line(charge: Any) -> tuple[Cell, ...]:
    about = charge.shipment.number if charge.shipment else charge.order.number if charge.order else ""
    return (
        cell(charge.number, url=charge.get_absolute_url()),
        cell(company_day(charge.happened_at)),
        cell(kind_words(charge.kind)),
        cell(about),
        cell(_("disputed") if charge.is_held else ""),
        *(cell(money) for money in (charge.net, charge.tax_money, charge.total)),
    )


def _meaning() -> Section:
    words = _(
        "Counted are charges to the customer that are neither settled nor reversed, tax included, by the day"
        " on which what is charged happened; not invoices and their due days. Amounts of different"
        " currencies are not added."
    )
    return Section("meaning", "", notes=(words,))
