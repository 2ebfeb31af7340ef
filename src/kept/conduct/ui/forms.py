"""What is asked about fines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.money import to_minor
from kept.people.models import Person

from ..enums import Consequence, FineKind, FineState
from ..models import Fine

ANY = ("", _("all"))


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **more)


def _amount(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2, **more)


class FineFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *FineState.choices], required=False)
    kind = forms.ChoiceField(label=_("For what"), choices=[ANY, *FineKind.choices], required=False)
    month = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput({"type": "month"}, format="%Y-%m"),
    )

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if month := wanted.get("month"):
            wanted["month"] = month.replace(day=1)
        return rows.filter(**wanted)


class DecisionForm(forms.Form):
    OUTCOMES = (("yes", _("Impose it")), ("no", pgettext_lazy("of a fine", "Waive it")))
    impose = forms.TypedChoiceField(
        label=_("Impose or waive"),
        choices=OUTCOMES,
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    amount = _amount(
        _("Amount"), required=False, help_text=_("Left empty: the highest that the table allows.")
    )
    note = _text(_("Why"), required=False, help_text=_("Waiving needs a reason."))

    def __init__(self, *args: Any, fine: Fine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fine = fine
        if fine.lowest == fine.highest or fine.state == FineState.IMPOSED:
            del self.fields["amount"]
        if fine.state == FineState.IMPOSED:
            del self.fields["impose"]
            self.fields["note"].required, self.fields["note"].help_text = True, ""

    def amount_minor(self) -> int | None:
        given = self.cleaned_data.get("amount")
        return None if given is None else to_minor(given, self.fine.currency)


class IgnoredForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.staff().order_by("name"), label=_("Who did not handle it"), empty_label=""
    )
    why = _text(_("What happened"), help_text=_("When it was put to them, and what they did or said."))


class TariffForm(forms.Form):
    kind = forms.ChoiceField(label=_("For what"), choices=FineKind)
    lowest = _amount(pgettext_lazy("of a fine", "From (CNY)"))
    highest = _amount(pgettext_lazy("of a fine", "Up to (CNY)"))
    consequence = forms.ChoiceField(label=_("Consequence"), choices=Consequence, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("lowest", "highest"):
            if said.get(name) is not None:
                said[name] = to_minor(said[name])
        return said
