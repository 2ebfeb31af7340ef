"""What is asked about reviews and about reports that are sent regularly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.parties.models import ContactPerson, Customer
from kept.parties.ui.choosing import CustomerField
from kept.people.models import Person
from kept.transport.ui.filters import customer_ids

from ..enums import Form, ReviewState, Span
from ..queries.kinds import KINDS, Kind
from ..queries.making import LANGUAGES
from ..queries.reviewing import SECTIONS
from ..rules import Period, period_over
from .asking import PeriodField, period_choices

ANY = ("", _("all"))
OWN_LANGUAGE = ("", _("the receiver's own"))


class ReviewFilter(forms.Form):
    customer = forms.CharField(label=_("Customer"), required=False, max_length=60, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *ReviewState.choices], required=False)

    def narrow(self, rows: Any) -> Any:
        told = self.cleaned_data
        if told["customer"]:
            rows = rows.filter(customer__in=customer_ids(told["customer"]))
        return rows.filter(state=told["state"]) if told["state"] else rows


class ScheduleFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Report"), required=False)
    customer = forms.CharField(label=_("Customer"), required=False, max_length=60, widget=forms.SearchInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regular = [(kind.code, kind.title) for kind in KINDS.values() if kind.is_regular]
        self.fields["kind"].choices = [ANY, *regular]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        told = self.cleaned_data
        if told["customer"]:
            rows = rows.filter(customer__in=customer_ids(told["customer"]))
        return rows.filter(kind=told["kind"]) if told["kind"] else rows


class ReviewForm(forms.Form):
    period = forms.ChoiceField(label=_("Quarter"))

    def __init__(self, actor: Actor, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(actor=actor)
        self.fields["period"].choices = period_choices((Span.QUARTER,), at)  # type: ignore[attr-defined]
        self.fields["period"].initial = period_over(Span.QUARTER, at).token
        self.order_fields(("customer", "period"))

    def clean_period(self) -> Period:
        return Period.read(self.cleaned_data["period"])


class RemarkForm(forms.Form):
    section = forms.ChoiceField(label=_("Section"), choices=list(SECTIONS.items()), widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Remark"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class HandOverForm(forms.Form):
    to = forms.CharField(label=_("Handed over to"), max_length=120)
    language = forms.ChoiceField(label=_("Language of the files"), choices=LANGUAGES)


class ScheduleForm(forms.Form):
    """For one kind of report; who may get it depends on about whom it speaks."""

    span = forms.ChoiceField(label=pgettext_lazy("report", "How often"), choices=())
    days_after = forms.IntegerField(
        label=_("Days after the end of the period"),
        initial=1,
        min_value=0,
        max_value=28,
        help_text=_("0 is the last day itself, 1 the day after."),
    )
    hour = forms.IntegerField(label=_("At what hour"), initial=8, min_value=0, max_value=23)
    form = forms.ChoiceField(label=_("As"), choices=Form)
    language = forms.ChoiceField(label=_("Language"), choices=[OWN_LANGUAGE, *LANGUAGES], required=False)
    persons = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Colleagues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    contacts = forms.ModelMultipleChoiceField(
        ContactPerson.objects.none(),
        label=_("Contact persons of the customer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, kind: Kind, customer: Customer | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["span"].choices = [(s.value, s.rhythm) for s in kind.spans]  # type: ignore[attr-defined]
        staff = Person.objects.staff().filter(is_active=True).exclude(email="").order_by("name")
        self.fields["persons"].queryset = staff  # type: ignore[attr-defined]
        if kind.for_customers and customer is not None:
            own = ContactPerson.objects.filter(customer=customer).exclude(email="").order_by("name")
            self.fields["contacts"].queryset = own  # type: ignore[attr-defined]
        else:
            del self.fields["contacts"]


class SendNowForm(forms.Form):
    """A period of the schedule's own span."""

    def __init__(self, span: str, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = period_over(span, at).token
        self.fields["period"] = PeriodField((Span(span),), at, initial=usual)
