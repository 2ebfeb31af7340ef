"""Forms about cases, exceptions, shifts and opinions."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.people.models import Branch, Person
from kept.promises.enums import Cause, LiableTier, PauseReason, Phase

from ..enums import CaseKind, CaseLevel, CaseState, Channel, Impact, Served, Urgency
from ..models import Contact
from .answer_forms import AnsweringForm
from .forms import PHASE_FILTER, SERVED_FILTER
from .pasting import PastingForm

ALL = ("", _("all"))
NONE = ("", _("not known yet"))
LONG = {"rows": 3}


def _text(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, help_text=help_text)


class CaseFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=[ALL, *CaseKind.choices], required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=[ALL, *Channel.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *CaseState.choices], required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[ALL, *CaseLevel.choices], required=False)
    cause = forms.ChoiceField(label=_("Cause"), choices=[ALL, *Cause.choices], required=False)
    served = forms.ChoiceField(label=_("Served party"), choices=SERVED_FILTER, required=False)
    phase = forms.ChoiceField(label=_("Phase"), choices=PHASE_FILTER, required=False)
    open = forms.BooleanField(label=_("Unfinished only"), required=False)
    customer = forms.IntegerField(label=_("Customer"), required=False, widget=forms.HiddenInput)
    cause_code = forms.IntegerField(label=_("Cause in detail"), required=False, widget=forms.HiddenInput)
    coarse = forms.BooleanField(
        label=_("Without a cause in detail"), required=False, widget=forms.HiddenInput
    )
    first = forms.DateField(label=_("Opened from"), required=False, widget=forms.HiddenInput)
    last = forms.DateField(label=_("Opened until"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        people = [(str(person.pk), person.name) for person in Person.objects.staff().order_by("name")]
        choices = [ALL, ("mine", _("Mine and as deputy")), ("none", _("Nobody yet")), *people]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("kind", "branch", "state", "level", "cause", "customer", "cause_code"):
            if name in wanted:
                rows = rows.filter(**{name: wanted[name]})
        if "coarse" in wanted:
            rows = rows.filter(cause_code=None)
        if "first" in wanted:
            rows = rows.filter(opened_at__gte=make_aware(datetime.combine(wanted["first"], time.min)))
        if "last" in wanted:
            rows = rows.filter(opened_at__lte=make_aware(datetime.combine(wanted["last"], time.max)))
        if "open" in wanted:
            rows = rows.unfinished()
        if "served" in wanted:
            rows = rows.serving(wanted["served"])
        if "phase" in wanted:
            rows = rows.in_phase(wanted["phase"])
        if "owner" in wanted:
            rows = self._of_owner(rows, wanted["owner"])
        if "channel" in wanted:
            came = Contact.objects.filter(case=OuterRef("pk"), channel=wanted["channel"])
            rows = rows.filter(Exists(came))
        return rows

    def _of_owner(self, rows: Any, owner: str) -> Any:
        if owner == "mine":
            return rows.with_whom(self.actor.person_id)
        return rows.filter(owner=None if owner == "none" else int(owner))


class AnswerForm(AnsweringForm):
    """What goes out. The text is prepared; the clerk makes it their own."""

    channel = forms.ChoiceField(label=_("Answered by"), choices=Channel, initial=Channel.PHONE)
    to = forms.CharField(label=_("To whom"), max_length=80, required=False)
    text = _text(_("What the customer was told"), rows=6)


class ChaserForm(PastingForm):
    channel = forms.ChoiceField(label=_("Came by"), choices=Channel, initial=Channel.PHONE)
    summary = _text(_("What was said"), required=False, rows=2)


class NoteForm(forms.Form):
    text = _text(_("Note for colleagues"), rows=2)


class DetailsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    reason = _text(pgettext_lazy("of a case", "Reason"), required=False)
    demand = _text(_("Demand"), required=False, rows=2)
    process = _text(_("Handling"), required=False)
    impact = forms.TypedChoiceField(label=_("Impact"), choices=Impact, coerce=int)
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=Urgency, coerce=int)
    served = forms.ChoiceField(
        label=_("Served party"), choices=[("", _("not known")), *Served.choices], required=False
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("not known")), *Phase.choices], required=False
    )


class PauseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Waiting for"), choices=PauseReason)


def _colleague(label: Any, *, required: bool = True, nobody: Any = "") -> forms.ModelChoiceField[Person]:
    people = Person.objects.staff().filter(is_new=False).order_by("name")
    return forms.ModelChoiceField(people, label=label, required=required, empty_label=nobody)


class KindChangeForm(forms.Form):
    KINDS = [choice for choice in CaseKind.choices if choice[0] != CaseKind.EXCEPTION]
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=KINDS,
        help_text=_("Clocks of the new kind count from the moment when the matter came in."),
    )


class SnoozeForm(forms.Form):
    until = forms.DateTimeField(
        label=_("Until when"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("The case leaves the queue and comes back then. What we promised runs on."),
    )
    why = forms.CharField(label=_("Why it rests"), max_length=160, required=False)


class EscalationForm(forms.Form):
    to = _colleague(
        pgettext_lazy("of passing a case on", "To whom"),
        required=False,
        nobody=_("those in charge of the next level"),
    )
    why = _text(pgettext_lazy("of passing a case on", "Why"), rows=2)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(Person.objects.staff().order_by("name"), label=_("Owner"), empty_label="")
    deputy = _colleague(_("Deputy"), required=False)


class SolutionForm(forms.Form):
    result = _text(_("Result"))


class ClosingForm(forms.Form):
    """Closing a complaint, dispute, claim or exception tells what was learned."""

    result = _text(_("Result"))
    cause = forms.ChoiceField(label=_("Cause"), choices=[NONE, *Cause.choices])
    liable_tier = forms.ChoiceField(label=_("Liable"), choices=[NONE, *LiableTier.choices])
    responsible = forms.ModelChoiceField(
        Person.objects.staff().order_by("name"),
        label=_("Person responsible"),
        required=False,
        empty_label="",
        help_text=_(
            "Only when it is confirmed; responsibility is judged apart from what we say to the customer."
        ),
    )
    measure = _text(_("Measure"), rows=2, help_text=_("What was done for the customer."))
    prevention = _text(_("Prevention"), rows=2, help_text=_("What keeps it from happening again."))


class PlainClosingForm(forms.Form):
    result = _text(_("Result"))


class ReopeningForm(forms.Form):
    why = _text(pgettext_lazy("of re-opening a case", "Why"), rows=2)


class ShipmentsForm(forms.Form):
    numbers = _text(_("Waybill numbers"), rows=2, help_text=_("Several, separated by spaces or lines."))


class ForecastForm(forms.Form):
    new_eta = forms.DateTimeField(
        label=_("New estimated arrival"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    cause = forms.ChoiceField(label=_("Cause"), choices=[NONE, *Cause.choices], required=False)
    proposal = _text(_("Our proposal"), required=False, rows=2)


class NoticeForm(forms.Form):
    channel = forms.ChoiceField(label=_("Told by"), choices=Channel, initial=Channel.PHONE)
    to = forms.CharField(label=_("To whom"), max_length=80, required=False)
    text = _text(_("What the customer is told"), rows=6)


class OpinionForm(forms.Form):
    """One screen, one minute, no login."""

    RATINGS = (
        (5, pgettext_lazy("opinion", "Very good")),
        (4, pgettext_lazy("opinion", "Good")),
        (3, pgettext_lazy("opinion", "Fair")),
        (2, pgettext_lazy("opinion", "Poor")),
        (1, pgettext_lazy("opinion", "Very poor")),
    )
    rating = forms.TypedChoiceField(
        label=_("How did we handle it?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    is_solved = forms.TypedChoiceField(
        label=_("Is it solved for you?"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    text = _text(_("What should we do better?"), required=False)
