"""Forms of what follows: ways out of an exception, follow-ups."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.web.tables import Column, Table
from kept.parties.ui.choosing import CustomerField
from kept.people.models import Person

from ..enums import VISITED_BY, CaseKind, Channel, FollowUpSort, OfferChoice, Satisfaction
from ..models import FollowUp, Offer

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
FROM_A_VISIT = (CaseKind.COMPLAINT, CaseKind.SUGGESTION, CaseKind.QUESTION)
ASKED_BY = [(channel.value, channel.label) for channel in VISITED_BY]


class OptionsForm(forms.Form):
    options = forms.MultipleChoiceField(
        label=_("Ways out to choose from"),
        choices=OfferChoice.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With any of these the text carries a link by which the customer chooses."),
    )


class ChoiceForm(forms.Form):
    """One screen for the customer, without a login."""

    choice = forms.ChoiceField(label=_("What suits you?"), widget=forms.RadioSelect)
    wanted_day = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=DAY,
        help_text=_("For a delivery on another day."),
    )
    said = forms.CharField(label=_("Anything else"), max_length=200, required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, words) for code, words in OfferChoice.choices if code in offer.options]
        self.fields["choice"].choices = offered  # type: ignore[attr-defined]


class FollowUpForm(forms.Form):
    sort = forms.ChoiceField(label=_("Kind"), choices=FollowUpSort.choices, required=False)
    what = forms.CharField(label=_("What is to be done"), max_length=200)
    due_at = forms.DateTimeField(label=_("To be done by"), widget=MOMENT)
    owner = forms.ModelChoiceField(
        Person.objects.staff().order_by("name"),
        label=_("In whose hands"),
        required=False,
        empty_label=_("mine"),
    )
    needs_contact = forms.BooleanField(
        label=_("An answer was promised"),
        required=False,
        help_text=_("Then only a recorded answer to the customer finishes it."),
    )

    def __init__(self, *args: Any, actor: Actor, with_customer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_customer:
            self.fields["customer"] = CustomerField(actor=actor, required=False)
        self.initial.setdefault("due_at", localtime(now() + timedelta(days=1)))

    def clean_sort(self) -> str:
        return str(self.cleaned_data["sort"] or FollowUpSort.TASK)


class FinishForm(forms.Form):
    result = forms.CharField(label=_("Result"), required=False, widget=forms.Textarea({"rows": 2}))
    channel = forms.ChoiceField(label=_("Told by"), choices=[("", "–"), *Channel.choices], required=False)
    text = forms.CharField(
        label=_("What the customer was told"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("With a channel this is recorded as an outgoing contact; by mail it is sent."),
    )


class ReturnVisitForm(forms.Form):
    """What the customer said, how satisfied, and whether a case comes of it."""

    channel = forms.ChoiceField(label=_("Asked by"), choices=ASKED_BY, initial=Channel.PHONE)
    text = forms.CharField(label=_("What the customer said"), widget=forms.Textarea({"rows": 3}))
    satisfied = forms.TypedChoiceField(
        label=_("How satisfied"),
        choices=[("", _("not said")), *reversed(Satisfaction.choices)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    case_kind = forms.ChoiceField(
        label=_("Open a case from it"),
        choices=[("", _("no case")), *[each for each in CaseKind.choices if each[0] in FROM_A_VISIT]],
        required=False,
    )

    def __init__(self, *args: Any, low: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_kind"].help_text = _(
            "Suggested when the customer is dissatisfied: %(low)d of 5 or less."
        ) % {"low": low}


class DropForm(forms.Form):
    why = forms.CharField(label=_("Why nothing is to be done any more"), max_length=200)


class FollowUpFilter(forms.Form):
    sort = forms.ChoiceField(label=_("Kind"), choices=[("", _("all")), *FollowUpSort.choices], required=False)
    satisfied = forms.TypedChoiceField(
        label=_("How satisfied"),
        choices=[("", _("all")), *Satisfaction.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    owner = forms.ChoiceField(label=_("In whose hands"), required=False)
    done = forms.BooleanField(label=_("Show what is done"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        people = [(str(person.pk), person.name) for person in Person.objects.staff().order_by("name")]
        choices = [("", _("mine")), ("all", pgettext("people", "everybody")), *people]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        said = self.cleaned_data
        if said["owner"] != "all":
            rows = rows.filter(owner=said["owner"] or self.actor.person_id)
        if said["sort"]:
            rows = rows.filter(sort=said["sort"])
        if said["satisfied"]:
            rows = rows.filter(satisfied=said["satisfied"])
        return rows if said["done"] else rows.filter(done_at=None)


def _customer(follow_up: FollowUp) -> str:
    return follow_up.customer.get_absolute_url() if follow_up.customer else ""


def _said(follow_up: FollowUp) -> str:
    return follow_up.contact.summary if follow_up.is_return_visit and follow_up.contact else ""


class FollowUpTable(Table):
    name = "follow_ups"
    title = _("Follow-ups")
    columns = (
        Column("promise", _("Due"), kind="promise", value="pressing"),
        Column("number", _("Number"), link="desk:follow_up"),
        Column("what", _("What is to be done"), link="desk:follow_up"),
        Column("sort", _("Kind"), value="get_sort_display"),
        Column("customer", _("Customer"), value="customer", link=_customer, link_permission="parties.view"),
        Column("about", _("About"), value="subject_number"),
        Column("owner", _("In whose hands"), value="owner.name"),
        Column("needs_contact", _("Answer promised"), kind="yesno"),
        Column("made_at", pgettext_lazy("a follow-up", "Planned at"), kind="moment"),
        Column("done_at", _("Done"), kind="moment"),
        Column("result", _("Result")),
        Column("satisfied", _("How satisfied"), value="get_satisfied_display"),
        Column("said", _("What the customer said"), value=_said),
        Column("next_step", _("Next step")),
        Column("rule", _("Planned by rule"), value="get_rule_display"),
    )
    default = ("promise", "number", "what", "sort", "customer", "about", "owner", "needs_contact")
    order = ("next_due_at", "id")
    empty = _("You have nothing to follow up. Choose in whose hands to see what others have.")
    empty_act = ("desk:new_follow_up", _("Plan a follow-up"), "desk.work")
    acts = (("desk:new_follow_up", _("Plan a follow-up"), "desk.work"),)
