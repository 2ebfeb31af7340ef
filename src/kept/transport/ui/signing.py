"""A signature drawn on the page, as a picture."""

from __future__ import annotations

import base64
import binascii

from django.core.files.base import ContentFile

BEGINS = "data:image/png;base64,"


def picture_of(drawn: str) -> ContentFile[bytes] | None:
    """The PNG that the page sent as text; None when nothing was drawn. What it really is, is judged later."""
    if not drawn.startswith(BEGINS):
        return None
    try:
        return ContentFile(base64.b64decode(drawn.removeprefix(BEGINS), validate=True), name="signature.png")
    except binascii.Error:
        return None
