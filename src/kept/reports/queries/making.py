"""A report as a file, in the language asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils import translation

from kept.documents.papers import Paper, pressed, workbook

LANGUAGES: Final = (("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English"))
FORMS: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_in(form: str, language: str, make: Callable[[], Paper]) -> bytes:
    """The report made in that language, or in the reader's where it is none of ours, as PDF or workbook."""
    chosen = language if language in dict(LANGUAGES) else translation.get_language() or "zh-hans"
    with translation.override(chosen):
        paper = make()
        return pressed(paper) if form == "pdf" else workbook(paper)
