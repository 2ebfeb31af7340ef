"""Forms about steps of escalation, and what their lists are narrowed by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.promises.kinds import KINDS

from ..enums import CaseKind, CaseLevel, Severity
from ..events import percent_of
from ..models import EscalationStep
from ..models.escalations import STEP_FIELDS
from ..rules import CASE_CLOCKS

ALL = ("", _("all"))


def _several(label: Any, choices: Any, help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class EscalationStepForm(forms.Form):
    """Which cases, at which moment of which promise, to which level."""

    kinds = _several(_("Kinds"), CaseKind.choices, _("None chosen: all kinds."))
    severities = _several(
        _("Severity"), Severity.choices, _("S1 is the gravest, S4 the lightest. None chosen: every severity.")
    )
    promise = forms.ChoiceField(label=_("Promise"), required=False)
    percent = forms.DecimalField(
        label=_("When so much of its time is used up"),
        min_value=Decimal("0.1"),
        max_value=Decimal("99.9"),
        decimal_places=1,
        required=False,
        help_text=_("In percent of the service time allowed; pauses do not count. Or leave it empty and:"),
    )
    late_minutes = forms.IntegerField(
        label=_("When it is overdue for so many working minutes"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("0 is the moment at which it breaks."),
    )
    level = forms.ChoiceField(label=_("To which level"), choices=CaseLevel)
    rises = forms.BooleanField(
        label=_("The case rises to this level"),
        required=False,
        initial=True,
        help_text=_("Otherwise those in charge there are told and the case stays where it is."),
    )

    def __init__(self, data: Any = None, *, step: EscalationStep | None = None) -> None:
        initial: dict[str, Any] = {"level": CaseLevel.MANAGER}
        if step is not None:
            initial = {name: getattr(step, name) for name in STEP_FIELDS}
            initial["percent"] = percent_of(step.share) if step.share is not None else None
        super().__init__(data, initial=initial)
        clocks = [(code, KINDS[code].words) for code in CASE_CLOCKS]
        self.fields["promise"].choices = [("", _("any promise")), *clocks]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        read = not {"percent", "late_minutes"} & set(self.errors)
        if read and (said["percent"] is None) == (said["late_minutes"] is None):
            words = _("Give either the share of the time or the minutes after the breach.")
            self.add_error("percent", words)
        return said

    def said(self) -> dict[str, Any]:
        """What the verb takes."""
        told = {
            name: self.cleaned_data[name] for name in ("kinds", "promise", "late_minutes", "level", "rises")
        }
        percent = self.cleaned_data["percent"]
        return {
            **told,
            "severities": [int(rank) for rank in self.cleaned_data["severities"]],
            "share": None if percent is None else percent / 100,
        }


class StepFilter(forms.Form):
    ended = forms.BooleanField(label=_("Show earlier ones"), required=False)

    def narrow(self, rows: Any) -> Any:
        return rows if self.cleaned_data["ended"] else rows.in_force()


class EscalationFilter(forms.Form):
    HOW = (ALL, ("clock", _("by clock")), ("hand", _("by a person")))
    level = forms.ChoiceField(label=_("Level"), choices=[ALL, *CaseLevel.choices], required=False)
    how = forms.ChoiceField(label=_("How"), choices=HOW, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ALL, *CaseKind.choices], required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if said["level"]:
            rows = rows.filter(level=said["level"])
        if said["kind"]:
            rows = rows.filter(case__kind=said["kind"])
        return rows.filter(step__isnull=said["how"] == "hand") if said["how"] else rows
