"""A pasted WeChat or QQ dialogue: which lines are ours, since when somebody waits, and what we said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.kernel.facts import company_day, company_zone
from kept.methods.text.dialogues import Said, read_dialogue
from kept.people.models import Person

from ..enums import Channel

PASTED = frozenset((Channel.WECHAT, Channel.QQ, Channel.SOCIAL))
"""Channels whose talk is copied out of another program."""


@dataclass(frozen=True)
class Pasted:
    """What was pasted. `since` and `reply_at` are empty where the text does not tell them for certain."""

    lines: list[dict[str, Any]]
    caller: str
    since: datetime | None
    reply: str
    reply_at: datetime | None


def pasted_dialogue(text: str, *, caller: str, at: datetime) -> Pasted | None:
    """Read a dialogue; None when its layout is not known. One statement, and none for other texts.

    Ours are the lines of somebody of the staff; of two speakers also whoever is not the `caller`. What
    counts is the last time they asked: `since` is its first line, `reply` what we wrote after it.
    """
    today = company_day(at)
    assert today is not None
    told = read_dialogue(text, today=today)
    if not told:
        return None
    speakers = set(dict.fromkeys(said.who for said in told))
    ours = _ours(speakers, caller)
    theirs = speakers - ours
    last = max(place for place, said in enumerate(told) if said.who in theirs)
    first = last
    while first and told[first - 1].who in theirs:
        first -= 1
    after = told[last + 1 :]
    is_sure = bool(ours) or len(speakers) == 1
    return Pasted(
        lines=[_line(said, said.who in ours) for said in told],
        caller=theirs.pop() if is_sure and len(theirs) == 1 else "",
        since=_past(told[first].at, at) if is_sure else None,
        reply="\n".join(said.text for said in after),
        reply_at=_past(after[0].at, at) if after else None,
    )


def _ours(speakers: set[str], caller: str) -> set[str]:
    """Empty when it is not known, or when nobody would be left at the other end."""
    known = set(Person.objects.staff().filter(name__in=speakers).values_list("name", flat=True))
    if not known and caller in speakers and len(speakers) == 2:
        known = speakers - {caller}
    return known if known != speakers else set()


def _line(said: Said, is_ours: bool) -> dict[str, Any]:
    moment = said.at.replace(tzinfo=company_zone()).isoformat() if said.at else None
    return {"who": said.who, "at": moment, "text": said.text, "ours": is_ours}


def _past(moment: datetime | None, at: datetime) -> datetime | None:
    """In the company's zone; empty for what lies in the future of whoever pastes it."""
    local = moment.replace(tzinfo=company_zone()) if moment else None
    return local if local is not None and local <= at else None
