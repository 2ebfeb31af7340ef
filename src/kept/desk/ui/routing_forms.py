"""Forms about queues, their rules and the places in them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.catalog.models import Service
from kept.parties.enums import Segment
from kept.people.enums import SkillLevel
from kept.people.models import Branch, Skill

from ..enums import CaseKind, Channel
from ..models import Queue, QueueRule
from ..rules import MatterFacts, language_of

KINDS = [("contact", _("Waiting contact")), *CaseKind.choices]
LANGUAGES = [("zh", _("Chinese")), ("en", _("English"))]
ANY = ("", _("all"))
CHOSEN = ("kinds", "channels", "languages", "segments", "branch", "service")
WRITTEN = ("value_classes", "texts")
TONGUES = (("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English"))


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def split(text: str) -> list[str]:
    return [part for part in re.split(r"[,，、;；\s]+", text) if part]


class QueueForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Queue
        fields = ("code", "team", "mode", "priority", "calendar", "is_active")

    priority = forms.IntegerField(
        label=_("Priority"), min_value=1, max_value=9, initial=5, help_text=_("1 goes first, 9 last.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].empty_label = str(_("whoever works at the desk"))  # type: ignore[attr-defined]
        self.fields["calendar"].empty_label = str(_("always open"))  # type: ignore[attr-defined]
        spoken = self.instance.notices.get("all", {})
        for code, name in TONGUES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": name},
                max_length=60,
                initial=self.instance.words.get(code, ""),
                required=code == "zh-hans",
            )
        for code, name in TONGUES:
            self.fields[f"notice_{code}"] = forms.CharField(
                label=_("Out-of-hours notice (%(language)s)") % {"language": name},
                help_text=_(
                    "Sent by mail, chat and SMS, once per person and closed period, with when we open next."
                )
                if code == TONGUES[0][0]
                else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=spoken.get(code, ""),
                required=False,
            )
        held = {row.skill_id: row.level for row in self.instance.skills.all()} if self.instance.pk else {}
        self.order_fields(["code", *(f"name_{code}" for code, _name in TONGUES)])
        self.skills = list(Skill.objects.all())
        for skill in self.skills:
            self.fields[f"skill_{skill.pk}"] = forms.TypedChoiceField(
                label=_("Asks: %(skill)s") % {"skill": skill},
                choices=[("", _("not asked")), *SkillLevel.choices],
                coerce=int,
                empty_value=None,
                initial=held.get(skill.pk, ""),
                required=False,
            )
        self.fields["is_active"] = self.fields.pop("is_active")

    def read(self) -> tuple[Queue, dict[int, int]]:
        """The queue as filled in, and the levels it asks by skill."""
        said = self.cleaned_data
        queue: Queue = self.instance
        queue.words = {code: said[f"name_{code}"] for code, _name in TONGUES if said[f"name_{code}"]}
        notice = {code: said[f"notice_{code}"] for code, _name in TONGUES if said[f"notice_{code}"]}
        queue.notices = {**queue.notices, "all": notice}
        asked = {skill.pk: said[f"skill_{skill.pk}"] for skill in self.skills}
        return queue, {pk: level for pk, level in asked.items() if level}


class RuleForm(forms.Form):
    kinds = _several(_("Kinds"), KINDS)
    channels = _several(_("Came by"), Channel.choices)
    languages = _several(_("Written in"), LANGUAGES)
    segments = _several(_("Segments"), Segment.choices)
    value_classes = forms.CharField(
        label=_("Value classes"), required=False, help_text=_("Several, separated by commas.")
    )
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("all")
    )
    texts = forms.CharField(
        label=_("One of these words in the text"),
        required=False,
        help_text=_("Several, separated by commas."),
    )

    def read(self, queue: Queue, rule: QueueRule | None = None) -> QueueRule:
        """The rule as filled in: a new one, or this one with its changes."""
        said = self.cleaned_data
        found = rule or QueueRule(queue=queue)
        for name in CHOSEN:
            setattr(found, name, said[name])
        for name in WRITTEN:
            setattr(found, name, split(said[name]))
        return found


def said_by(rule: QueueRule) -> dict[str, Any]:
    """A rule as its form shows it."""
    chosen = {name: getattr(rule, name) for name in CHOSEN}
    return {**chosen, **{name: _(", ").join(getattr(rule, name)) for name in WRITTEN}}


class SampleForm(forms.Form):
    """A made-up matter: which queue would take it, and why?"""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    channel = forms.ChoiceField(label=_("Came by"), choices=[ANY, *Channel.choices], required=False)
    segment = forms.ChoiceField(label=_("Segment"), choices=[ANY, *Segment.choices], required=False)
    value_class = forms.CharField(label=_("Value class"), max_length=10, required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("all")
    )
    text = forms.CharField(label=_("What was said"), required=False)

    def facts(self) -> MatterFacts:
        said = self.cleaned_data
        plain = {name: said[name] for name in ("kind", "channel", "segment", "value_class", "text")}
        return MatterFacts(
            **plain,
            language=language_of(said["text"]),
            branch=str(said["branch"].pk) if said["branch"] else "",
            service=str(said["service"].pk) if said["service"] else "",
        )


class MoveForm(forms.Form):
    queue = forms.ModelChoiceField(
        Queue.objects.filter(is_active=True), label=_("To which queue"), empty_label=""
    )
    why = forms.CharField(label=pgettext_lazy("of passing a case on", "Why"), max_length=200)


class PlaceFilter(forms.Form):
    queue = forms.ModelChoiceField(
        Queue.objects.all(), label=_("Queue"), required=False, empty_label=_("all")
    )
    DUE = (ANY, ("soon", _("About to break")), ("broken", _("Broken and not met")))
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    due = forms.ChoiceField(label=_("Promises"), choices=DUE, required=False)
    waiting = forms.BooleanField(label=_("Waiting only"), required=False)
    night = forms.BooleanField(label=_("Came outside the service hours"), required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if said["queue"]:
            rows = rows.filter(queue=said["queue"])
        if said["branch"]:
            rows = rows.filter(branch=said["branch"])
        if said["due"]:
            rows = rows.at_risk(now()) if said["due"] == "soon" else rows.broken(now())
        if said["night"]:
            rows = rows.filter(is_out_of_hours=True)
        return rows.waiting() if said["waiting"] else rows
