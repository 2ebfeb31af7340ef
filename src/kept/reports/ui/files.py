"""A paper as a download."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.text import slugify

from kept.documents.papers import Paper

from ..queries.making import FORMS, file_in


def file_of(form: str, language: str, name: str, make: Callable[[], Paper]) -> HttpResponse:
    """The report made anew in that language, as PDF or Excel."""
    response = HttpResponse(file_in(form, language, make), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
