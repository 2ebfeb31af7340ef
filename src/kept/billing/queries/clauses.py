"""Why a line of money stands there, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from kept.contracts.queries import clauses
from kept.kernel.money import Money

RETURN = "return"
COMPENSATION = "compensation"
DISPUTE = "dispute"


def kind_words(kind: str) -> str:
    """A kind of charge in the reader's words."""
    own = {RETURN: _("Return freight"), COMPENSATION: _("Compensation"), DISPUTE: _("Credit after a dispute")}
    return own.get(kind) or clauses.kind_words(kind)


def clause_words(clause: Mapping[str, str]) -> str:
    """The clause and its arithmetic."""
    if clause.get("rule") == "return_share":
        return _("%(share)s of the freight out, %(freight)s") % {
            "share": _share(clause.get("share", "0")),
            "freight": Money(int(clause.get("freight", "0")), clause.get("currency", "CNY")),
        }
    if clause.get("rule") == COMPENSATION:
        return _("Compensation %(number)s for case %(matter)s") % clause
    if clause.get("rule") == DISPUTE:
        return _("Given back of charge %(number)s by dispute %(matter)s") % clause
    return clauses.clause_words(clause)


def clause_source(clause: Mapping[str, str]) -> str:
    """Where the clause stands: the accepted quote, else the rate card and its zone."""
    source = clauses.clause_source(clause)
    if quote := clause.get("quote"):
        return " · ".join(filter(None, (_("Quote %(number)s") % {"number": quote}, source)))
    return source


def _share(text: str) -> str:
    try:
        return f"{(Decimal(text) * 100).normalize():f} %"
    except InvalidOperation:
        return text
