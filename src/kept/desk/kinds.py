"""What each kind of case asks beside the matter itself: one table for forms, pages, papers and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.errors import Refused

from .enums import CaseKind

Sort = Literal["text", "long", "day", "count", "amount", "choice"]
Values = dict[str, Any]
LONGEST = 2000


class DetailWrong(Refused):
    default = _("%(field)s: %(value)s does not fit here.")


class DetailUnknown(Refused):
    default = _("This kind of case has no field %(field)s.")


@dataclass(frozen=True)
class KindField:
    """One field of a kind. Its value stands in `Case.details` as text, whole number or chosen code."""

    code: str
    label: Any
    sort: Sort = "text"
    choices: tuple[tuple[str, Any], ...] = ()
    hint: Any = ""

    def read(self, given: Any) -> Any:
        """The value to keep; None for nothing said. Raises DetailWrong."""
        if given in (None, ""):
            return None
        try:
            value = self._plain(given)
        except (ValueError, TypeError, InvalidOperation):
            self._refuse(given)
        return value

    def words(self, value: Any) -> Any:
        return dict(self.choices).get(value, value) if self.choices else value

    def _plain(self, given: Any) -> Any:
        if self.sort == "day":
            return given.isoformat() if isinstance(given, date) else date.fromisoformat(given).isoformat()
        if self.sort == "count":
            return self._positive(int(given))
        if self.sort == "amount":
            return str(self._positive(Decimal(str(given))))
        text = str(given).strip()
        if len(text) > LONGEST or (self.choices and text not in dict(self.choices)):
            self._refuse(text[:40])
        return text or None

    def _positive(self, number: Any) -> Any:
        return number if number >= 0 else self._refuse(number)

    def _refuse(self, given: Any) -> Any:
        raise DetailWrong(DetailWrong.default % {"field": self.label, "value": given}, field=self.code)


F = KindField
CURRENCIES = tuple((code, code) for code in ("CNY", "HKD", "TWD", "USD", "EUR"))
DISPUTED = (
    ("charge", _("A charge")),
    ("order", _("The order")),
    ("weight", _("Weight or volume")),
    ("pieces", _("Number of pieces")),
    ("times", _("Times of pick-up or delivery")),
    ("receipt", _("The signed receipt")),
)
OUTCOMES = (("done", _("Done")), ("passed", _("Passed to the manager")))

KIND_FIELDS: dict[str, tuple[KindField, ...]] = {
    CaseKind.CARGO_QUERY: (
        F("shipping_date", _("Shipping date"), "day"),
        F("item_number", _("Item number"), hint=_("As it stands on the waybill or the label.")),
        F("origin", pgettext_lazy("of goods", "Origin")),
        F("destination", pgettext_lazy("of goods", "Destination")),
        F("package", pgettext_lazy("of goods", "Package"), hint=_("Carton, wooden case, bag, pallet...")),
        F("features", _("Features of the cargo"), "long", hint=_("Marks, colour, size: how to know it.")),
        F("shortage", _("Pieces short"), "count"),
    ),
    CaseKind.DISPUTE: (
        F("disputed", _("What is disputed"), "choice", DISPUTED),
        F("number", _("Number of charge, order or shipment")),
        F("they_say", _("What the customer says"), "long"),
        F("we_say", _("What we say"), "long"),
    ),
    CaseKind.CLAIM: (
        F("amount", _("Amount claimed"), "amount"),
        F("currency", _("Currency"), "choice", CURRENCIES),
        F("goods", _("Goods lost or damaged"), "long"),
        F("proof", _("Proof"), "long", hint=_("Photos, receipt with remark, invoice of the goods.")),
    ),
    CaseKind.SUGGESTION: (F("topic", _("Topic")), F("benefit", _("What would be better"), "long")),
    CaseKind.CONSULTATION: (F("topic", _("Topic")),),
    CaseKind.INTERNAL: (
        F("unit", _("Unit that asks")),
        F("department", _("Department asked")),
        F("outcome", pgettext_lazy("of an internal request", "Outcome"), "choice", OUTCOMES),
    ),
}


def fields_of(kind: str) -> tuple[KindField, ...]:
    return KIND_FIELDS.get(kind, ())


def read_details(kind: str, given: Mapping[str, Any]) -> Values:
    """What was said in the fields of a kind, as it is kept. Raises DetailWrong or DetailUnknown."""
    fields = {field.code: field for field in fields_of(kind)}
    for code in given:
        if code not in fields:
            raise DetailUnknown(DetailUnknown.default % {"field": code}, field=code)
    read = {code: fields[code].read(value) for code, value in given.items()}
    return {code: value for code, value in read.items() if value is not None}


def told(kind: str, details: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Label and value of every field that was filled in, in the order of the form."""
    return [
        (field.label, field.words(details[field.code])) for field in fields_of(kind) if field.code in details
    ]
