"""What is new in an answer, and what is only quoted or signed below it."""

from __future__ import annotations

import re

DAY = r"\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}"
HEADS = re.compile(
    r"^\s*(?:"
    r"[-_—=]{2,}\s*(?:original(?: message)?|forwarded message|原始郵件|原始邮件|原郵件|原邮件|回复的原邮件|"
    r"轉寄的郵件|转发的邮件|转发邮件信息|邮件原件)\s*[-_—=]{2,}"
    r"|_{20,}"
    rf"|(?:在|于|於)?\s*{DAY}.{{0,120}}(?:写道|寫道)\s*[:：]?"
    r"|.{0,80}(?:于|於|在).{0,80}(?:写道|寫道)\s*[:：]"
    r"|on\b.{6,160}\bwrote\s*:"
    r")\s*$",
    re.IGNORECASE,
)
FIRST_FIELD = re.compile(r"^\s*[>*]*\s*(?:发件人|寄件者|寄件人|发信人|from)\s*\**\s*[:：]", re.IGNORECASE)
NEXT_FIELD = re.compile(
    r"^\s*[>*]*\s*(?:发送时间|发送日期|日期|时间|傳送日期|寄件日期|收件人|收件者|主题|主旨|sent|date|to|subject)"
    r"\s*\**\s*[:：]",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"^(?:-- ?|—{2,}|"
    r"(?:发自|發自|来自|從|从).{0,20}(?:iphone|ipad|手机|手機|outlook|邮箱|郵箱|信箱|mail).{0,12}|"
    r"sent from my .{1,30}|get outlook for .{1,20}|获取\s*outlook.{0,20})$",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """The new words, and the rest: quotation of earlier mails and signature."""
    lines = text.strip("\n").split("\n")
    cut = next((place for place in range(len(lines)) if _starts_quotation(lines, place)), len(lines))
    above, below = lines[:cut], lines[cut:]
    if above and above[0].startswith(">"):
        return _answered_below(lines)
    if not any(line.strip() for line in above):
        return _answered_below(below)
    sign = next((place for place, line in enumerate(above) if place and SIGNED.match(line.strip())), cut)
    return _joined(above[:sign]), _joined([*above[sign:], *below])


def _starts_quotation(lines: list[str], place: int) -> bool:
    line = lines[place]
    if HEADS.match(line) or _wrapped_head(lines, place):
        return True
    if FIRST_FIELD.match(line):
        return any(NEXT_FIELD.match(after) for after in lines[place + 1 : place + 5])
    rest = [after for after in lines[place:] if after.strip()]
    return line.startswith(">") and all(after.startswith(">") for after in rest)


def _wrapped_head(lines: list[str], place: int) -> bool:
    """'On Mon, ... <a@b>' in one line and 'wrote:' in the next."""
    both = " ".join(lines[place : place + 2])
    begins = lines[place].strip().lower().startswith(("on ", "在 ", "于 ", "於 "))
    return begins and bool(HEADS.match(both))


def _answered_below(lines: list[str]) -> tuple[str, str]:
    """Some write below what they quote; a mail that only quotes is all new."""
    quoted = [line for line in lines[:1] if not line.startswith(">")]
    fresh = [line for line in lines[len(quoted) :] if not line.startswith(">")]
    if any(line.startswith(">") for line in lines) and any(line.strip() for line in fresh):
        return _joined(fresh), _joined([*quoted, *(line for line in lines if line.startswith(">"))])
    return _joined(lines), ""


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()
