"""What is asked of needs, customised service, and what acts on service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.parties.enums import Segment
from kept.parties.ui.choosing import CustomerField

from ..enums import CustomSort, Factor, NeedGroup, Pull, RegulationSort, Weight
from ..models import Standard
from ..queries.contact_plan import silent_customers
from . import fields


class OfCustomer(forms.Form):
    """The customer first, chosen among those that the actor sees."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"customer": CustomerField(actor=actor), **self.fields}


class NeedForm(OfCustomer):
    group = forms.ChoiceField(label=_("Kind of need"), choices=NeedGroup)
    service = fields.service()
    words = fields.text(_("What is needed"))
    importance = forms.TypedChoiceField(
        label=_("Importance"), choices=Weight, coerce=int, initial=Weight.MIDDLE
    )
    heard_in = forms.CharField(label=_("Heard in"), max_length=120, required=False)
    since = fields.day(pgettext_lazy("need", "Since"), initial=localdate)


class NeedChangeForm(forms.Form):
    words = fields.text(_("What is needed now"))
    importance = forms.TypedChoiceField(label=_("Importance"), choices=Weight, coerce=int)
    why = forms.CharField(label=_("Why"), max_length=200, required=False)


class NeedFilter(forms.Form):
    group = fields.any_of(_("Kind of need"), NeedGroup)
    segment = fields.any_of(_("Segment"), Segment)
    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number")}),
    )
    ended = forms.BooleanField(label=_("Also ended ones"), required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        wanted = {
            "group": said["group"],
            "customer__segment": said["segment"],
            "customer__number__iexact": said["customer"].strip(),
        }
        rows = rows if said["ended"] else rows.lasting()
        return rows.filter(**{name: value for name, value in wanted.items() if value})


class CustomizationForm(OfCustomer):
    sort = forms.ChoiceField(label=_("Kind"), choices=CustomSort)
    what = forms.CharField(label=_("What is done"), max_length=200)
    service = fields.service()
    standard = forms.ModelChoiceField(
        Standard.objects.in_force(), label=_("Service standard"), required=False, empty_label="–"
    )
    since = fields.day(_("Since"), initial=localdate)
    until = fields.day(_("Until"), required=False)


class CustomizationFilter(forms.Form):
    sort = fields.any_of(_("Kind"), CustomSort)
    segment = fields.any_of(_("Segment"), Segment)

    def narrow(self, rows: Any) -> Any:
        wanted = {"sort": self.cleaned_data["sort"], "customer__segment": self.cleaned_data["segment"]}
        return rows.filter(**{name: value for name, value in wanted.items() if value})


class ContactPlanFilter(forms.Form):
    silent = forms.BooleanField(label=_("Only silent for too long"), required=False)
    segment = fields.any_of(_("Segment"), Segment)
    branch = fields.branch(empty_label=_("all"))
    account_manager = fields.person(_("Account manager"), required=False, empty_label=_("all"))

    def narrow(self, rows: Any) -> Any:
        said = dict(self.cleaned_data)
        if said.pop("silent"):
            rows = silent_customers(rows, at=now())
        return rows.filter(**{name: value for name, value in said.items() if value})


class InfluenceForm(forms.Form):
    factor = forms.ChoiceField(label=_("Factor"), choices=Factor)
    what = fields.text(_("How it acts"))
    pull = forms.ChoiceField(label=_("Direction"), choices=Pull)
    strength = forms.TypedChoiceField(label=_("Strength"), choices=Weight, coerce=int, initial=Weight.MIDDLE)
    service = fields.service()
    measure = fields.text(_("Measure"), required=False)
    owner = fields.person(_("Owner"))
    review_on = fields.day(_("Looked at again on"))


class RegulationForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    sort = forms.ChoiceField(label=_("Kind"), choices=RegulationSort)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    reference = forms.CharField(label=pgettext_lazy("of a law", "Reference"), max_length=120, required=False)
    demands = fields.text(_("Rules and limits for our service"), rows=3)
    service = fields.service()
    valid_from = fields.day(_("In force from"), required=False)
    valid_until = fields.day(_("Valid until"), required=False)
    owner = fields.person(_("Owner"))
    review_on = fields.day(_("Looked at again on"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("valid_from"), said.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("It ends before it begins."))
        return said


class ReviewForm(forms.Form):
    outcome = fields.text(_("Outcome"))
    next_on = fields.day(_("Next looked at on"))


class WatchedFilter(forms.Form):
    due = forms.BooleanField(label=_("Only to be looked at"), required=False)
    service = fields.service(empty_label=_("all"))

    def narrow(self, rows: Any) -> Any:
        rows = rows.filter(review_on__lte=localdate()) if self.cleaned_data["due"] else rows
        return rows.filter(service=self.cleaned_data["service"]) if self.cleaned_data["service"] else rows


KNOWN = (("", _("unknown")), ("yes", _("yes")), ("no", _("no")))


def _known(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=KNOWN, coerce=lambda said: said == "yes", empty_value=None, required=False
    )


class GreenForm(forms.Form):
    is_green = _known(_("Green service"))
    disposes_green = _known(_("Green disposal of what it leaves behind"))
    why = forms.CharField(label=_("Why it is green"), max_length=200, required=False)


def _month(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "month"}, format="%Y-%m")
    return forms.DateField(label=label, input_formats=["%Y-%m"], widget=widget)


class SpanForm(forms.Form):
    """Two months, both included."""

    first = _month(_("From month"))
    last = _month(_("Until month"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("It ends before it begins."))
        return said
