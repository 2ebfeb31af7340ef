"""What a visitor types to chat with us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.desk.rules import LONGEST_LINE
from kept.kernel.actor import Actor

from ..permissions import CLIENT
from ..queries.own import own_customers


class StartForm(forms.Form):
    """Name and how to reach them are asked once; a signed-in client is asked only the question."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    phone = forms.CharField(label=_("Your phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Your mail address"), required=False)
    text = forms.CharField(
        label=_("What can we do for you?"), max_length=LONGEST_LINE, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.customers = list(own_customers(actor)) if actor.may(CLIENT) else []
        if self.customers:
            for known in ("name", "phone", "email"):
                del self.fields[known]
        if len(self.customers) > 1:
            self.fields["customer"] = forms.ModelChoiceField(own_customers(actor), label=_("In the name of"))

    def matter(self) -> dict[str, Any]:
        """As the desk's verb takes it."""
        given = dict(self.cleaned_data)
        if self.customers:
            given |= {"name": self.actor.name, "customer": given.get("customer") or self.customers[0]}
        return given


class VisitorLineForm(forms.Form):
    text = forms.CharField(
        label=_("Your line"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea({"rows": 2, "data-line": "", "aria-keyshortcuts": "Enter"}),
    )
    upload = forms.FileField(label=_("File or picture"), required=False)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
