"""Whether our own mail server vouches for a sender: its Authentication-Results (RFC 8601), nobody else's."""

from __future__ import annotations

import re
from email import message_from_bytes

RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
DOMAIN = re.compile(
    r"(?:header\.d|header\.i|smtp\.mailfrom|smtp\.helo)\s*=\s*\"?(?:[^@\s;\"]*@)?([a-z0-9.-]+)", re.I
)


def vouched(raw: bytes, sender: str, *, server: str) -> bool | None:
    """True when `server` says the mail is the sender's domain's own, False when it does not.

    None when no server is named: then nobody can say. Only the topmost header counts, since ours stands
    above whatever the sender wrote.
    """
    if not server:
        return None
    head = message_from_bytes(raw[:262144])
    topmost = str(head.get("authentication-results", "")).replace("\n", " ").replace("\r", "")
    named, _, results = topmost.partition(";")
    if named.split()[:1] != [server]:
        return False
    found = RESULT.findall(results)
    dmarc = [verdict.lower() for method, verdict, _ in found if method.lower() == "dmarc"]
    if "pass" in dmarc or "fail" in dmarc:
        return "fail" not in dmarc
    return any(verdict.lower() == "pass" and _aligned(rest, sender) for _, verdict, rest in found)


def _aligned(properties: str, sender: str) -> bool:
    """Whether the proven domain is the sender's, or one above it."""
    theirs = sender.rpartition("@")[2]
    proven = [domain.lower().strip(".") for domain in DOMAIN.findall(properties)]
    return any(theirs == domain or ("." in domain and theirs.endswith(f".{domain}")) for domain in proven)
