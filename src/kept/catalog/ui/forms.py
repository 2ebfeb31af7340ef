"""What is asked of services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..enums import CORE, ServiceKind
from ..models import Service, ServiceQuerySet

KINDS = [("", _("all")), ("core", _("Core logistics")), *ServiceKind.choices]


class ServiceFilter(forms.Form):
    q = forms.CharField(label=_("Code or name"), required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=KINDS)
    retired = forms.BooleanField(label=_("Show retired ones too"), required=False)

    def narrow(self, rows: ServiceQuerySet) -> ServiceQuerySet:
        given = self.cleaned_data
        if kind := given.get("kind"):
            rows = rows.filter(kind__in=CORE if kind == "core" else (kind,))
        if not given.get("retired"):
            rows = rows.offered()
        if text := given.get("q", "").strip():
            called = [row.pk for row in rows if row.is_called(text)]
            rows = rows.filter(pk__in=called)
        return rows


class ServiceForm(forms.Form):
    """A service with a name in each language; without one given it is a new one and asks its code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("Small letters, digits and underscores. It stays for good: imports and programs use it."),
        widget=forms.TextInput({"autocapitalize": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ServiceKind.choices,
        help_text=_("Beyond logistics: what customers and drivers need besides, such as trading support."),
    )
    covers = forms.CharField(
        label=_("What it covers"), required=False, max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, service: Service | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, title in settings.LANGUAGES:
            self.fields[_field(language)] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": title},
                required=False,
                max_length=60,
                initial=service.words.get(language, "") if service else "",
                widget=forms.TextInput({"lang": language}),
            )
        self.order_fields(["code", *self.names])
        if service:
            del self.fields["code"]
            self.initial.update(kind=service.kind, covers=service.covers)

    @property
    def names(self) -> list[str]:
        return [_field(language) for language, _title in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(name) for name in self.names):
            self.add_error(self.names[0], _("Name the service in at least one language."))
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """Fields of Service as the verbs take them."""
        given = self.cleaned_data
        words = {language: given[_field(language)] for language, _title in settings.LANGUAGES}
        said: dict[str, Any] = {name: given[name] for name in ("kind", "covers")}
        own = {} if "code" not in given else {"code": given["code"]}
        return {**own, **said, "words": words}


class RetirementForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=200)


def _field(language: str) -> str:
    return f"name_{language.replace('-', '_')}"
