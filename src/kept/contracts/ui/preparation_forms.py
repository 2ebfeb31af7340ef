"""What is asked of the checklist before a transaction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.searching import matching
from kept.parties.enums import Segment

from ..enums import NOTED, Element, Standing
from ..queries.preparation import short_of
from .statement_forms import ANY, day_field

FOUND = (("yes", Standing.IN_PLACE.label), ("no", Standing.MISSING.label))


class NoteForm(forms.Form):
    element = forms.ChoiceField(
        label=pgettext_lazy("before a transaction", "Element"),
        choices=[(element.value, element.label) for element in NOTED],
    )
    is_in_place = forms.TypedChoiceField(
        label=pgettext_lazy("before a transaction", "Found"), choices=FOUND, coerce=lambda said: said == "yes"
    )
    on = day_field(_("Day"), initial=localdate)
    remark = forms.CharField(
        label=_("Remark"), max_length=300, help_text=_("What was told or shown, to whom, and where it lies.")
    )


class PreparationFilter(forms.Form):
    q = forms.CharField(label=_("Customer or number"), required=False, widget=forms.SearchInput)
    on = day_field(_("On day"), required=False)
    lacks = forms.ChoiceField(
        label=_("Not in place or unknown"), required=False, choices=[ANY, *Element.choices]
    )
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY, *Segment.choices])

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if said["q"].strip():
            rows = matching(rows, said["q"])
        if said["lacks"]:
            rows = short_of(rows, said["lacks"])
        return rows.filter(segment=said["segment"]) if said["segment"] else rows
