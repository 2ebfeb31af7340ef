"""What every form that answers carries: the last answer that its writer knew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from ..actions.colliding import AnsweredMeanwhile
from ..models import Case, Contact
from ..queries.replies import last_answer


class AnsweringForm(forms.Form):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The last answer that the writer knew."""


def seen_of(matter: Case | Contact) -> int:
    last = last_answer(matter)
    return last.pk if last else 0


@contextmanager
def reading_first(form: Any) -> Iterator[None]:
    """Within refusals(): what was typed stays, and whoever has read what was said may send it again."""
    try:
        yield
    except AnsweredMeanwhile as meanwhile:
        form.data = form.data.copy()
        form.data["seen"] = meanwhile.last.pk
        raise
