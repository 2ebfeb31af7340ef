"""How a pasted chat would be read, before it is logged."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema

from ..queries.dialogues import Reading, pasted_dialogue
from .cases import CaseLineOut, ReadingIn, allowed

router = Router(tags=["desk"])


class DialogueIn(Schema):
    """What was copied out of WeChat or QQ, and how it is to be read where that is known."""

    text: str = Field(max_length=20_000)
    caller_name: str = Field("", max_length=80)
    reading: ReadingIn | None = None


class DialogueOut(Schema):
    """`is_read` is false for a text of unknown layout, which is kept as it is. Unless `is_sure`, nothing
    counts as our answer."""

    is_read: bool
    lines: list[CaseLineOut] = []
    is_sure: bool = False
    caller: str = ""
    since: datetime | None = None
    reply: str = ""
    reply_at: datetime | None = None


@router.post("contacts/dialogue", response=DialogueOut)
def read(request: HttpRequest, data: DialogueIn) -> dict[str, Any]:
    """Read a chat without keeping anything. What is sent as `reading` here goes with the contact as well."""
    allowed(request, "desk.work")
    reading = Reading(**data.reading.told()) if data.reading else None
    pasted = pasted_dialogue(data.text, caller=data.caller_name, at=now(), reading=reading)
    return {"is_read": True, **asdict(pasted)} if pasted else {"is_read": False}
