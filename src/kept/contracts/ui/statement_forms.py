"""What is asked of service statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import matching
from kept.parties.enums import Segment
from kept.parties.ui.choosing import CustomerField

from ..models import ServiceStatement, StatementVersion
from ..queries.handing import lacking

ANY = ("", _("all"))
ALL_CUSTOMERS = ("", _("all customers"))
DAY = {"type": "date"}


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(DAY, format="%Y-%m-%d"), **more)


def day_asked(given: Any) -> date:
    """The day in an address, today without one that can be read."""
    try:
        return date.fromisoformat(str(given.get("on", "")))
    except ValueError:
        return localdate()


def text_name(code: str) -> str:
    return f"text_{code.replace('-', '_')}"


class WordsForm(forms.Form):
    """One text for each language of the company; one of them is needed."""

    def __init__(self, *args: Any, words: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            is_own = code == settings.LANGUAGE_CODE
            self.fields[text_name(code)] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": name},
                required=False,
                max_length=20_000,
                initial=(words or {}).get(code, ""),
                widget=forms.Textarea({"rows": 10 if is_own else 4, "lang": code}),
                help_text=_("An empty line begins a paragraph, a line that begins with # is a heading.")
                if is_own
                else "",
            )

    @property
    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[text_name(code)] for code, _name in settings.LANGUAGES}


class StatementForm(WordsForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    segment = forms.ChoiceField(
        label=_("For segment"), required=False, choices=[ALL_CUSTOMERS, *Segment.choices]
    )
    valid_from = day_field(_("Valid from"), initial=localdate)

    field_order = ("title", "segment", "customer", "valid_from")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(actor=actor, label=_("Only for customer"), required=False)
        self.order_fields(self.field_order)


class RevisionForm(WordsForm):
    changed = forms.CharField(label=_("What changed"), max_length=200)
    valid_from = day_field(_("Valid from"), initial=localdate)

    def __init__(self, *args: Any, before: StatementVersion, **kwargs: Any) -> None:
        super().__init__(*args, words=before.words, **kwargs)


class LastDayForm(forms.Form):
    on = day_field(_("Last day"), initial=localdate)


class StatementFilter(forms.Form):
    q = forms.CharField(label=_("Title or number"), required=False, widget=forms.SearchInput)
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY, *Segment.choices])
    on = day_field(_("In force on"), required=False)
    ended = forms.BooleanField(label=_("Also ended ones"), required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if said["q"].strip():
            rows = matching(rows, said["q"])
        if said["segment"]:
            rows = rows.filter(segment=said["segment"])
        if said["on"]:
            rows = rows.filter(version__isnull=False)
        return rows if said["ended"] or said["on"] else rows.standing()


class TextFilter(forms.Form):
    """Which version applies to which customer."""

    q = forms.CharField(label=_("Customer or number"), required=False, widget=forms.SearchInput)
    on = day_field(_("On day"), required=False)
    statement = forms.ModelChoiceField(
        ServiceStatement.objects.all(),
        label=_("Service statement"),
        required=False,
        empty_label=_("all"),
        to_field_name="number",
    )
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY, *Segment.choices])
    lacking = forms.BooleanField(label=_("Not handed over yet"), required=False)

    def narrow(self, rows: Any) -> Any:
        said = self.cleaned_data
        if said["q"].strip():
            rows = matching(rows, said["q"])
        if said["lacking"]:
            rows = lacking(rows)
        if said["statement"]:
            rows = rows.filter(version_id__in=said["statement"].versions.values("pk"))
        return rows.filter(segment=said["segment"]) if said["segment"] else rows
