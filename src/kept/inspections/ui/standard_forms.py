"""What is asked of standards and designs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.desk.enums import Channel
from kept.promises.kinds import kind_choices

from ..actions.standardising import ItemDraft, StandardDraft
from ..enums import LimitSort, Stage
from ..models import PlanStep, StandardVersion, Step, TeamRole
from . import fields


class LimitForm(forms.Form):
    """A limit by number and unit, or a plain yes."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("limit_sort") == LimitSort.YES_NO:
            said["limit"], said["unit"] = None, ""
        elif said.get("limit_sort") and said.get("limit") is None and "limit" not in self.errors:
            self.add_error("limit", _("Give the number of the limit and its unit."))
        return said


class StandardForm(LimitForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    service = fields.service()
    step = fields.step()
    purpose = fields.text(_("Purpose"))
    content = fields.text(_("Content"), rows=3, help_text=_("What holds for every customer, in plain words."))
    implementation = fields.text(_("Implementation"), required=False, help_text=_("How it is brought about."))
    limit_sort = forms.ChoiceField(label=pgettext_lazy("standard", "Limit"), choices=LimitSort)
    limit = fields.number(pgettext_lazy("of a standard", "Number"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    watch_purpose = fields.text(_("Purpose of monitoring"), required=False)
    watch_method = fields.text(_("Method of monitoring"), required=False)
    every_days = forms.IntegerField(label=_("Checked every … days"), min_value=1, max_value=3650, initial=30)
    handling = fields.text(_("Handling of results"), required=False)
    valid_from = fields.day(_("In force from"), initial=localdate)
    why = forms.CharField(label=_("Why a new version"), max_length=200, required=False)

    def __init__(self, *args: Any, before: StandardVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before is None:
            del self.fields["why"]

    def draft(self, items: Iterable[ItemDraft]) -> StandardDraft:
        said = {n: v for n, v in self.cleaned_data.items() if n not in ("title", "service", "step")}
        return StandardDraft(items=list(items), **said)

    def whose(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "service", "step")}


class ItemForm(LimitForm):
    question = forms.CharField(label=pgettext_lazy("of a checklist", "Question"), max_length=200)
    limit_sort = forms.ChoiceField(label=_("Judged as"), choices=LimitSort, initial=LimitSort.YES_NO)
    limit = fields.number(pgettext_lazy("of a standard", "Number"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    weight = fields.number(pgettext_lazy("standard", "Weight"), min_value=0.01, max_value=999, initial=1)
    is_critical = forms.BooleanField(label=_("Critical: not met, the whole check fails"), required=False)

    def item(self) -> ItemDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return ItemDraft(**said)


ItemForms = forms.formset_factory(ItemForm, extra=3, can_delete=True, max_num=60)


def initial_of(version: StandardVersion) -> dict[str, Any]:
    names = ("purpose", "content", "implementation", "limit_sort", "limit", "unit", "watch_purpose")
    more = ("watch_method", "every_days", "handling")
    standard = version.standard
    whose = {"title": standard.title, "service": standard.service_id, "step": standard.step_id}
    return whose | {name: getattr(version, name) for name in (*names, *more)}


def initial_items(version: StandardVersion) -> list[dict[str, Any]]:
    names = ("question", "limit_sort", "limit", "unit", "weight", "is_critical")
    return [{name: getattr(item, name) for name in names} for item in version.items.all()]


class EndForm(forms.Form):
    on = fields.day(_("Last day"), initial=localdate)


class DesignForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    service = fields.service()
    purpose = fields.text(_("Purpose"))
    channels = forms.MultipleChoiceField(
        label=_("Channels"), choices=Channel, required=False, widget=forms.CheckboxSelectMultiple
    )
    channels_why = fields.text(_("Why these channels"), required=False)
    technical_means = fields.text(
        _("Technical means"), required=False, help_text=_("Systems, devices and networks that it stands on.")
    )


class LineForm(forms.Form):
    position = forms.IntegerField(label=_("Position"), min_value=1, max_value=999)


class StepForm(LineForm):
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage)
    name = forms.CharField(label=_("Step"), max_length=80)
    content = fields.text(_("What is done"), required=False)
    role = forms.CharField(label=_("Who does it"), max_length=80, required=False)
    promise_kind = forms.ChoiceField(
        label=_("Time by promise"),
        required=False,
        choices=lambda: [fields.NONE, *kind_choices()],
        help_text=_("Where the time is a promise, its policies say how long."),
    )
    minutes = forms.IntegerField(
        label=_("Or minutes allowed"), min_value=1, max_value=525_600, required=False
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("promise_kind") and said.get("minutes"):
            self.add_error("minutes", _("The promise says the time already: leave this empty."))
        return said


class TeamForm(LineForm):
    role = forms.CharField(label=_("Role"), max_length=80)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=9999, initial=1)
    a_day = forms.IntegerField(
        label=_("Matters that one person does in a day"), min_value=1, max_value=99_999, required=False
    )
    skills = forms.CharField(label=_("What they must be able to do"), max_length=200, required=False)


class PlanStepForm(LineForm):
    what = forms.CharField(label=_("What is done"), max_length=160)
    owner = fields.person(_("Owner"), required=False, empty_label="–")
    due_on = fields.day(_("Due day"), required=False)
    people = forms.CharField(label=pgettext_lazy("resource", "People"), max_length=200, required=False)
    material = forms.CharField(label=pgettext_lazy("resource", "Material"), max_length=200, required=False)
    organisation = forms.CharField(
        label=pgettext_lazy("resource", "Organisation"), max_length=200, required=False
    )
    rules = forms.CharField(label=pgettext_lazy("resource", "Rules"), max_length=200, required=False)


LINES: dict[str, tuple[type[Any], type[LineForm], Any]] = {
    "steps": (Step, StepForm, _("Step of the process")),
    "team": (TeamRole, TeamForm, _("Role in the team")),
    "plan": (PlanStep, PlanStepForm, _("Step of the plan")),
}
"""What a design is made of, by its part of the address."""


class InForceForm(forms.Form):
    on = fields.day(_("From day"), initial=localdate)
