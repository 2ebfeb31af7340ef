"""What is asked of a client's service policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.parties.ui.choosing import CustomerField, customers_like

from .statement_forms import day_field


class ClientPolicyForm(forms.Form):
    valid_from = day_field(_("Valid from"), initial=localdate)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("An empty line begins a paragraph, a line that begins with # is a heading."),
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, Excel, picture or plain text.")
    )
    changed = forms.CharField(
        label=_("What changed"),
        max_length=200,
        required=False,
        help_text=_("Needed from the second version on."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"customer": CustomerField(actor=actor), **self.fields}


class ClientPolicyFilter(forms.Form):
    q = forms.CharField(label=_("Customer or number"), required=False, widget=forms.SearchInput)
    on = day_field(_("In force on"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def narrow(self, rows: Any) -> Any:
        if text := self.cleaned_data["q"].strip():
            rows = rows.filter(customer__in=[each.pk for each in customers_like(self.actor, text)])
        return rows
