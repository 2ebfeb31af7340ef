"""What narrows the queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.keyset import Merged
from kept.people.models import Branch, Person

from ..enums import CaseKind, Channel
from ..queries.matters import NOBODY, SORTS, VIEWS, MatterSort, in_view, sort_of

ALL = ("", _("all"))


class MatterFilter(forms.Form):
    view = forms.ChoiceField(label=_("View"), choices=list(VIEWS.items()), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=[ALL, *Channel.choices], required=False)
    customer = forms.IntegerField(label=_("Customer"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        staff = Person.objects.staff().order_by("name").values_list("pk", "name")
        people = [(str(pk), name) for pk, name in staff]
        others = [(sort.name, sort.words) for sort in SORTS.values() if sort.name != "case"]
        self.fields["kind"].choices = [ALL, *others, *CaseKind.choices]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [ALL, *people]  # type: ignore[attr-defined]
        self.fields["view"].widget = forms.HiddenInput()

    def narrow(self, rows: Merged) -> Merged:
        at = now()
        return rows.each(lambda part: part.filter(self._wanted(sort_of(part), at)))

    def _wanted(self, sort: MatterSort, at: Any) -> Q:
        said = self.cleaned_data
        found = in_view(said["view"], sort, self.actor, at)
        if said["kind"]:
            found &= sort.kinds(said["kind"])
        if said["owner"]:
            found &= Q(**{sort.persons[0]: said["owner"]})
        if said["branch"]:
            found &= _of_branch(sort, said["branch"].pk)
        if said["channel"]:
            found &= sort.channels(said["channel"])
        if said["customer"]:
            found &= Q(customer=said["customer"])
        return found


def _of_branch(sort: MatterSort, branch: int) -> Q:
    found = NOBODY
    for field in sort.branches:
        found |= Q(**{field: branch})
    return found
