"""What the company is called."""

from __future__ import annotations

from django.utils.translation import get_language

from kept.kernel.words import say

from ..models import CompanyName


def company_name(language: str | None = None) -> str:
    """In this language or the reader's, else in any it was given in; empty while nobody has named it."""
    row = CompanyName.objects.first()
    return say(row.names, language or get_language()) if row else ""


def our_name(language: str | None = None) -> str:
    """As it stands on papers and public pages; the system's own while nobody has named the company."""
    return company_name(language) or "Kept"
