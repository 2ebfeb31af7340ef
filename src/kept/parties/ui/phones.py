"""What a field for a phone number takes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kept.methods.phones import may_be_phone


def be_a_phone(text: str) -> None:
    """A validator: refuse what cannot be a phone number."""
    if not may_be_phone(text):
        raise ValidationError(_("Write the phone number with digits, e.g. 021-5555 0101."))
