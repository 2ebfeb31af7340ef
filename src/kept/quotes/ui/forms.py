from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import HandlingMark, Service
from kept.contracts.queries.clauses import KINDS
from kept.kernel.actor import Actor
from kept.kernel.money import to_minor
from kept.kernel.web.needing import needed_when
from kept.parties.ui.choosing import CustomerField
from kept.people.models import Branch

from ..actions.quoting import HandLine
from ..enums import AnswerChannel, InquiryState, QuoteState
from ..models import Inquiry, InquiryQuerySet, Quote, QuoteQuerySet
from ..queries.cards import inquiries_like

ANY = ("", _("all"))
DAY = {"type": "date"}
MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class InquiryFilter(forms.Form):
    q = forms.CharField(label=_("Number, company or customer"), required=False, widget=forms.SearchInput)
    show = forms.ChoiceField(
        label=_("Which"), required=False, choices=[("", _("waiting for an answer")), ("all", _("all"))]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *InquiryState.choices])
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    important = forms.BooleanField(label=_("Important only"), required=False)

    def narrow(self, rows: InquiryQuerySet) -> InquiryQuerySet:
        given = self.cleaned_data
        rows = inquiries_like(rows, given["q"])
        if given["state"]:
            rows = rows.filter(state=given["state"])
        elif not given["show"] and not given["q"]:
            rows = rows.open()
        if given["branch"]:
            rows = rows.filter(branch=given["branch"])
        return rows.filter(is_important=True) if given["important"] else rows


class QuoteFilter(forms.Form):
    q = forms.CharField(label=_("Number"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *QuoteState.choices])

    def narrow(self, rows: QuoteQuerySet) -> QuoteQuerySet:
        if text := self.cleaned_data["q"].strip():
            rows = rows.filter(number__startswith=text.upper())
        return rows.filter(state=self.cleaned_data["state"]) if self.cleaned_data["state"] else rows


class InquiryForm(forms.ModelForm):  # type: ignore[type-arg]
    """In the order in which one asks on the phone."""

    declared = forms.DecimalField(
        label=_("Declared value"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    weight_kg = forms.DecimalField(
        label=_("Weight (kg)"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=3,
        help_text=_("With weight and service the price is named at once where a rate card has one."),
    )
    volume_m3 = forms.DecimalField(
        label=_("Volume (m³)"), required=False, min_value=0, max_digits=12, decimal_places=4
    )
    special_tags = forms.MultipleChoiceField(
        label=_("Special care"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sheet_file = forms.FileField(
        label=_("Safety data sheet (MSDS)"),
        required=False,
        help_text=_("Asked for when the goods are dangerous or their class is not known."),
    )

    class Meta:
        model = Inquiry
        fields = (
            "company",
            "caller_name",
            "phone",
            "goods",
            "goods_class",
            "un_number",
            "origin",
            "destination",
            "volume",
            "weight_kg",
            "volume_m3",
            "service",
            "planned_on",
            "planned",
            "special",
            "is_important",
            "branch",
        )
        widgets = {
            "planned_on": forms.DateInput(DAY, format="%Y-%m-%d"),
            "special": forms.Textarea({"rows": 2}),
        }
        help_texts = {
            "volume": _("In the caller's words, e.g. 20 cartons, once a week."),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(
            actor=actor, required=False, help_text=_("Empty when the company is new to us.")
        )
        self.fields["company"].required = False
        needed_when(self.fields["company"], _("empty for a known customer"))
        has = [self.instance.service.code] if self.instance.service else []
        self.fields["service"].queryset = Service.objects.offered(beside=has)  # type: ignore[attr-defined]
        marks = HandlingMark.objects.all()
        self.fields["special_tags"].choices = [(mark.code, str(mark)) for mark in marks]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A known customer has its name. Our rules judge the inquiry, not the constraints of the database."""
        company, customer = self.cleaned_data.get("company"), self.cleaned_data.get("customer")
        if not company and customer:
            self.cleaned_data["company"] = customer.name
        elif not company and "customer" not in self.errors:
            self.add_error("company", self.fields["company"].error_messages["required"])
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """What `take_inquiry` takes."""
        given = {name: self.cleaned_data[name] for name in (*self.Meta.fields, "customer", "special_tags")}
        declared = self.cleaned_data["declared"]
        return {**given, "declared_value": None if declared is None else to_minor(declared)}


class ContactForm(forms.Form):
    """The outgoing contact that gave the answer."""

    channel = forms.ChoiceField(label=_("Answered by"), choices=AnswerChannel.choices)
    spoken_to = forms.CharField(label=_("Spoken to"), max_length=80)
    given_at = forms.DateTimeField(
        label=_("Answered at"), required=False, widget=MOMENT, help_text=_("Empty means now.")
    )
    words = forms.CharField(
        label=_("What was said"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )


class TaskForm(forms.Form):
    result = forms.CharField(label=_("Result"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    distance_km = forms.DecimalField(
        label=_("Distance (km)"), required=False, min_value=0, max_digits=7, decimal_places=1
    )


class SheetForm(forms.Form):
    file = forms.FileField(label=_("Safety data sheet (MSDS)"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AcceptForm(forms.Form):
    def __init__(self, *args: Any, actor: Actor, quote: Quote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if quote.customer_id is None:
            self.fields["customer"] = CustomerField(
                actor=actor, required=False, help_text=_("Empty takes the company as a new customer.")
            )
        if quote.service_id is None:
            self.fields["service"] = forms.ModelChoiceField(Service.objects.offered(), label=_("Service"))


class QuoteForm(forms.Form):
    """A price: by rate card, or line by line."""

    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    terms = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea({"rows": 2}))
    asked = forms.MultipleChoiceField(
        label=_("Extras asked for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, extras: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].choices = extras  # type: ignore[attr-defined]
        if not extras:
            del self.fields["asked"]


class HandLineForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=tuple(KINDS.items()), initial="freight")
    amount = forms.DecimalField(
        label=_("Amount before tax"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    note = forms.CharField(label=_("Note"), max_length=120, required=False)

    def line(self) -> HandLine | None:
        given = self.cleaned_data
        if not given.get("amount"):
            return None
        return HandLine(given["kind"], to_minor(given["amount"]), given["note"])


HandLineFormSet = forms.formset_factory(HandLineForm, extra=4, max_num=20)
