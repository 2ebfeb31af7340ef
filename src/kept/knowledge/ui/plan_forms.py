"""What people type about contingency plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.searching import matching
from kept.people.models import Branch, Person

from ..enums import Emergency
from ..models import ContingencyPlan

ALL = ("", _("all"))
NAMES = (
    "name",
    "kind",
    "branch",
    "steps",
    "calls",
    "responsible",
    "reviewed_on",
    "review_due",
    "is_retired",
)


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def moment_field(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, initial=now, widget=widget)


class PlanFilter(forms.Form):
    q = forms.CharField(label=_("Words or number"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind of event"), required=False, choices=[ALL, *Emergency.choices])
    active = forms.BooleanField(label=_("Active now"), required=False)
    retired = forms.BooleanField(label=_("Also retired ones"), required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if said["q"].strip():
            rows = matching(rows, said["q"])
        if said["kind"]:
            rows = rows.filter(kind=said["kind"])
        if said["active"]:
            rows = rows.filter(is_active=True)
        return rows if said["retired"] else rows.filter(is_retired=False)


class PlanForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of event"), choices=Emergency)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("whole company")
    )
    steps = forms.CharField(label=_("Steps to take"), max_length=20_000, widget=forms.Textarea({"rows": 10}))
    calls = forms.CharField(
        label=_("Whom to call"), max_length=4_000, required=False, widget=forms.Textarea({"rows": 4})
    )
    responsible = forms.ModelChoiceField(
        Person.objects.staff(), label=_("Person responsible for it"), required=False
    )
    reviewed_on = day_field(_("Last reviewed on"))
    review_due = day_field(_("Review due"))
    is_retired = forms.BooleanField(label=_("Plan retired"), required=False)

    def __init__(self, *args: Any, plan: ContingencyPlan | None = None, **kwargs: Any) -> None:
        start = {name: getattr(plan, name) for name in NAMES} if plan else {}
        kwargs["initial"] = start
        super().__init__(*args, **kwargs)


class ActivationForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)
    started_at = moment_field(_("Started at"))


class EndForm(forms.Form):
    outcome = forms.CharField(
        label=_("What it led to and what we learnt"), max_length=4_000, widget=forms.Textarea({"rows": 3})
    )
    ended_at = moment_field(_("Ended at"))
