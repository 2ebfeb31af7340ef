"""What is asked of mystery checks, supervisors and observations of competitors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.desk.enums import Channel
from kept.parties.models import Competitor
from kept.people.models import Branch
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Unit
from kept.scorecards.ui.forms import meant_otherwise

from ..actions.visiting import AskDraft, Heard
from ..enums import AskSort, Dimension, FindingSeverity, SeenIn, VisitState
from ..models import MysteryVisit, Scenario
from . import fields
from .check_forms import CAMERA


class ScenarioForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel)
    situation = fields.text(_("Situation"), rows=3, help_text=_("Who one pretends to be, and what happened."))


class AskForm(forms.Form):
    sort = forms.ChoiceField(label=_("Kind"), choices=AskSort, initial=AskSort.QUESTION)
    text = forms.CharField(label=pgettext_lazy("of a mystery check", "What is said"), max_length=200)
    good_answer = forms.CharField(label=_("A good answer"), max_length=200, required=False)
    weight = fields.number(pgettext_lazy("standard", "Weight"), min_value=0.01, max_value=999, initial=1)

    def ask(self) -> AskDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return AskDraft(**said)


AskForms = forms.formset_factory(AskForm, extra=3, can_delete=True, max_num=40)


class VisitForm(forms.Form):
    scenario = forms.ModelChoiceField(Scenario.objects.filter(is_used=True), label=_("Scenario"))
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"))
    visitor = fields.person(_("Posing as customer"), help_text=_("Somebody of another branch."))
    posed_as = forms.CharField(label=_("Posed as"), max_length=80, required=False)
    planned_on = fields.day(_("Planned for"), initial=localdate)


class RecordingForm(forms.Form):
    """A mark and what was answered for each question, and a note on the whole."""

    visited_at = forms.DateTimeField(
        label=_("When"),
        initial=localtime,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, visit: MysteryVisit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = list(visit.scenario.asks.all())
        marks = [(n, str(n)) for n in range(1, 6)]
        for ask in self.asks:
            self.fields[f"ask-{ask.pk}-mark"] = forms.TypedChoiceField(
                label=_("Mark, 5 is best"),
                choices=marks,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            heard = forms.CharField(
                label=pgettext_lazy("of a mystery check", "What was answered"), max_length=200, required=False
            )
            self.fields[f"ask-{ask.pk}-heard"] = heard
        self.fields["note"] = fields.text(_("Note on the whole"), required=False)

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(ask, [self[f"ask-{ask.pk}-mark"], self[f"ask-{ask.pk}-heard"]]) for ask in self.asks]

    def heard(self) -> dict[int, Heard]:
        said = self.cleaned_data
        return {
            ask.pk: Heard(mark=said[f"ask-{ask.pk}-mark"], heard=said[f"ask-{ask.pk}-heard"])
            for ask in self.asks
        }


class VisitFilter(forms.Form):
    state = fields.any_of(_("State"), VisitState)
    branch = fields.branch(empty_label=_("all"))

    def narrow(self, rows: Any) -> Any:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})


class SupervisorForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80)
    background = forms.CharField(label=_("Who they are"), max_length=160)
    login = forms.CharField(label=_("Login"), max_length=60)
    password = forms.CharField(label=_("First password"), widget=forms.PasswordInput(render_value=False))
    email = forms.EmailField(label=_("Email"), required=False)
    branch = fields.branch()
    until = fields.day(pgettext_lazy("term of a supervisor", "Until"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class FiledForm(forms.Form):
    """What a supervisor tells."""

    what = fields.text(_("What did you see?"), rows=4)
    severity = forms.ChoiceField(label=_("How severe is it?"), choices=FindingSeverity)
    branch = fields.branch(label=_("Where?"), empty_label="–")
    photo = forms.FileField(label=_("Photo"), required=False, widget=forms.FileInput(CAMERA))


class AnswerForm(forms.Form):
    answer = fields.text(_("Answer to the supervisor"), rows=3)


class ObservationForm(forms.Form):
    competitor = forms.CharField(
        label=_("Competitor"), max_length=120, widget=forms.TextInput({"list": "competitor-choices"})
    )
    dimension = forms.ChoiceField(label=_("Dimension"), choices=Dimension)
    service = fields.service()
    indicator = fields.indicator(_("Comparable with our indicator"))
    level = fields.number(
        pgettext_lazy("of a competitor", "Level"), required=False, help_text=_("Shares in percent.")
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    price = fields.number(_("Price"), min_value=0, required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="CNY")
    price_per = forms.CharField(label=_("Price per"), max_length=40, required=False)
    words = fields.text(_("What was seen"), required=False)
    seen_on = fields.day(_("Seen on"), initial=localdate)
    source = forms.ChoiceField(label=_("Seen in"), choices=SeenIn)
    source_note = forms.CharField(label=_("Where exactly"), max_length=200, required=False)
    evidence = forms.FileField(label=_("Evidence"), required=False)

    def competitors(self) -> list[str]:
        return list(Competitor.objects.order_by("name").values_list("name", flat=True)[:200])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        declared = INDICATORS.get(said.get("indicator") or "")
        if declared is not None and declared.unit == Unit.RATE and said.get("level") is not None:
            if words := meant_otherwise(said["level"], declared.direction):
                self.add_error("level", words)
                return said
            said["level"] = said["level"] / Decimal(100)
        return said


class ObservationFilter(forms.Form):
    competitor = forms.ModelChoiceField(
        Competitor.objects.order_by("name"), label=_("Competitor"), required=False, empty_label=_("all")
    )
    dimension = fields.any_of(_("Dimension"), Dimension)
    source = fields.any_of(_("Seen in"), SeenIn)

    def narrow(self, rows: Any) -> Any:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})
