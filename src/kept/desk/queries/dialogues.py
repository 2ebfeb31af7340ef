"""A pasted WeChat or QQ dialogue: which lines are ours, since when somebody waits, and what we said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.facts import company_day, company_zone
from kept.methods.text.dialogues import MOST_LINES, Said, read_dialogue
from kept.people.models import Person

from ..enums import Channel
from ..models.contacts import with_moments

PASTED = frozenset((Channel.WECHAT, Channel.QQ, Channel.SOCIAL))
"""Channels whose talk is copied out of another program."""


class NobodyAsked(Refused):
    default = _("Say which lines the customer wrote: all of them cannot be ours.")


@dataclass(frozen=True)
class Reading:
    """How a clerk wants it read: whose lines are ours, who of the others called, or as a plain text."""

    ours: frozenset[str] = frozenset()
    caller: str = ""
    as_text: bool = False


@dataclass(frozen=True)
class Pasted:
    """What was pasted. `since` and `reply_at` are empty where the text does not tell them for certain."""

    lines: list[dict[str, Any]]
    ours: frozenset[str]
    caller: str
    is_sure: bool
    since: datetime | None
    reply: str
    reply_at: datetime | None

    @property
    def speakers(self) -> list[str]:
        return list(dict.fromkeys(line["who"] for line in self.lines))

    @property
    def shown(self) -> list[dict[str, Any]]:
        return with_moments(self.lines)

    @property
    def theirs(self) -> list[str]:
        return [who for who in self.speakers if who not in self.ours]

    @property
    def is_cut(self) -> bool:
        """Whether it is longer than what is read; the text itself is kept whole."""
        return len(self.lines) == MOST_LINES


def pasted_dialogue(text: str, *, caller: str, at: datetime, reading: Reading | None = None) -> Pasted | None:
    """Read a dialogue; None when its layout is not known. One statement, and none for other texts.

    Ours are the lines of somebody of the staff; of two speakers also whoever is not the `caller`. A
    `reading` knows better. What counts is the last time they asked: `since` is its first line, `reply`
    what we wrote after it.
    """
    today = company_day(at)
    assert today is not None
    told = () if reading is not None and reading.as_text else read_dialogue(text, today=today)
    if not told:
        return None
    speakers = set(dict.fromkeys(said.who for said in told))
    ours = _ours(speakers, caller) if reading is None else reading.ours & speakers
    theirs = speakers - ours
    if not theirs:
        raise NobodyAsked(field="summary")
    last = max(place for place, said in enumerate(told) if said.who in theirs)
    first = last
    while first and told[first - 1].who in theirs:
        first -= 1
    after = told[last + 1 :]
    is_sure = reading is not None or bool(ours) or len(speakers) == 1
    return Pasted(
        lines=[_line(said, said.who in ours) for said in told],
        ours=frozenset(ours),
        caller=_caller(theirs, reading) if is_sure else "",
        is_sure=is_sure,
        since=_past(told[first].at, at) if is_sure else None,
        reply="\n".join(said.text for said in after),
        reply_at=_past(after[0].at, at) if after else None,
    )


def _caller(theirs: set[str], reading: Reading | None) -> str:
    if reading is not None and reading.caller in theirs:
        return reading.caller
    return next(iter(theirs)) if len(theirs) == 1 else ""


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
