"""Forms of canned replies and macros."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.chrome import LANGUAGE_NAMES
from kept.people.models import Person, Team
from kept.promises.enums import PauseReason

from ..actions.macros import ME
from ..enums import CaseKind
from ..models import CannedReply, Macro

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NOT = ("", _("not changed"))


class ArrangementForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    team = forms.ModelChoiceField(
        Team.objects.all(),
        label=_("Team"),
        required=False,
        empty_label=pgettext_lazy("team", "all teams"),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class CannedReplyForm(ArrangementForm):
    """One text for each language; one is enough."""

    def __init__(self, data: Any = None, *, reply: CannedReply | None = None) -> None:
        known = reply.texts if reply else {}
        initial = {f"text_{code}": known.get(code, "") for code in LANGUAGES}
        if reply:
            initial |= {"name": reply.name, "team": reply.team_id, "is_active": reply.is_active}
        super().__init__(data, initial=initial)
        for code in LANGUAGES:
            area = forms.Textarea(attrs={"rows": 4, "lang": code})
            self.fields[f"text_{code}"] = forms.CharField(
                label=LANGUAGE_NAMES.get(code, code), required=False, widget=area, max_length=4000
            )
        self.fields["is_active"] = self.fields.pop("is_active")

    def said(self) -> dict[str, Any]:
        """What the verb takes."""
        told = {name: self.cleaned_data[name] for name in ("name", "team", "is_active")}
        return {**told, "texts": {code: self.cleaned_data[f"text_{code}"] for code in LANGUAGES}}


class MacroForm(ArrangementForm):
    """The steps in the order in which they are done; what stays empty is no step."""

    STEPS = ("kind", "to_team", "owner", "note", "reply", "pause", "snooze")
    kind = forms.ChoiceField(label=_("Change the kind"), choices=[NOT, *CaseKind.choices], required=False)
    to_team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Give to the team"), required=False, empty_label=_("not changed")
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    reply = forms.ModelChoiceField(
        CannedReply.objects.filter(is_active=True),
        label=_("Send the canned reply"),
        required=False,
        empty_label=_("none"),
    )
    pause = forms.ChoiceField(label=_("Wait for"), choices=[NOT, *PauseReason.choices], required=False)
    snooze = forms.IntegerField(label=_("Snooze for hours"), min_value=1, max_value=720, required=False)

    def __init__(self, data: Any = None, *, macro: Macro | None = None) -> None:
        initial: dict[str, Any] = {"is_active": True}
        if macro:
            initial = {"name": macro.name, "team": macro.team_id, "is_active": macro.is_active}
            initial |= {"to_team" if name == "team" else name: value for name, value in macro.steps}
        super().__init__(data, initial=initial)
        people = [(str(p.pk), p.name) for p in Person.objects.staff().order_by("name")]
        self.fields["is_active"] = self.fields.pop("is_active")
        self.fields["owner"].choices = [NOT, (ME, _("Whoever runs it")), *people]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the verb takes."""
        told = {name: self.cleaned_data[name] for name in ("name", "team", "is_active")}
        steps = [(name, self.cleaned_data[name]) for name in self.STEPS if self.cleaned_data[name]]
        return {**told, "steps": [(name.removeprefix("to_"), getattr(v, "pk", v)) for name, v in steps]}
