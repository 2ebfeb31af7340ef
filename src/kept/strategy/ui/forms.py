"""Forms and filters of gaps and actions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.desk.models import PreventiveAction
from kept.kernel.errors import Refused
from kept.kernel.money import to_minor
from kept.kernel.web.cells import rounded
from kept.parties.enums import Segment
from kept.people.models import Branch, Person
from kept.promises.models import Policy
from kept.promises.ui.forms import UNITS

from ..actions.acting import DueInThePast, check_expected
from ..enums import ActionState, GapSource, GapState
from ..models import Gap

ANY = ("", _("All"))


class GapFilter(forms.Form):
    source = forms.ChoiceField(label=_("Seen in"), required=False, choices=[ANY, *GapSource.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("open or acted on")), *GapState.choices],
    )
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY, *Segment.choices])
    branch = forms.ModelChoiceField(
        label=_("Branch"), required=False, queryset=Branch.objects.all(), empty_label=_("All")
    )
    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number")}),
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        wanted: dict[str, Any] = {n: asked[n] for n in ("source", "segment", "branch") if asked[n]}
        if number := asked["customer"].strip():
            wanted["customer__number__iexact"] = number
        rows = rows.filter(state=asked["state"]) if asked["state"] else rows.exclude(state=GapState.CLOSED)
        return rows.filter(**wanted)


class ActionFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *ActionState.choices])
    owner = forms.ModelChoiceField(
        label=_("Owner"), required=False, queryset=Person.objects.staff(), empty_label=_("All")
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})


class ActionForm(forms.Form):
    """What is done about a gap. Shares are typed as percent, marks as marks."""

    title = forms.CharField(label=_("What is done"), max_length=160)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.staff())
    due_on = forms.DateField(label=_("Due day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    expected_to = forms.DecimalField(label=_("Expected afterwards"), max_digits=9)
    cost = forms.DecimalField(
        label=_("Cost (CNY)"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    benefit = forms.DecimalField(
        label=_("Benefit a year (CNY)"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    risk = forms.CharField(label=_("What may go wrong"), required=False, max_length=200)
    failure_chance = forms.DecimalField(
        label=_("Chance that it does not work"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        help_text=_("in percent"),
    )
    prevention = forms.ModelChoiceField(
        PreventiveAction.objects.none(),
        label=_("Grew from the preventive action"),
        required=False,
    )

    def __init__(
        self, gap: Gap, data: Any = None, *, preventions: QuerySet[PreventiveAction] | None = None
    ) -> None:
        factor = 100 if gap.is_rate else 1
        self.gap = gap
        super().__init__(data, initial={"expected_to": rounded(gap.wanted * factor, 2).normalize()})
        unit = _("in percent") if gap.is_rate else _("as a mark")
        words = _("%(unit)s; now %(now)s") % {"unit": unit, "now": rounded(gap.got * factor, 2).normalize()}
        self.fields["expected_to"].help_text = words
        if preventions is not None:
            self.fields["prevention"].queryset = preventions  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < localdate():
            raise forms.ValidationError(DueInThePast.default)
        return due

    def clean_expected_to(self) -> Decimal:
        """As it is kept: a share as a fraction."""
        said: Decimal = self.cleaned_data["expected_to"]
        expected = said / 100 if self.gap.is_rate else said
        try:
            check_expected(self.gap, expected)
        except Refused as no:
            raise forms.ValidationError(str(no)) from no
        return expected

    def details(self) -> dict[str, Any]:
        asked = dict(self.cleaned_data)
        for money in ("cost", "benefit"):
            asked[money] = None if asked[money] is None else to_minor(asked[money])
        chance = asked["failure_chance"]
        asked["failure_chance"] = None if chance is None else chance / 100
        return asked


class PolicyVersionForm(forms.Form):
    """What is promised from a moment on."""

    policy = forms.ModelChoiceField(label=_("Policy"), queryset=Policy.objects.none(), required=False)
    amount = forms.DecimalField(
        label=_("Time allowed"), required=False, min_value=Decimal("0.01"), max_digits=8
    )
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=[
            ("seconds", _("seconds")),
            ("minutes", _("minutes")),
            ("hours", _("hours")),
            ("days", _("days of 24 hours")),
        ],
        initial="hours",
    )
    valid_from = forms.DateTimeField(
        label=_("Valid from"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: from now on. Promises that run keep what they were made by."),
    )
    why = forms.CharField(label=_("Reason of the change"), required=False, max_length=200)

    def __init__(self, policies: QuerySet[Policy], own_words: str, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["policy"]
        field.queryset = policies  # type: ignore[attr-defined]
        field.empty_label = own_words or None  # type: ignore[attr-defined]
        field.required = not own_words

    @property
    def limit(self) -> timedelta | None:
        amount = self.cleaned_data["amount"]
        return timedelta(seconds=float(amount) * UNITS[self.cleaned_data["unit"]]) if amount else None


class EndForm(forms.Form):
    why = forms.CharField(label=_("Why is it dropped?"), max_length=200)
