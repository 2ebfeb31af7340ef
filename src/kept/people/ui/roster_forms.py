"""Forms of teams, shifts, skills, rosters and absences."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.web.zones import zone_choices

from ..enums import AbsenceKind, SkillLevel
from ..models import Branch, Person, PersonQuerySet, ShiftPattern, Skill, Team

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput({"type": "time"}, format="%H:%M")
MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
TONGUES = (("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English"))
BREAK = re.compile(r"(\d{1,2}:\d{2})\s*[-–~至]\s*(\d{1,2}:\d{2})")


class NamedForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something with a name in three languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in TONGUES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": name},
                max_length=60,
                initial=self.instance.words.get(code, ""),
                required=code == "zh-hans",
            )

    def read(self) -> Any:
        said = self.cleaned_data
        self.instance.words = {code: said[f"name_{code}"] for code, _n in TONGUES if said[f"name_{code}"]}
        return self.instance


class ShiftForm(NamedForm):
    class Meta:
        model = ShiftPattern
        fields = ("code", "begins", "ends", "zone")
        widgets = {"begins": CLOCK, "ends": CLOCK}

    pauses = forms.CharField(
        label=_("Breaks"),
        required=False,
        help_text=_("For example 12:00-13:00, several separated by commas."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["pauses"] = ", ".join("-".join(each) for each in self.instance.breaks)
        self.fields["zone"].widget = forms.Select(choices=zone_choices(self.instance.zone))
        self.fields["ends"].help_text = _("At or before the beginning it is on the next day.")

    def clean_pauses(self) -> list[list[str]]:
        found = []
        for part in re.split(r"[,，、;；]", self.cleaned_data["pauses"]):
            if not part.strip():
                continue
            hours = BREAK.fullmatch(part.strip())
            if hours is None:
                raise forms.ValidationError(_("'%s' is no break. Write 12:00-13:00.") % part.strip())
            found.append([_clock(hours[1]), _clock(hours[2])])
        return found

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise forms.ValidationError(_("There is no time zone '%s'.") % zone) from None
        return zone

    def read(self) -> ShiftPattern:
        pattern: ShiftPattern = super().read()
        pattern.breaks = self.cleaned_data["pauses"]
        return pattern


class SkillForm(NamedForm):
    class Meta:
        model = Skill
        fields = ("code", "kind")


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Team
        fields = ("name", "branch")
        labels = {"branch": _("Branch")}

    members = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who belongs to it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.staff().in_reach(actor, "people.roster")
        branches = Branch.objects.order_by("code")
        reach = list(actor.scopes_of("people.roster"))
        if not any(scope.kind == "company" for scope in reach):
            own = [scope.id for scope in reach if scope.kind == "branch" and scope.id]
            branches = branches.filter(pk__in=[*own, self.instance.branch_id or 0])
        if self.instance.pk:
            self.initial["members"] = list(self.instance.members.values_list("pk", flat=True))
            people = people | Person.objects.staff().filter(teams=self.instance)
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]
        self.fields["members"].queryset = people.distinct().order_by("name", "pk")  # type: ignore[attr-defined]


class PersonSkillsForm(forms.Form):
    """How well somebody has each skill, whether they are new, and how much they hold at once."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {row.skill_id: row.level for row in person.skills.all()}
        self.skills = list(Skill.objects.all())
        for skill in self.skills:
            self.fields[f"skill_{skill.pk}"] = forms.TypedChoiceField(
                label=str(skill),
                choices=[("", "–"), *SkillLevel.choices],
                coerce=int,
                empty_value=None,
                initial=held.get(skill.pk, ""),
                required=False,
            )
        self.fields["is_new"] = forms.BooleanField(
            label=_("New to the work: takes no business calls"), required=False, initial=person.is_new
        )
        self.fields["capacity"] = forms.IntegerField(
            label=_("Most open matters at once"),
            min_value=0,
            max_value=999,
            required=False,
            initial=person.capacity,
            help_text=_("Empty: as the rule number says."),
        )

    def levels(self) -> dict[Skill, int]:
        said = {skill: self.cleaned_data[f"skill_{skill.pk}"] for skill in self.skills}
        return {skill: level for skill, level in said.items() if level}


class WeekForm(forms.Form):
    """Which team and which week; any day stands for its week."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=None)
    week = forms.DateField(label=_("Week of"), required=False, widget=DAY)

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class PutOnForm(forms.Form):
    pattern = forms.ModelChoiceField(ShiftPattern.objects.all(), label=_("Shift"), empty_label=_("choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["pattern"]
        field.label_from_instance = lambda pattern: f"{pattern} {pattern.hours}"


class AbsenceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=AbsenceKind.choices)
    starts_at = forms.DateTimeField(label=_("Away from"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=_("Back at"), widget=MOMENT)
    deputy = forms.ModelChoiceField(
        Person.objects.staff().order_by("name", "pk"),
        label=_("Deputy"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Gets what comes for the person who is away, when on duty."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, people: PersonQuerySet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        self.initial.setdefault("starts_at", tomorrow)
        self.initial.setdefault("ends_at", tomorrow + timedelta(days=1))
        if people is not None:
            field = forms.ModelChoiceField(
                people, label=_("Who is away"), empty_label=_("myself"), required=False
            )
            self.fields = {"person": field, **self.fields}


class RosterFileForm(forms.Form):
    file = forms.FileField(
        label=_("Excel or CSV file"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > 5 * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return sent


class DutyFilter(forms.Form):
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("all"))
    person = forms.ModelChoiceField(
        Person.objects.staff().order_by("name", "pk"),
        label=pgettext_lazy("roster", "Person"),
        required=False,
        empty_label=_("all"),
    )
    since = forms.DateField(label=_("Since"), required=False, widget=DAY)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)

    def narrow(self, rows: Any) -> Any:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        rows = rows.filter(**{name: said[name] for name in ("team", "person") if name in said})
        if "since" in said:
            rows = rows.filter(day__gte=said["since"])
        return rows.filter(day__lte=said["until"]) if "until" in said else rows


class AbsenceFilter(forms.Form):
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("all"))
    since = forms.DateField(label=_("Since"), required=False, widget=DAY)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)

    def narrow(self, rows: Any) -> Any:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "team" in said:
            rows = rows.filter(person__teams=said["team"])
        if "since" in said:
            rows = rows.filter(ends_at__gt=_midnight(said["since"]))
        return (
            rows.filter(starts_at__lt=_midnight(said["until"] + timedelta(days=1)))
            if "until" in said
            else rows
        )


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _clock(text: str) -> str:
    hour, minute = text.split(":")
    if int(hour) > 23 or int(minute) > 59:
        raise forms.ValidationError(_("'%s' is no time of the day. Write 08:30.") % text)
    return f"{int(hour):02}:{minute}"
