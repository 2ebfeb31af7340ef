"""Secrets of channels, sealed with a key derived from the installation's own secret."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused


class SecretLost(Refused):
    default = _(
        "The secret of this channel cannot be read with the key of this installation. Enter it again."
    )


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    """The secret itself. Raises SecretLost when it was sealed by another installation."""
    try:
        return _box().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise SecretLost from None


def derived(purpose: str, about: str, length: int = 12) -> str:
    """A short code that nobody can guess without the installation's secret."""
    digest = hmac.new(_key(purpose), about.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:length]


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("kept.comms.secrets")))


def _key(purpose: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), purpose.encode(), hashlib.sha256).digest()
