"""What has to be asked before a price is named, and when a price may be named at once."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbers import number_rule

from .enums import GoodsClass, Sheet

VALID_DAYS = number_rule("quotes.valid_days", 14, _("Days for which a quote is valid"), unit="d", lowest=1)

MANDATORY = ("company", "caller_name", "phone", "goods", "origin", "destination", "volume")
SPECIALIST = frozenset({GoodsClass.C1, GoodsClass.C6, GoodsClass.C7})
"""Classes that a specialist looks at before any price: explosives, toxic and infectious, radioactive."""

_UN = re.compile(r"(?:UN\s?)?(\d{4})", re.IGNORECASE)


class FieldMissing(Refused):
    default = _("Fill this in.")


class NotAUnNumber(Refused):
    default = _("A UN number has four figures, e.g. UN 3480.")


class AnsweredBeforeAsked(Refused):
    default = _("The answer lies before the inquiry.")


class AnswerAhead(Refused):
    default = _("The answer lies in the future.")


class NobodySpokenTo(Refused):
    default = _("Name the person who got the answer.")


class NothingPriced(Refused):
    default = _("Add at least one line with an amount.")


class WeightMissing(Refused):
    default = _("A price by rate card needs the weight.")


class ServiceMissing(Refused):
    default = _("A price by rate card needs the service.")


class AnalysisOpen(Refused):
    default = _("Finish the analysis of product and distance first.")


class QuoteOver(Refused):
    default = _("The quote is no longer valid. Make a new one.")


class ValidInThePast(Refused):
    default = _("The last day of the quote has passed.")


class ReasonMissing(Refused):
    default = _("Give the reason.")


def un_number(text: str) -> str:
    """UN 3480 in one form, written with or without UN. Raises NotAUnNumber."""
    if not text.strip():
        return ""
    found = _UN.fullmatch(text.strip())
    if not found:
        raise NotAUnNumber(field="un_number")
    return f"UN {found[1]}"


def sheet_wanted(goods_class: str) -> str:
    """Whether a safety data sheet is asked for: for dangerous goods, and while the class is not known."""
    return Sheet.NOT_NEEDED if goods_class == GoodsClass.NONE else Sheet.MISSING


def may_price_at_once(goods_class: str, sheet: str) -> bool:
    """No price at once for what a specialist must see, nor while the safety data sheet is missing."""
    return goods_class not in SPECIALIST and sheet != Sheet.MISSING
