"""Forms of the way through the house: to a branch, to the head, into a collection, and of norms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.people.models import Branch

from ..enums import ReportSort
from ..models import Campaign


def _area(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, widget=widget, help_text=help_text)


class ReferralForm(forms.Form):
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), empty_label="")
    ask = _area(_("What the branch is asked"), help_text=_("Its manager is told at once and sees the case."))


class ResultForm(forms.Form):
    result = _area(_("Result"))


class ReportForm(forms.Form):
    sort = forms.ChoiceField(label=_("What it is"), choices=ReportSort)
    text = _area(_("What the head must know"))


class DecisionForm(forms.Form):
    decision = _area(_("Decision"), required=False)


class CampaignChoiceForm(forms.Form):
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(), label=_("Collection"), required=False, empty_label=_("none")
    )


class CampaignForm(forms.Form):
    DAY = {"type": "date"}
    name = forms.CharField(label=_("Name"), max_length=80)
    question = _area(pgettext_lazy("that is asked", "Question"))
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))


class NormForm(forms.Form):
    content = _area(_("What is said"))
    mode = _area(_("How"))
    time = _area(_("When it is said"))
