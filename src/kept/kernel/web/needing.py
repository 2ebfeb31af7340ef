"""Fields that may stay empty in one case and are needed in another: the label says in which."""

from __future__ import annotations

from django import forms


def needed_when(field: forms.Field, words: object) -> None:
    """Say `words` beside the label in place of "optional"; the form checks it in `clean`."""
    field.needed_when = words  # type: ignore[attr-defined]
