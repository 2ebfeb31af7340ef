"""The tracking table of a day for a customer, as a paper."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.documents.papers import Paper, Section, cell
from kept.fulfillment.queries.tables import table_of

from ..enums import About, Shelf, Span
from .asking import Ask
from .kinds import report
from .writing import grid, joined, paper


@report(
    "tracking_table",
    gettext_lazy("Daily tracking table"),
    gettext_lazy("Where each open shipment of a customer stands, and what was delivered on the day."),
    shelf=Shelf.CUSTOMERS,
    about=About.CUSTOMER,
    spans=(Span.DAY,),
    needs="fulfillment.table",
    for_customers=True,
)
def tracking_table(ask: Ask) -> Paper:
    """R797. The columns that the customer wants, as on the page of the control tower."""
    table = table_of(ask.whom, ask.time.first)
    words = [column for column in table.columns if column.kind != "number"]
    figures = [column for column in table.columns if column.kind == "number"]
    lines = [
        tuple(cell(column.words(row.get(column.code))) for column in (*words, *figures))
        for row in table.rows.values()
    ]
    delivered = sum(row.get("delivered") is not None for row in table.rows.values())
    n = len(lines)
    said = ngettext("%(n)d shipment stands on the table.", "%(n)d shipments stand on the table.", n) % {
        "n": n
    }
    over = ngettext("%(n)d of them is delivered.", "%(n)d of them are delivered.", delivered)
    heads = [f"{column.title} ({column.unit})" if column.unit else column.title for column in figures]
    return paper(
        ask,
        "tracking_table",
        _("Daily tracking table"),
        joined(said, over % {"n": delivered} if delivered else ""),
        [
            Section(
                "table",
                _("Where do the goods stand?"),
                grids=(
                    grid(
                        _("Shipments"),
                        [column.title for column in words],
                        heads,
                        lines,
                        empty=_("Nothing is on the way and nothing was delivered on this day."),
                    ),
                ),
            )
        ],
    )
