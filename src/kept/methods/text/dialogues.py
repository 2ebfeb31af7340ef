"""Dialogues as they are copied from WeChat, QQ and their like: who said what when.

A header line names speaker and moment, what follows until the next header is what was said. Known headers:

    name 2026/11/25 10:20:30          WeChat and QQ on a PC, WeCom
    name 11-25 10:20:30, name 昨天 10:20   the same without year or date
    2026-11-25 10:20:30 name(12345)   QQ, exported
    —— 2026-11-25 ——, then name 10:20 WeChat on a phone, sent by mail
    [2026/11/25 10:20] name: text     others
    name:                             WeChat on a PC, without moments

Source: texts copied from these programs. A text whose first line is none of these is of an unknown layout.

>>> pasted = "王女士 2026/11/25 10:20:30\\n货到哪里了？\\n\\n小李 10:22:00\\n在济南"
>>> told = read_dialogue(pasted, today=date(2026, 11, 25))
>>> [(said.who, str(said.at), said.text) for said in told]
[('王女士', '2026-11-25 10:20:30', '货到哪里了？'), ('小李', '2026-11-25 10:22:00', '在济南')]
>>> read_dialogue("货到哪里了？", today=date(2026, 11, 25))
()
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

MOST_LINES: Final = 500
DAY: Final = (
    r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/月]\d{1,2}日?"
    r"|今天|昨天|前天|(?:星期|周|週)[一二三四五六日天])"
)
CLOCK: Final = r"(?:上午|下午|凌晨|早上|中午|晚上)?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*[AaPp][Mm])?"
NAME: Final = r"(?P<who>\S.{0,58}?)"
BRACKETED: Final = re.compile(
    rf"^\[(?P<day>{DAY})[\s,，]+(?P<clock>{CLOCK})\]\s*{NAME}\s*[:：]\s*(?P<text>.*)$"
)
HEADERS: Final = (
    re.compile(rf"^{NAME}\s*[:：]?\s+(?:(?P<day>{DAY})\s+)?(?P<clock>{CLOCK})$"),
    re.compile(rf"^(?P<day>{DAY})\s+(?P<clock>{CLOCK})\s+{NAME}$"),
)
SEPARATOR: Final = re.compile(
    rf"^[—–\-=─_]{{2,}}\s*(?P<day>{DAY})(?:\s+(?:星期|周|週)[一二三四五六日天])?\s*[—–\-=─_]*$"
)
BARE: Final = re.compile(r"^(?P<who>[^\s:：][^:：]{0,29})[:：]$")
ACCOUNT: Final = re.compile(r"\s*(?:[(（]\d{5,12}[)）]|[<＜][^<>＜＞]+@[^<>＜＞]+[>＞])$")
TITLE: Final = re.compile(r"^【[^】]{1,12}】\s*")
LETTERHEAD: Final = re.compile(
    r"^(?:各位朋友|微信聊天记录如下|聊天记录|.{0,40}的聊天记录|微信聊天記錄如下|.{0,40}的聊天記錄)[:：]?$"
)
WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True)
class Said:
    """One line: who said it, when (wall clock of who copied it; None where it is not told), and what."""

    who: str
    at: datetime | None
    text: str


def read_dialogue(text: str, *, today: date) -> tuple[Said, ...]:
    """What was said, in the order of the text; empty when the layout is not known.

    `today` says what 'yesterday' and a date without year mean. A line inside what was said that looks like a
    header is one only where such headers began the text: a bare name wants a second name, a bare hour a day.
    """
    found = tuple(_lines(text, today))
    is_bare = all(said.at is None for said in found)
    return () if is_bare and len({said.who for said in found}) < 2 else found


def _lines(text: str, today: date) -> Iterator[Said]:
    who, at, day, words = "", None, today, list[str]()
    kinds, count = frozenset(("day", "second", "hour", "bare")), 0
    for line in (raw.strip().replace("\u2005", " ").replace("\xa0", " ") for raw in text.splitlines()):
        header = _header(line)
        if header is None or (kind := _kind(header)) not in kinds:
            if (separator := SEPARATOR.match(line)) and _is_moment(separator):
                day, kinds = _day(separator["day"], today), kinds | {"hour"}
            elif who:
                words.append(line)
            elif line and not LETTERHEAD.match(line):
                return
            continue
        if who and (said := "\n".join(words).strip()):
            yield Said(who, at, said)
            count += 1
        if count >= MOST_LINES:
            return
        if not who:
            kinds = FOLLOW[kind] | ({"hour"} if day != today else set())
        who, rest = _name(header["who"]), header.groupdict()
        if rest.get("day"):
            day = _day(rest["day"], today)
        at = datetime.combine(day, _clock(rest["clock"])) if rest.get("clock") else None
        words = [rest["text"]] if rest.get("text") else []
    if who and (said := "\n".join(words).strip()):
        yield Said(who, at, said)


FOLLOW: Final = {
    "bare": frozenset(("bare",)),
    "hour": frozenset(("day", "second", "hour")),
    "second": frozenset(("day", "second")),
    "day": frozenset(("day", "second")),
}
"""Which kinds of header may follow the first of a kind."""


def _kind(header: re.Match[str]) -> str:
    told = header.groupdict()
    if told.get("day"):
        return "day"
    clock = told.get("clock") or ""
    return "bare" if not clock else "second" if len(re.findall(r"\d+", clock)) == 3 else "hour"


def _header(line: str) -> re.Match[str] | None:
    for pattern in (BRACKETED, *HEADERS, BARE):
        if (found := pattern.match(line)) and _is_moment(found):
            return found
    return None


def _is_moment(found: re.Match[str]) -> bool:
    """Whether clock and day of a header can be."""
    told = found.groupdict()
    try:
        if told.get("clock"):
            _clock(told["clock"])
        if told.get("day"):
            _day(told["day"], date(2024, 12, 31))
    except ValueError:
        return False
    return True


def _name(written: str) -> str:
    return ACCOUNT.sub("", TITLE.sub("", written.strip())).strip(" :：") or written.strip()


def _clock(written: str) -> time:
    """A time of the day, also as 下午3:05 or 3:05 PM."""
    hour, minute, *seconds = (int(part) for part in re.findall(r"\d+", written))
    low = written.lower()
    late = any(word in low for word in ("下午", "晚上", "pm")) or ("中午" in low and hour < 3)
    if late and hour < 12:
        hour += 12
    elif ("am" in low or "上午" in low or "凌晨" in low) and hour == 12:
        hour = 0
    return time(hour, minute, seconds[0] if seconds else 0)


def _day(written: str, today: date) -> date:
    """A date; without a year the last one that is not after today."""
    ago = {"今天": 0, "昨天": 1, "前天": 2}
    if written in ago:
        return today - timedelta(days=ago[written])
    if written[0] in "星周週":
        wanted = WEEKDAYS.index(written[-1].replace("天", "日"))
        return today - timedelta(days=(today.weekday() - wanted) % 7)
    numbers = [int(part) for part in re.findall(r"\d+", written)]
    if len(numbers) == 3:
        return date(*numbers)
    month, day = numbers
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)
