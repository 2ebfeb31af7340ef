"""What is asked when a service text is handed over, and of the list of those."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.parties.models import LANGUAGES, ContactPerson, Customer
from kept.parties.ui.choosing import customers_like

from ..enums import HandedHow
from ..models import ServiceStatement
from .statement_forms import day_field


class HandoverForm(forms.Form):
    contact = forms.ModelChoiceField(
        ContactPerson.objects.none(),
        label=_("Contact person"),
        required=False,
        empty_label=_("somebody else"),
    )
    taken_by = forms.CharField(label=_("Or the name of who takes it"), max_length=120, required=False)
    how = forms.ChoiceField(label=_("How"), choices=HandedHow.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    on = day_field(_("Handed over on"), initial=localdate)

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        given = {"language": customer.language or settings.LANGUAGE_CODE}
        super().__init__(*args, **{"initial": given, **kwargs})
        people: Any = self.fields["contact"]
        people.queryset = customer.contact_persons.order_by("name")


class HandoverFilter(forms.Form):
    q = forms.CharField(label=_("Customer or number"), required=False, widget=forms.SearchInput)
    statement = forms.ModelChoiceField(
        ServiceStatement.objects.all(),
        label=_("Service statement"),
        required=False,
        empty_label=_("all"),
        to_field_name="number",
    )
    since = day_field(_("Since"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if text := said["q"].strip():
            rows = rows.filter(customer__in=[each.pk for each in customers_like(self.actor, text)])
        if said["statement"]:
            rows = rows.filter(version__statement=said["statement"])
        return rows.filter(on__gte=said["since"]) if said["since"] else rows
