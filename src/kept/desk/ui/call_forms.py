"""What narrows the list of calls, and what is kept about a call centre."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.people.models import Branch, Person, Team

from ..enums import CallState, Direction
from ..models import CallCentre
from ..queries.calls import answered_late

ANY = ("", _("all"))


PLAIN = ("state", "direction", "person", "branch", "queue")


class CallFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *CallState.choices], required=False)
    direction = forms.ChoiceField(label=_("Direction"), choices=[ANY, *Direction.choices], required=False)
    late = forms.BooleanField(label=_("Rang too long"), required=False)
    open = forms.BooleanField(label=_("Still to call back"), required=False)
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Clerk"), required=False, empty_label=_("all")
    )
    branch = forms.ModelChoiceField(
        Branch.objects.order_by("code"), label=_("Branch"), required=False, empty_label=_("all")
    )
    queue = forms.CharField(label=_("Queue"), required=False, max_length=60)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.staff().order_by("name", "pk")  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        rows = rows.filter(**{n: wanted[n] for n in PLAIN if n in wanted})
        if "late" in wanted:
            rows = answered_late(rows)
        if "open" in wanted:
            rows = rows.missed().filter(contact__needs_answer=True, contact__answered_at=None)
        if "phone" in wanted:
            rows = rows.filter(phone__contains=wanted["phone"].strip())
        if "since" in wanted:
            rows = rows.filter(began_at__gte=_midnight(wanted["since"]))
        if "until" in wanted:
            rows = rows.filter(began_at__lt=_midnight(wanted["until"] + timedelta(days=1)))
        return rows


class CallCentreForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_("Branch"), required=False)
    team = forms.ModelChoiceField(Team.objects.order_by("name"), label=_("Team"), required=False)
    line = forms.CharField(
        label=_("Number that is called"),
        max_length=40,
        required=False,
        help_text=_("As the telephone system says it."),
    )
    equipment = forms.CharField(
        label=_("Equipment"), max_length=120, required=False, help_text=_("For example: Hollyc6, 24 lines")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=9999)
    extensions = forms.CharField(
        label=_("Extensions"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("One a line: the extension, then the login of who sits there. 8001 linjing"),
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))

    @classmethod
    def told_of(cls, centre: CallCentre) -> dict[str, Any]:
        """What stands in the form of a centre that is there."""
        own = ("name", "branch", "team", "line", "equipment", "seats", "note")
        rows = centre.extensions.select_related("person")
        lines = [f"{row.number} {row.person.login if row.person else ''}".strip() for row in rows]
        return {**{name: getattr(centre, name) for name in own}, "extensions": "\n".join(lines)}

    def clean_extensions(self) -> dict[str, Person | None]:
        """Each line as an extension and a person; a line that cannot be read is named."""
        found: dict[str, Person | None] = {}
        for place, line in enumerate(self.cleaned_data["extensions"].splitlines(), start=1):
            number, _space, login = line.strip().partition(" ")
            if not number:
                continue
            person = Person.objects.staff().filter(login=login.strip()).first() if login.strip() else None
            if len(number) > 20 or number in found or (login.strip() and person is None):
                problem = _("Line %(place)d: '%(line)s' is no extension of its own with a login we know.")
                raise forms.ValidationError(problem % {"place": place, "line": line.strip()})
            found[number] = person
        return found


def _midnight(day: Any) -> datetime:
    return make_aware(datetime.combine(day, time.min))
