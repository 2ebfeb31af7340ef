"""Sending a file or a mapping in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..queries.mappings import all_mappings


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV (also .gz), Excel or Parquet."))
    mapping = forms.ChoiceField(label=_("Mapping"), required=False)
    own = forms.FileField(
        label=_("Or a mapping of your own"),
        required=False,
        help_text=_("A .toml file; it is kept for next time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(chosen.name, chosen.title) for chosen in all_mappings()]
        self.fields["mapping"].choices = [("", "–"), *names]  # type: ignore[attr-defined]

    def clean_own(self) -> str:
        sent = self.cleaned_data["own"]
        if sent is None:
            return ""
        if sent.size > 200_000:
            raise forms.ValidationError(_("This is too large for a mapping."))
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("A mapping is a text in UTF-8.")) from None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("mapping") and not told.get("own") and "own" not in self.errors:
            self.add_error("mapping", _("Choose a mapping, or send one of your own."))
        return told
