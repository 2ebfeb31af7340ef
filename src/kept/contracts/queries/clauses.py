"""Why a line costs what it costs, in the reader's words: the clause and its arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kernel.money import SIGNS, Money, show_money, to_minor

KINDS: Mapping[str, Any] = {
    "freight": gettext_lazy("Freight"),
    "fuel": gettext_lazy("Fuel surcharge"),
    "insurance": gettext_lazy("Declared-value insurance"),
    "cod_fee": gettext_lazy("Cash-on-delivery fee"),
    "pickup": gettext_lazy("Pick-up fee"),
    "delivery": gettext_lazy("Delivery fee"),
    "upstairs": gettext_lazy("Carrying upstairs fee"),
    "tail_lift": gettext_lazy("Tail-lift fee"),
    "remote": gettext_lazy("Remote-area fee"),
    "packing": gettext_lazy("Packing fee"),
    "redelivery": gettext_lazy("Redelivery fee"),
    "receipt": gettext_lazy("Signed-receipt fee"),
    "storage": gettext_lazy("Storage fee"),
    "detention": gettext_lazy("Detention fee"),
    "handling": gettext_lazy("Handling fee"),
}


EVERYWHERE = "* → *"


def kind_words(kind: str) -> str:
    """A kind of charge in the reader's words."""
    return str(KINDS.get(kind, kind))


def clause_words(clause: Mapping[str, str]) -> str:
    """The clause behind a line, with its arithmetic, e.g. '90 kg × ¥4.2 (from 45 kg)'."""
    return _ARITHMETIC.get(clause.get("rule", ""), _plain)(_Numbers(clause))


def clause_source(clause: Mapping[str, str]) -> str:
    """Where the clause stands: the rate card and its zone, unless that is everywhere."""
    zone = clause.get("zone", "")
    said = "" if zone == EVERYWHERE else zone.replace("*", _("anywhere"))
    return " · ".join(filter(None, (clause.get("card", ""), said)))


class _Numbers:
    """The numbers of a clause, as text for reading."""

    def __init__(self, clause: Mapping[str, str]) -> None:
        self.clause = clause
        self.sign = SIGNS.get(clause.get("currency", "CNY"), clause.get("currency", ""))

    def kg(self, name: str) -> str:
        return self.clause.get(name, "")

    def price(self, name: str) -> str:
        return f"{self.sign}{self.clause.get(name, '')}"

    def money(self, name: str) -> str:
        """An amount with its smallest unit, where a price per kilogram may have more or fewer digits."""
        currency = self.clause.get("currency", "CNY")
        try:
            return show_money(Money(to_minor(self.clause.get(name, ""), currency), currency))
        except InvalidOperation:
            return self.price(name)

    def share(self, name: str) -> str:
        try:
            exact = (Decimal(self.clause.get(name, "0")) * 100).normalize()
        except InvalidOperation:
            return ""
        return f"{exact:f} %"

    @property
    def weight(self) -> str:
        """How the charged weight came about, when it is not simply the actual weight."""
        actual, bulky, charged = (
            self.clause.get(f"{name}_kg", "") for name in ("actual", "volumetric", "weight")
        )
        if not actual or actual == charged:
            return ""
        return _(" (actual %(actual)s kg, volumetric %(bulky)s kg)") % {
            "actual": actual,
            "bulky": _short(bulky),
        }


def _weight_break(n: _Numbers) -> str:
    said = _("%(kg)s kg × %(rate)s, rate from %(from)s kg") % {
        "kg": _short(n.kg("charged_kg")),
        "rate": n.price("rate"),
        "from": n.kg("from_kg"),
    }
    return said + n.weight


def _lifted_break(n: _Numbers) -> str:
    said = _("%(kg)s kg charged as %(from)s kg × %(rate)s, which is cheaper") % {
        "kg": _short(n.kg("weight_kg")),
        "from": n.kg("from_kg"),
        "rate": n.price("rate"),
    }
    return said + n.weight


def _first_and_continued(n: _Numbers) -> str:
    return _("first %(first)s kg %(charge)s, each further %(step)s kg %(more)s") % {
        "first": n.kg("first_kg"),
        "charge": n.price("first_charge"),
        "step": n.kg("step_kg"),
        "more": n.price("step_charge"),
    }


def _minimum(n: _Numbers) -> str:
    return _("minimum charge %(minimum)s") % {"minimum": n.money("minimum")}


def _per_shipment(n: _Numbers) -> str:
    return _("%(rate)s per shipment") % {"rate": n.price("rate")}


def _per_kg(n: _Numbers) -> str:
    return _("%(kg)s kg × %(rate)s") % {"kg": _short(n.kg("basis")), "rate": n.price("rate")}


def _share_of_base(n: _Numbers) -> str:
    return _("%(share)s of base freight %(basis)s") % {"share": n.share("rate"), "basis": n.money("basis")}


def _share_of_declared(n: _Numbers) -> str:
    return _("%(share)s of declared value %(basis)s") % {"share": n.share("rate"), "basis": n.money("basis")}


def _share_of_cod(n: _Numbers) -> str:
    return _("%(share)s of cash collected %(basis)s") % {"share": n.share("rate"), "basis": n.money("basis")}


def _per_block(n: _Numbers) -> str:
    return _("waited %(waited)s min, %(free)s free, %(charge)s for each %(block)s min begun") % {
        "waited": n.kg("waited_minutes"),
        "free": n.kg("free_minutes"),
        "charge": n.price("block_charge"),
        "block": n.kg("block_minutes"),
    }


def _by_hand(n: _Numbers) -> str:
    return n.clause.get("note") or _("named by hand")


def _plain(n: _Numbers) -> str:
    return n.clause.get("note", "")


def _short(number: str) -> str:
    """A number with at most three decimals."""
    try:
        exact = Decimal(number)
    except InvalidOperation:
        return number
    shown = exact if exact == exact.to_integral() else exact.quantize(Decimal("0.001")).normalize()
    return f"{shown:f}"


_ARITHMETIC = {
    "weight_break": _weight_break,
    "lifted_break": _lifted_break,
    "first_and_continued": _first_and_continued,
    "minimum": _minimum,
    "per_shipment": _per_shipment,
    "per_kg": _per_kg,
    "share_of_base": _share_of_base,
    "share_of_declared": _share_of_declared,
    "share_of_cod": _share_of_cod,
    "per_block_begun": _per_block,
    "by_hand": _by_hand,
}
