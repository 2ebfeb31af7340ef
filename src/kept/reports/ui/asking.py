"""What a reader asks of a report, as it stands in the address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.facts import company_day
from kept.parties.ui.choosing import CustomerField

from ..enums import About, Span
from ..queries.asking import Ask, branches_of, reaches, reaches_all
from ..queries.kinds import Kind
from ..queries.writing import period_words
from ..rules import Period, usual_period

QUARTERS, YEARS = 12, 5


class PeriodField(forms.CharField):
    """A day or a month by the browser's own picker, where the report knows no other span."""

    def __init__(self, spans: tuple[Span, ...], at: datetime, **more: Any) -> None:
        super().__init__(label=_("Period"), max_length=10, **more)
        self.spans = spans
        if spans == (Span.DAY,):
            self.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        elif spans == (Span.MONTH,):
            self.widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        elif Span.DAY not in spans:
            self.widget = forms.Select(choices=period_choices(spans, at))
        else:
            self.help_text = _("2026-03-02 for a day, 2026-03 for a month")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            found = Period.read(text)
        except Refused as no:
            raise forms.ValidationError(str(no.message)) from None
        if found.span not in self.spans:
            spans = ", ".join(str(span.label) for span in self.spans)
            raise forms.ValidationError(_("This report speaks of: %(spans)s.") % {"spans": spans})
        return found


class AskForm(forms.Form):
    """The fields that a kind of report needs, and no others."""

    def __init__(self, kind: Kind, actor: Actor, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.actor = kind, actor
        if kind.about == About.RECORD and not kind.spans:
            self.fields["number"] = forms.CharField(label=kind.number, max_length=60)
        if kind.about == About.CUSTOMER:
            self.fields["customer"] = CustomerField(actor=actor)
        if kind.about == About.HOUSE:
            whole = reaches_all(actor, kind.needs)
            self.fields["branch"] = forms.ModelChoiceField(
                branches_of(actor, kind.needs),
                label=_("Branch"),
                required=not whole,
                empty_label=_("Whole company") if whole else None,
                to_field_name="code",
            )
        if kind.spans:
            self.fields["period"] = PeriodField(kind.spans, at)

    def clean_customer(self) -> Any:
        """Only whose whole story is for this reader."""
        customer = self.cleaned_data["customer"]
        if not reaches(self.actor, self.kind.needs, customer):
            raise forms.ValidationError(
                _("All records of a customer are told only to those whose grants reach the whole company.")
            )
        return customer

    def ask(self, at: datetime) -> Ask:
        told = self.cleaned_data
        return Ask(
            actor=self.actor,
            at=at,
            period=told.get("period"),
            customer=told.get("customer"),
            branch=told.get("branch"),
            number=told.get("number", ""),
        )


def ask_form(kind: Kind, actor: Actor, asked: Any, at: datetime) -> AskForm:
    """The form as asked in the address, with what goes without saying filled in."""
    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    form = AskForm(kind, actor, at)
    if "period" in form.fields and "period" not in given:
        given["period"] = usual_period(kind.spans, at).token
    if "branch" in form.fields and "branch" not in given and not reaches_all(actor, kind.needs):
        own = branches_of(actor, kind.needs).first()
        given["branch"] = own.code if own else ""
    needs = [name for name in ("customer", "number") if name in form.fields]
    if all(given.get(name) for name in needs):
        return AskForm(kind, actor, at, given)
    return AskForm(kind, actor, at, initial=given)


def period_choices(spans: tuple[Span, ...], at: datetime) -> list[tuple[str, str]]:
    """The periods one may ask for, newest first: the one that runs too."""
    today = company_day(at)
    assert today is not None
    found = []
    for span, most in ((Span.MONTH, 24), (Span.QUARTER, QUARTERS), (Span.YEAR, YEARS)):
        if span in spans:
            period = Period.holding(span, today)
            for _n in range(most):
                found.append((period.token, period_words(period)))
                period = Period.holding(span, period.first - timedelta(days=1))
    return found


def query_of(ask: Ask, **more: str) -> str:
    """The address's query for this report."""
    told = {
        "customer": ask.customer.number if ask.customer else "",
        "branch": ask.branch.code if ask.branch else "",
        "number": ask.number,
        "period": ask.period.token if ask.period else "",
        **more,
    }
    return urlencode({name: value for name, value in told.items() if value})
