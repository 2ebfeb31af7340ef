"""Words in data: `{"zh-hans": ..., "zh-hant": ..., "en": ...}`, said in the reader's language."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language

Words = Mapping[str, str]


def say(words: Words | None, language: str | None = None) -> str:
    """The reader's words, else the company's, else any, else nothing."""
    if not words:
        return ""
    for code in (language or get_language() or "", settings.LANGUAGE_CODE):
        if words.get(code):
            return words[code]
    return next((text for text in words.values() if text), "")
