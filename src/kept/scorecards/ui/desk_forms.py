"""What a reader asks of the desk's reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..queries.call_profile import LOGGED
from .asking import MonthField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
GROUPS = [
    ("channel", _("Channel")),
    ("queue", _("Queue")),
    ("segment", _("Segment")),
    ("branch", _("Branch")),
    ("team", _("Team")),
    ("person", _("Person")),
]
WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


class TimesForm(forms.Form):
    by = forms.ChoiceField(label=_("By"), choices=GROUPS)
    first = forms.DateField(label=_("From day"), widget=DAY)
    last = forms.DateField(label=_("To day"), widget=DAY)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("first") and told.get("last") and told["first"] > told["last"]:
            self.add_error("last", _("The last day lies before the first."))
        return told


class SeatsForm(TimesForm):
    by = None  # type: ignore[assignment]
    source = forms.ChoiceField(label=_("Calls"))
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    level = forms.FloatField(label=_("Answered in time, %"), min_value=1, max_value=99)
    within = forms.FloatField(label=_("within seconds"), min_value=0, max_value=3600)
    handle = forms.FloatField(label=_("Seconds of work on a call"), min_value=1, max_value=7200)
    patience = forms.FloatField(
        label=_("Callers give up after seconds"), min_value=1, max_value=7200, required=False
    )
    occupancy = forms.FloatField(label=_("Busy at most, %"), min_value=10, max_value=100)
    shrinkage = forms.FloatField(label=_("Away from the seat, %"), min_value=0, max_value=90)
    field_order = ("source", "weekday", "first", "last")

    def __init__(self, *args: Any, lines: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(line, line or _("Line without a name")) for line in lines]
        self.fields["source"].choices = [(LOGGED, _("Calls that clerks logged")), *named]  # type: ignore[attr-defined]


class MonthForm(forms.Form):
    month = MonthField(label=pgettext_lazy("of a report", "Month"))
