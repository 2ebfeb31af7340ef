"""Forms about promises and policies."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.access import STAFF
from kept.kernel.money import to_minor
from kept.kernel.web.folding import Folding
from kept.parties.enums import Segment
from kept.people.models import Branch, Person, Team
from kept.people.rules import ROLE_WORDS

from ..enums import Cause, LiableTier, LimitKind, PauseReason, PromiseState, TermState
from ..kinds import kind_choices
from ..models import PromiseQuerySet, ServiceCalendar

ANY = ("", _("all"))
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


class DueFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Promise"), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    person = forms.ModelChoiceField(
        Person.objects.staff(), label=_("Responsible"), required=False, empty_label=_("all")
    )
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("all")
    )
    late = forms.BooleanField(label=_("Broken only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [ANY, *kind_choices()]  # type: ignore[attr-defined]

    def narrow(self, rows: PromiseQuerySet) -> PromiseQuerySet:
        wanted = self.cleaned_data
        if wanted.get("kind"):
            rows = rows.filter(kind=wanted["kind"])
        if wanted.get("branch"):
            rows = rows.filter(branch=wanted["branch"])
        if wanted.get("team"):
            rows = rows.filter(team=wanted["team"])
        if wanted.get("person"):
            rows = rows.filter(person=wanted["person"])
        return rows.broken(now()) if wanted.get("late") else rows


class PromiseFilter(forms.Form):
    """All that other pages link to: a figure opens the promises behind it."""

    kind = forms.ChoiceField(label=_("Promise"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *PromiseState.choices])
    customer = forms.IntegerField(label=_("Customer"), required=False, widget=forms.HiddenInput)
    provider = forms.IntegerField(label=_("Subcontractor"), required=False, widget=forms.HiddenInput)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    person = forms.ModelChoiceField(
        Person.objects.staff(), label=_("Responsible"), required=False, empty_label=_("all")
    )
    term = forms.CharField(required=False, widget=forms.HiddenInput)
    due_from = forms.DateField(
        label=_("Due from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    due_to = forms.DateField(
        label=_("Due to"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    cause = forms.ChoiceField(label=_("Cause"), required=False, choices=[ANY, *Cause.choices])
    liable = forms.ChoiceField(label=_("Liable"), required=False, choices=[ANY, *LiableTier.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [ANY, *kind_choices()]  # type: ignore[attr-defined]

    def narrow(self, rows: PromiseQuerySet) -> PromiseQuerySet:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if wanted.get("state") == PromiseState.BROKEN:
            rows = rows.broken(now())
        elif "state" in wanted:
            rows = rows.filter(state=wanted["state"])
        for field in ("kind", "customer", "provider", "branch", "person", "cause"):
            if field in wanted:
                rows = rows.filter(**{field: wanted[field]})
        if "liable" in wanted:
            rows = rows.filter(liable_tier=wanted["liable"])
        if "due_from" in wanted:
            rows = rows.filter(due_at__date__gte=wanted["due_from"])
        if "due_to" in wanted:
            rows = rows.filter(due_at__date__lte=wanted["due_to"])
        return rows.filter(_term(wanted["term"])) if "term" in wanted else rows


def _term(word: str) -> Q:
    """'quality.broken' narrows by one term's verdict."""
    term, _, state = word.partition(".")
    fields = {"time": "time_state", "quantity": "quantity_state", "quality": "quality_state"}
    fields["documents"] = "documents_state"
    known = term in fields and state in TermState.values
    return Q(**{fields[term]: state}) if known else Q(pk__in=[])


class PauseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Waiting for"), choices=PauseReason.choices)


class CauseForm(forms.Form):
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices)
    liable_tier = forms.ChoiceField(label=_("Liable"), choices=LiableTier.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    excused = forms.BooleanField(label=_("Excused by contract (stays broken, counts apart)"), required=False)


class WaiverForm(forms.Form):
    why = forms.CharField(label=_("Who let us off, and why"), max_length=200)


class RevisionForm(forms.Form):
    """What later evidence says; leave open what stays as it is."""

    met_at = forms.DateTimeField(
        label=_("Met"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    quantity = forms.ChoiceField(
        label=_("Quantity"), required=False, choices=[("", _("as it is")), *TermState.choices[2:]]
    )
    quality = forms.ChoiceField(
        label=_("Quality"), required=False, choices=[("", _("as it is")), *TermState.choices[2:]]
    )
    documents = forms.ChoiceField(
        label=_("Documents"), required=False, choices=[("", _("as it is")), *TermState.choices[2:]]
    )
    why = forms.CharField(label=_("Why"), max_length=200)

    def terms(self) -> dict[str, str]:
        names = ("quantity", "quality", "documents")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


class VersionForm(Folding, forms.Form):
    """The numbers of a policy from a moment on."""

    UNUSUAL: ClassVar = ("warn_percent", "warn_roles", "price")

    limit_kind = forms.ChoiceField(
        label=_("Limit"), choices=LimitKind.choices, initial=LimitKind.WORKING_TIME
    )
    amount = forms.DecimalField(
        label=_("Time allowed"), required=False, min_value=Decimal("0.01"), max_digits=8
    )
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=[
            ("seconds", _("seconds")),
            ("minutes", _("minutes")),
            ("hours", _("hours")),
            ("days", _("days of 24 hours")),
        ],
        initial="hours",
    )
    calendar = forms.ModelChoiceField(ServiceCalendar.objects.all(), label=_("Calendar"))
    warn_percent = forms.DecimalField(
        label=_("Warn when this share of the time is gone (%)"), min_value=1, max_value=100, initial=80
    )
    warn_roles = forms.MultipleChoiceField(
        label=_("Warn whom, beside the person who owes it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    price = forms.DecimalField(
        label=_("Agreed consequence when broken (CNY)"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )
    valid_from = forms.DateTimeField(
        label=_("Valid from"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now."),
    )
    why = forms.CharField(label=_("Reason of the change"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from kept.kernel.words import say

        super().__init__(*args, **kwargs)
        roles = [(code, say(words)) for code, words in ROLE_WORDS.items() if code in STAFF]
        self.fields["warn_roles"].choices = roles  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        """Keywords for `make_version` and `make_policy`."""
        given = self.cleaned_data
        amount, price = given.get("amount"), given.get("price")
        timed = given["limit_kind"] == LimitKind.WORKING_TIME and amount is not None
        seconds = float(amount or 0) * UNITS[given["unit"]]
        return {
            "limit": timedelta(seconds=seconds) if timed else None,
            "limit_kind": given["limit_kind"],
            "calendar": given["calendar"],
            "warn_share": given["warn_percent"] / 100,
            "warn_roles": given["warn_roles"],
            "price": None if price is None else to_minor(price),
            "why": given["why"],
        }


class PolicyForm(VersionForm):
    """A policy for a scope that has none yet."""

    kind = forms.ChoiceField(label=_("Promise"))
    customer_number = forms.CharField(label=_("Customer number"), required=False, max_length=20)
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY, *Segment.choices])
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("all")
    )
    lane_origin = forms.CharField(label=_("From (city)"), required=False, max_length=60)
    lane_destination = forms.CharField(label=_("To (city)"), required=False, max_length=60)
    for_contract = forms.BooleanField(label=_("Only where a contract line names it"), required=False)
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    field_order = (
        "kind",
        "customer_number",
        "segment",
        "service",
        "lane_origin",
        "lane_destination",
        "for_contract",
        "name",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]

    def clean_customer_number(self) -> Any:
        from kept.parties.models import Customer

        number = self.cleaned_data["customer_number"].strip()
        if not number:
            return None
        customer = Customer.objects.filter(number=number).first()
        if customer is None:
            raise forms.ValidationError(_("No customer has this number."))
        return customer

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("for_contract") and not given.get("name"):
            self.add_error("name", _("Name a policy that contract lines point to."))
        return given

    def scope(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("segment", "service", "lane_origin", "lane_destination", "for_contract", "name")
        return {"customer": given["customer_number"], **{name: given[name] for name in names}}


class DaysForm(forms.Form):
    """Days that differ from the week: holidays, half days and make-up working days."""

    lines = forms.CharField(
        label=_("Days that differ, one a line"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("2027-01-01 closed · 2027-02-06 09:00-12:00 13:00-18:00"),
    )
    known_until = forms.DateField(
        label=_("Published until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
