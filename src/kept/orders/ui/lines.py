"""The goods of an order as rows of a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import PackageKind

from ..models import Order, OrderLine

FIELDS = ("description", "quantity", "unit", "package", "pieces", "weight_kg", "volume_m3", "item_code")
MOST = 200


class LineForm(forms.Form):
    description = forms.CharField(label=_("Goods"), max_length=160)
    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=Decimal("0.001"), max_digits=14, decimal_places=3, initial=1
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    package = forms.ModelChoiceField(
        PackageKind.objects.all(), label=_("Package"), required=False, empty_label="–"
    )
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=1_000_000, initial=1)
    weight_kg = forms.DecimalField(
        label=_("Weight (kg)"), min_value=0, max_digits=12, decimal_places=3, required=False
    )
    volume_m3 = forms.DecimalField(
        label=_("Volume (m³)"), min_value=0, max_digits=12, decimal_places=4, required=False
    )
    item_code = forms.CharField(label=_("Item code"), max_length=60, required=False)

    def row(self) -> dict[str, Any] | None:
        """The fields of an OrderLine; None for an empty row."""
        given = self.cleaned_data
        if not given.get("description") or given.get("DELETE"):
            return None
        return {name: given[name] for name in FIELDS}


class LineFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def rows(self) -> list[dict[str, Any]]:
        return [row for form in self.forms if (row := form.row())]


def line_forms(data: Any = None, *, rows: list[dict[str, Any]] | None = None, extra: int = 2) -> LineFormSet:
    """Rows for the lines at hand and some empty ones."""
    made = forms.formset_factory(
        LineForm,
        formset=LineFormSet,
        extra=extra,
        max_num=MOST,
        validate_max=True,
        can_delete=True,
        can_delete_extra=False,
    )
    return made(data, prefix="lines", initial=rows or [])  # type: ignore[return-value]


def rows_of(order: Order) -> list[dict[str, Any]]:
    return [_row(line) for line in order.lines.select_related("package")]


def _row(line: OrderLine) -> dict[str, Any]:
    return {name: _short(getattr(line, name)) for name in FIELDS}


def _short(value: Any) -> Any:
    """A number without a tail of noughts."""
    if not isinstance(value, Decimal):
        return value
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def one_more(data: Any) -> Any:
    """The same answers with room for one more line."""
    more = data.copy()
    total = min(int(more.get("lines-TOTAL_FORMS") or 0) + 1, MOST)
    more["lines-TOTAL_FORMS"] = str(total)
    for name, value in (("quantity", 1), ("pieces", 1)):
        more.setdefault(f"lines-{total - 1}-{name}", str(value))
    return more
