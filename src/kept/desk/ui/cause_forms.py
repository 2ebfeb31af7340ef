"""What is asked about causes and preventive actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table
from kept.people.models import Branch, Person
from kept.promises.enums import Cause

from ..models import CauseCode, PreventiveAction
from .case_forms import ALL, _text
from .routing_forms import TONGUES
from .tables import SIGN

state_tone(doing="soon", done="kept")


class Codes(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Causes in detail, each with what it is part of."""

    def label_from_instance(self, obj: CauseCode) -> str:
        return obj.path


def used_codes() -> Any:
    return CauseCode.objects.filter(is_used=True).select_related("parent__parent__parent")


class CauseCodeForm(forms.ModelForm):  # type: ignore[type-arg]
    parent = Codes(CauseCode.objects.none(), label=_("Part of"), required=False, empty_label="")

    class Meta:
        model = CauseCode
        fields = ("code", "cause", "parent", "is_used")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in TONGUES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": name},
                max_length=80,
                initial=self.instance.words.get(code, ""),
                required=code == "zh-hans",
            )
        self.fields["parent"].queryset = used_codes().exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        self.fields["is_used"] = self.fields.pop("is_used")

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        plain = {name: given[name] for name in ("code", "cause", "parent", "is_used")}
        return {**plain, "words": {code: given[f"name_{code}"] for code, _name in TONGUES}}


class NameCauseForm(forms.Form):
    code = Codes(None, label=_("Cause in detail"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].queryset = used_codes()  # type: ignore[attr-defined]


class PreventionForm(forms.Form):
    what = forms.CharField(label=_("What is done"), max_length=300)
    owner = forms.ModelChoiceField(
        Person.objects.staff().order_by("name"), label=_("Owner"), empty_label=None
    )
    due_on = forms.DateField(label=_("Due day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause)
    cause_code = Codes(None, label=_("Cause in detail"), required=False, empty_label="")
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False, empty_label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause_code"].queryset = used_codes()  # type: ignore[attr-defined]


class EffectForm(forms.Form):
    effect = _text(_("What was done and what it brought"), rows=3)


class PreventionFilter(forms.Form):
    STATES = (ALL, ("open", _("Not done")), ("done", _("Done")))
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    cause = forms.ChoiceField(label=_("Cause"), choices=[ALL, *Cause.choices], required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if state := wanted.pop("state", ""):
            rows = rows.filter(done_at__isnull=state == "open")
        return rows.filter(**wanted)


def _state(row: PreventiveAction) -> tuple[str, str]:
    return ("done", str(_("Done"))) if row.done_at else ("doing", str(_("Not done")))


class PreventionTable(Table):
    name = "preventions"
    title = _("Preventive actions")
    columns = (
        Column("number", _("Number"), link="desk:prevention"),
        Column("what", _("What is done"), link="desk:prevention", phone=True),
        SIGN,
        Column("owner", _("Owner"), value="owner.name"),
        Column("due_on", _("Due day"), kind="day", sort="due_on"),
        Column("state", _("State"), kind="state", value=_state, phone=True),
        Column("cause", _("Cause"), value="cause_words"),
        Column("case", _("Case"), value="case.number"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("customer", _("Customer"), value="customer.name"),
        Column("done_at", _("Done"), kind="moment"),
        Column("effect", _("Effect")),
    )
    default = ("number", "what", "promise", "owner", "due_on", "state", "cause", "effect")
    order = ("-id",)
    empty = _("Nothing is planned so that causes do not come again.")
    empty_act = ("desk:new_prevention", _("Plan a preventive action"), "desk.prevent")
    acts = (("desk:new_prevention", _("Plan a preventive action"), "desk.prevent"),)


class CauseTable(Table):
    name = "cause_codes"
    title = _("Causes in detail")
    columns = (
        Column("code", _("Code"), link="desk:cause_code", link_by="pk"),
        Column("path", _("Cause"), value="path", phone=True),
        Column("root", _("For promises"), value="get_cause_display"),
        Column("is_used", _("In use"), kind="yesno", phone=True),
    )
    order = ("cause", "code")
    empty = _("No cause in detail yet. The causes that promises know can be refined here.")
    empty_act = ("desk:new_cause_code", _("Add a cause"), "desk.arrange")
    acts = (("desk:new_cause_code", _("Add a cause"), "desk.arrange"),)
