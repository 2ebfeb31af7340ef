"""What a signed webhook sends: {channel, id, from, name, text, at, phone, attachments}."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Any

from ..enums import Medium, Unreadable
from . import TEXT_LIMIT
from .letters import Letter, NotReadable, Part
from .texts import one_line, plain


def control_of(body: bytes) -> str:
    """The sender's own id of the message; empty when the body makes no sense."""
    try:
        return one_line(str(_object(body).get("id", "")), 250)
    except NotReadable:
        return ""


def is_too_long(body: bytes) -> bool:
    """Whether its text has more signs than are kept; files may be larger."""
    if len(body) <= TEXT_LIMIT:
        return False
    try:
        text = _object(body).get("text")
    except NotReadable:
        return False
    return isinstance(text, str) and len(text) > TEXT_LIMIT


def read_call(body: bytes) -> Letter:
    """Read the body of a call. Raises NotReadable."""
    told = _object(body)
    if not _is_complete(told):
        raise NotReadable(Unreadable.FIELD_MISSING)
    return Letter(
        medium=told["channel"],
        sender=one_line(told["from"], 254),
        sender_name=one_line(str(told.get("name") or ""), 80),
        phone=one_line(str(told.get("phone") or ""), 40),
        subject=one_line(str(told.get("subject") or ""), 200),
        sent_at=_moment(told.get("at")),
        text=plain(told["text"]).strip()[:TEXT_LIMIT],
        parts=tuple(_part(item) for item in told.get("attachments") or ()),
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as broken:
        raise NotReadable(Unreadable.NOT_JSON) from broken
    if not isinstance(told, dict):
        raise NotReadable(Unreadable.NOT_JSON)
    return told


def _is_complete(told: dict[str, Any]) -> bool:
    words = all(isinstance(told.get(name), str) for name in ("channel", "from", "text"))
    files = told.get("attachments") or []
    return (
        words
        and told["channel"] in Medium.values
        and bool(told["from"].strip())
        and bool(told["text"].strip() or files)
        and isinstance(files, list)
        and all(isinstance(item, dict) for item in files)
    )


def _part(item: dict[str, Any]) -> Part:
    try:
        content = base64.b64decode(str(item.get("content") or ""), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NotReadable(Unreadable.FIELD_MISSING) from broken
    return Part(one_line(str(item.get("name") or "file"), 120), content)


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value)) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
