"""Forms and the list of visitors."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.web.tables import Column, Table
from kept.parties.ui.choosing import CustomerField
from kept.parties.ui.phones import be_a_phone
from kept.people.models import Branch, Person

from ..models import Reception
from .care_forms import DAY, MOMENT


class ArrivalForm(forms.Form):
    visitor = forms.CharField(label=_("Visitor"), max_length=80)
    company = forms.CharField(label=_("Company"), max_length=120, required=False)
    purpose = forms.CharField(label=_("What they came for"), max_length=200)
    received_by = forms.ModelChoiceField(
        Person.objects.staff().order_by("name", "pk"),
        label=pgettext_lazy("a visit", "Received by"),
        required=False,
        empty_label=_("nobody yet"),
        help_text=_("Is told at once."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False, validators=[be_a_phone])
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=500, initial=1)
    branch = forms.ModelChoiceField(
        Branch.objects.order_by("code"), label=_("Branch"), required=False, empty_label=_("mine")
    )
    arrived_at = forms.DateTimeField(
        label=_("Arrived"), required=False, widget=MOMENT, help_text=_("Empty: now.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(
            actor=actor, required=False, help_text=_("When the visitor comes from a customer.")
        )
        self.order_fields(["visitor", "company", "customer"])


class DepartureForm(forms.Form):
    agreed = forms.CharField(label=_("What was agreed"), required=False, widget=forms.Textarea({"rows": 3}))
    left_at = forms.DateTimeField(label=_("Left"), required=False, widget=MOMENT, help_text=_("Empty: now."))


class VisitFilter(forms.Form):
    here = forms.BooleanField(label=_("In the house now"), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.order_by("code"), label=_("Branch"), required=False, empty_label=_("all")
    )
    since = forms.DateField(label=_("Since"), required=False, widget=DAY)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if said["here"]:
            rows = rows.in_the_house()
        if said["branch"]:
            rows = rows.filter(contact__branch=said["branch"])
        if said["since"]:
            rows = rows.filter(arrived_at__gte=make_aware(datetime.combine(said["since"], time())))
        if said["until"]:
            end = datetime.combine(said["until"] + timedelta(days=1), time())
            rows = rows.filter(arrived_at__lt=make_aware(end))
        return rows


def _customer(visit: Reception) -> str:
    return visit.contact.customer.get_absolute_url() if visit.contact.customer else ""


class VisitTable(Table):
    name = "visits"
    title = _("Visitors")
    columns = (
        Column("number", _("Number"), link="desk:visit"),
        Column("visitor", _("Visitor"), value="contact.caller_name", link="desk:visit", hint="company"),
        Column("company", _("Company")),
        Column(
            "customer",
            _("Customer"),
            value="contact.customer",
            link=_customer,
            link_permission="parties.view",
        ),
        Column("purpose", _("What they came for")),
        Column("people", _("How many people"), kind="number"),
        Column("received_by", pgettext_lazy("a visit", "Received by"), value="received_by.name"),
        Column("branch", _("Branch"), value="contact.branch.name"),
        Column("arrived_at", _("Arrived"), kind="moment", sort="arrived_at"),
        Column("left_at", _("Left"), kind="moment"),
        Column("agreed", _("What was agreed")),
    )
    default = ("visitor", "customer", "purpose", "received_by", "arrived_at", "left_at", "agreed")
    order = ("-arrived_at", "-id")
    empty = _("Nobody has come yet.")
    empty_act = ("desk:new_visit", _("Receive a visitor"), "desk.work")
    acts = (("desk:new_visit", _("Receive a visitor"), "desk.work"),)
