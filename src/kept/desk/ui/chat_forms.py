"""What is typed into a chat and about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.people.models import Person

from ..enums import CaseKind
from ..rules import LONGEST_LINE


class LineForm(forms.Form):
    text = forms.CharField(
        label=_("Your line"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea({"rows": 2, "data-line": "", "aria-keyshortcuts": "Enter"}),
    )
    upload = forms.FileField(label=_("File or picture"), required=False)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class ChatPassForm(forms.Form):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("Pass on to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.staff().filter(is_new=False).order_by("name", "pk")
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class ChatCaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Open a case"), choices=CaseKind, initial=CaseKind.QUESTION)
