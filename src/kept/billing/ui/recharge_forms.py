"""What is asked about recharges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.searching import matching
from kept.parties.models import Partner

from ..enums import RechargeState
from ..models import RechargeQuerySet
from .forms import ANY


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **more)


class RechargeFilter(forms.Form):
    partner = forms.CharField(
        label=_("Subcontractor"), required=False, max_length=60, widget=forms.SearchInput
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *RechargeState.choices])

    def narrow(self, rows: RechargeQuerySet) -> RechargeQuerySet:
        wanted = self.cleaned_data
        if wanted.get("partner"):
            rows = rows.filter(partner__in=matching(Partner.objects.all(), wanted["partner"]))
        return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


class ContestForm(forms.Form):
    why = _text(_("Why it is contested"), help_text=_("What is wrong with it, and what shows that."))


class ContestDecisionForm(forms.Form):
    OUTCOMES = (("yes", _("It stays")), ("no", _("It falls away")))
    upheld = forms.TypedChoiceField(
        label=pgettext_lazy("on what is contested", "Decision"),
        choices=OUTCOMES,
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    note = _text(_("Note on the decision"))
