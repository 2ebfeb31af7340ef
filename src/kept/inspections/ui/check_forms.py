"""What is asked of inspections, findings and improvements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.desk.enums import CaseKind
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.parties.ui.choosing import CustomerField

from ..actions.inspecting import Seen, verdict_on
from ..enums import (
    Aspect,
    Field,
    FindingSeverity,
    FindingSource,
    FindingState,
    ImprovementState,
    InspectionState,
    LimitSort,
    Problem,
    Verdict,
)
from ..models import CheckItem, Inspection, Standard
from ..rules.refusals import ValueMissing, VerdictMissing
from . import fields

CAMERA = {"accept": "image/*", "capture": "environment"}


def _standard() -> forms.ModelChoiceField[Standard]:
    return forms.ModelChoiceField(Standard.objects.in_force(), label=_("Service standard"))


class PlanForm(forms.Form):
    standard = _standard()
    branch = fields.branch()
    inspector = fields.person(_("Inspector"), required=False, empty_label="–")
    first_on = fields.day(_("First on"), initial=localdate)
    every_days = forms.IntegerField(
        label=_("Every … days"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("Left empty: as often as the standard says."),
    )


class OrderForm(forms.Form):
    standard = _standard()
    branch = fields.branch()
    inspector = fields.person(_("Inspector"), required=False, empty_label="–")
    due_on = fields.day(_("Due day"), initial=localdate)


class WhyForm(forms.Form):
    why = fields.text(_("Why"))


class CarryingForm(forms.Form):
    """One group of fields per item of the checklist, and a note on the whole."""

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(inspection.version.items.all())
        for item in self.items:
            given = self.data.get(f"item-{item.pk}-verdict", "")
            self.fields |= {f"item-{item.pk}-{name}": each for name, each in _asked(item, given).items()}
        self.fields["note"] = fields.text(_("Note on the whole"), required=False)

    def groups(self) -> list[tuple[CheckItem, list[forms.BoundField]]]:
        return [
            (item, [self[name] for name in self.fields if name.startswith(f"item-{item.pk}-")])
            for item in self.items
        ]

    def clean(self) -> None:
        """Every item that is not judged is named at once, so that nobody walks the yard twice."""
        seen = self.seen()
        for item in self.items:
            if not any(name.startswith(f"item-{item.pk}-") for name in self.errors):
                try:
                    verdict_on(item, seen[item.pk])
                except Refused as no:
                    self.add_error(no.field, str(no.message))

    def seen(self) -> dict[int, Seen]:
        said = self.cleaned_data
        names = ("verdict", "value", "note", "severity", "photo")
        found: dict[int, Seen] = {}
        for item in self.items:
            told = {name: said.get(f"item-{item.pk}-{name}") for name in names}
            found[item.pk] = Seen(**{n: value for n, value in told.items() if value not in (None, "")})
        return found


def _asked(item: CheckItem, given: str) -> dict[str, forms.Field]:
    measured = item.limit_sort != LimitSort.YES_NO
    verdicts = [(Verdict.NOT_APPLICABLE.value, Verdict.NOT_APPLICABLE.label)] if measured else Verdict.choices
    asked: dict[str, forms.Field] = {}
    if measured:
        asked["value"] = fields.number(
            _("Measured (%(unit)s)") % {"unit": item.unit or "–"},
            required=given != Verdict.NOT_APPLICABLE,
            error_messages={"required": ValueMissing.default % {"n": item.position}},
        )
    asked["verdict"] = forms.ChoiceField(
        label=_("Verdict"),
        choices=verdicts,
        required=not measured,
        widget=forms.RadioSelect,
        error_messages={"required": VerdictMissing.default % {"n": item.position}},
    )
    asked["note"] = forms.CharField(label=_("What was seen"), max_length=200, required=False)
    asked["severity"] = forms.ChoiceField(
        label=_("Severity, if not met"), required=False, choices=[fields.NONE, *FindingSeverity.choices]
    )
    asked["photo"] = forms.FileField(label=_("Photo"), required=False, widget=forms.FileInput(CAMERA))
    return asked


class InspectionFilter(forms.Form):
    state = fields.any_of(_("State"), InspectionState)
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    branch = fields.branch(empty_label=_("all"))
    standard = forms.ModelChoiceField(
        Standard.objects.all(), label=_("Service standard"), required=False, empty_label=_("all")
    )

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        rows = rows.overdue(localdate()) if said["overdue"] else rows
        wanted = {"state": said["state"], "branch": said["branch"], "version__standard": said["standard"]}
        return rows.filter(**{name: value for name, value in wanted.items() if value})


class FindingFilter(forms.Form):
    state = fields.any_of(_("State"), FindingState)
    source = fields.any_of(_("Found by"), FindingSource)
    severity = fields.any_of(_("Severity"), FindingSeverity)
    branch = fields.branch(empty_label=_("all"))

    def narrow(self, rows: Any) -> Any:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})


class CaseForm(forms.Form):
    KINDS = (CaseKind.INTERNAL, CaseKind.COMPLAINT, CaseKind.QUESTION, CaseKind.SUGGESTION)
    kind = forms.ChoiceField(label=_("Kind of case"), choices=[(kind.value, kind.label) for kind in KINDS])

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(actor=actor, required=False)


class SettleForm(forms.Form):
    result = fields.text(_("What came of it"))


class ImprovementForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    flaw = fields.text(_("Flaw or waste"), rows=3, help_text=_("What goes wrong or is wasted."))
    problem = forms.ChoiceField(label=_("Problem"), choices=Problem)
    field = forms.ChoiceField(label=_("Field"), choices=Field)
    step = fields.step()
    branch = fields.branch()
    measure = fields.text(_("Measure"), required=False, help_text=_("What is to be changed."))
    owner = fields.person(_("Owner"))
    due_on = fields.day(_("Due day"))
    efficiency = fields.indicator(_("Indicator of efficiency"))
    accuracy = fields.indicator(_("Indicator of accuracy"))

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        indicators = {aspect: said.pop(aspect) for aspect in Aspect.values}
        return said | {"indicators": indicators}


class ImprovementFilter(forms.Form):
    state = fields.any_of(_("State"), ImprovementState)
    problem = fields.any_of(_("Problem"), Problem)
    field = fields.any_of(_("Field"), Field)
    branch = fields.branch(empty_label=_("all"))

    def narrow(self, rows: Any) -> Any:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})


class DoneForm(forms.Form):
    change = fields.text(_("Change made"), rows=3)
    on = fields.day(_("Changed on"), initial=localdate)
    next_round = fields.day(
        _("Look again on"), required=False, help_text=_("Improving goes on: the day of the next look.")
    )
