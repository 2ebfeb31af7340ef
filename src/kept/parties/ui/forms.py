from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.money import to_minor
from kept.kernel.searching import matching
from kept.kernel.web.folding import Folding
from kept.people.models import Person

from ..enums import ChainRole, CustomerKind, CustomerState, LinkKind, PartnerKind, Segment
from ..models import ROLE_FIELDS, Consignee, ContactPerson, Customer, Partner, Site
from .choosing import CustomerField
from .phones import be_a_phone

ANY = ("", _("all"))


class CustomerFilter(forms.Form):
    q = forms.CharField(label=_("Name, number, phone or initials"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *CustomerState.choices])
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY, *Segment.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *CustomerKind.choices])
    role = forms.ChoiceField(label=_("Role in the chain"), required=False, choices=[ANY, *ChainRole.choices])
    manager = forms.ModelChoiceField(
        Person.objects.staff(), label=_("Account manager"), required=False, empty_label=_("all")
    )

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in wanted:
            rows = matching(rows, wanted["q"])
        if "role" in wanted:
            rows = rows.in_role(wanted["role"])
        fields = {"state": "state", "segment": "segment", "kind": "kind", "manager": "account_manager"}
        return rows.filter(**{fields[name]: value for name, value in wanted.items() if name in fields})


class PartnerFilter(forms.Form):
    q = forms.CharField(label=_("Name, number, phone or initials"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *PartnerKind.choices])

    def narrow(self, rows: Any) -> Any:
        rows = matching(rows, self.cleaned_data["q"]) if self.cleaned_data["q"] else rows
        kind = self.cleaned_data["kind"]
        return rows.filter(kind=kind) if kind else rows


class WithPhone(forms.ModelForm):  # type: ignore[type-arg]
    """Forms of records that carry a phone number."""

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone:
            be_a_phone(phone)
        return phone


class CustomerForm(Folding, WithPhone):
    UNUSUAL: ClassVar = (
        "short_name",
        "kind",
        *ROLE_FIELDS.values(),
        "industry",
        "size",
        "cooperation",
        "since",
        "credit",
        "told_by",
        "language",
    )

    credit = forms.DecimalField(
        label=_("Credit limit (yuan)"), required=False, min_value=0, max_digits=14, decimal_places=2
    )

    class Meta:
        model = Customer
        fields = (
            "name",
            "short_name",
            "kind",
            "state",
            "segment",
            *ROLE_FIELDS.values(),
            "phone",
            "email",
            "city",
            "address",
            "branch",
            "account_manager",
            "industry",
            "size",
            "cooperation",
            "since",
            "told_by",
            "language",
            "special_requirements",
        )
        widgets = {
            "since": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "special_requirements": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, sees_credit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_manager"].queryset = Person.objects.staff()  # type: ignore[attr-defined]
        if not sees_credit:
            del self.fields["credit"]
        elif self.instance.credit:
            self.initial["credit"] = self.instance.credit.value

    def changes(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if "credit" in self.fields:
            credit = self.cleaned_data["credit"]
            given["credit_limit"] = None if credit is None else to_minor(credit, self.instance.currency)
        return given

    def duplicates(self) -> list[Customer]:
        """Customers of the same name or phone, so that nobody is kept twice."""
        name, phone = self.cleaned_data.get("name", ""), self.cleaned_data.get("phone", "")
        same = Customer.objects.filter(name=name) | Customer.objects.exclude(phone="").filter(phone=phone)
        return list(same.exclude(pk=self.instance.pk)[:3])


class ContactPersonForm(WithPhone):
    same_for_all: ClassVar = True

    class Meta:
        model = ContactPerson
        fields = ("name", "role", "phone", "email", "note")


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    same_for_all: ClassVar = True

    class Meta:
        model = Site
        fields = ("name", "city", "district", "address", "receiving_hours")


class ConsigneeForm(WithPhone):
    same_for_all: ClassVar = True

    class Meta:
        model = Consignee
        fields = ("name", "phone", "city", "address", "receiving_hours")


class ChainLinkForm(forms.Form):
    """Another customer in the chain of this one."""

    member = forms.CharField()
    kind = forms.ChoiceField(label=_("Place in the chain"), choices=LinkKind)
    since = forms.DateField(label=_("Since"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, initial={"since": localdate().isoformat()})
        self.fields["member"] = CustomerField(actor=actor, label=_("Customer in the chain"))


class ChainFilter(forms.Form):
    q = forms.CharField(label=_("Name, number, phone or initials"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Place in the chain"), required=False, choices=[ANY, *LinkKind.choices])
    valid = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ANY,
            ("now", pgettext_lazy("link in a chain", "now")),
            ("ended", pgettext_lazy("link in a chain", "ended")),
        ],
    )

    def narrow(self, rows: Any) -> Any:
        q, kind, valid = (self.cleaned_data[name] for name in ("q", "kind", "valid"))
        if q:
            named = matching(Customer.objects.all(), q).values("pk")
            rows = rows.filter(Q(customer__in=named) | Q(member__in=named))
        if valid:
            rows = rows.on(localdate()) if valid == "now" else rows.filter(until__lt=localdate())
        return rows.filter(kind=kind) if kind else rows


class PartnerForm(WithPhone):
    class Meta:
        model = Partner
        fields = ("name", "kind", "phone", "email", "city")
