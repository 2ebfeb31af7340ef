"""What is chosen at the end of a shift."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor

from ..actions.handing_over import Hands
from ..models import Case, Contact, FollowUp, HandOver
from .case_forms import _colleague, _text

NAMES = ("cases", "contacts", "follow_ups")


class HandsForm(forms.Form):
    cases = forms.ModelMultipleChoiceField(Case.objects.none(), required=False)
    contacts = forms.ModelMultipleChoiceField(Contact.objects.none(), required=False)
    follow_ups = forms.ModelMultipleChoiceField(FollowUp.objects.none(), required=False)

    def choose_from(self, **rows: Any) -> None:
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    def hands(self) -> Hands:
        return Hands(**{name: list(self.cleaned_data[name]) for name in NAMES})

    @property
    def chosen(self) -> dict[str, set[str]]:
        """The keys of what is ticked, by field."""
        return {name: {str(key) for key in self[name].value() or []} for name in NAMES}


class HandOverForm(HandsForm):
    taker = _colleague(_("Who takes over"))
    note = _text(_("A word for the next shift"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        me, permission = actor.person_id, "desk.hand_over"
        self.choose_from(
            cases=Case.objects.permitted(actor, permission).unfinished().filter(owner=me),
            contacts=Contact.objects.permitted(actor, permission).waiting().filter(person=me),
            follow_ups=FollowUp.objects.permitted(actor, permission).open().filter(owner=me),
        )
        people = self.fields["taker"].queryset.exclude(pk=me)  # type: ignore[attr-defined]
        self.fields["taker"].queryset = people  # type: ignore[attr-defined]


class TakingForm(HandsForm):
    reply = _text(_("A word back"), required=False)

    def __init__(self, *args: Any, offered: HandOver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from(
            cases=offered.cases.all(), contacts=offered.contacts.all(), follow_ups=offered.follow_ups.all()
        )
