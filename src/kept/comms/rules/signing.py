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


def mark_of(nonce: str) -> str:
    """What is remembered of a number used once, however long it is.

    >>> mark_of("a1"), len(mark_of("x" * 5000))
    ('a1', 64)
    """
    return nonce if len(nonce) < 64 else hashlib.sha256(nonce.encode()).hexdigest()
