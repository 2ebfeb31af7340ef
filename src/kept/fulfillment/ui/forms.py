from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.searching import matching
from kept.parties.models import Customer, CustomerQuerySet

from ..queries.columns import COLUMNS, columns_for

NOT_YET: Mapping[str, Any] = {"published_today": None}
"""Of an annotation, which the types of the model do not know."""


class DayFilter(forms.Form):
    q = forms.CharField(label=_("Customer"), required=False, widget=forms.SearchInput)
    unpublished = forms.BooleanField(label=_("Not yet published today"), required=False)

    def narrow(self, rows: CustomerQuerySet) -> CustomerQuerySet:
        if self.cleaned_data["q"]:
            rows = matching(rows, self.cleaned_data["q"])  # type: ignore[assignment]
        return rows.filter(**NOT_YET) if self.cleaned_data["unpublished"] else rows


class ColumnsForm(forms.Form):
    """The columns in the order of their numbers; an empty place leaves one out."""

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = [column.code for column in columns_for(customer.tracking_columns)]
        for column in COLUMNS.values():
            place = wanted.index(column.code) + 1 if column.code in wanted else None
            self.fields[column.code] = forms.IntegerField(
                label=column.title, required=False, min_value=1, max_value=len(COLUMNS), initial=place
            )

    def codes(self) -> list[str]:
        given = [(place, code) for code, place in self.cleaned_data.items() if place]
        return [code for _place, code in sorted(given, key=lambda each: each[0])]


class NumbersForm(forms.Form):
    numbers = forms.CharField(
        label=_("Numbers"),
        widget=forms.Textarea({"rows": 8, "autofocus": True, "spellcheck": "false"}),
        help_text=_(
            "Waybills, orders, the customer's numbers, phones or their last four digits,"
            " apart by lines or commas."
        ),
        max_length=20_000,
    )
