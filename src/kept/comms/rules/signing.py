"""How a call of a webhook is signed: HMAC-SHA256 over time stamp, number used once, and body."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta


def signature(key: str, stamp: str, nonce: str, body: bytes) -> str:
    """The hexadecimal signature of one call.

    >>> signature("k", "1764326520", "a1", b"{}")[:16]
    'c581ee7511314561'
    """
    signed = f"{stamp}.{nonce}.".encode() + body
    return hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()


def is_signed(given: str, *, key: str, stamp: str, nonce: str, body: bytes) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(signature(key, stamp, nonce, body).encode(), given.lower().encode())


def is_timely(stamp: str, *, at: datetime, window: timedelta) -> bool:
    """Whether a stamp in seconds since 1970 lies within the window around now."""
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        return False
    return abs(at.timestamp() - int(stamp)) <= window.total_seconds()
