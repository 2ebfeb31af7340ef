"""Bytes of a message as text, whatever charset they claim; HTML made harmless."""

from __future__ import annotations

import html as entities
import re
from email.errors import HeaderParseError
from email.header import decode_header

import nh3

GB = frozenset(("gb2312", "gbk", "gb18030", "cp936", "hz", "x-gbk"))
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
BREAKS = re.compile(r"<(?:br|hr)\b[^>]*>|</(?:p|div|tr|li|h[1-6]|blockquote|table|pre)\s*>", re.IGNORECASE)
SPACES = re.compile(r"[ \t\u00a0]+")
EMPTY_LINES = re.compile(r"\n{3,}")
SILENT = frozenset(("script", "style", "title", "head", "noscript", "template"))
TAGS = frozenset(
    "a b strong i em u s br p div span blockquote pre code ul ol li h1 h2 h3 h4 hr"
    " table thead tbody tr td th".split()
)


def plain(text: str) -> str:
    """Text that a database and a page can hold: no control characters, no halves of characters."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "ignore").decode())


def one_line(text: str, most: int) -> str:
    """A header's value: nothing in it can begin another header."""
    return " ".join(plain(text).split())[:most]


def decoded(raw: bytes, declared: str = "") -> str:
    """Bytes as text. The declared charset is believed unless the bytes speak against it."""
    charset = declared.strip().strip("\"'").lower()
    utf8 = _strict(raw, "utf-8")
    if utf8 is not None and (charset in ("", "utf-8", "utf8", "us-ascii", "ascii") or HAN.search(utf8)):
        return plain(utf8)
    for candidate in ("gb18030" if charset in GB else charset, "utf-8", "gb18030", "big5"):
        if candidate and (found := _strict(raw, candidate)) is not None:
            return plain(found)
    return plain(raw.decode("utf-8", "replace"))


def header_text(value: str) -> str:
    """A raw header as people read it: encoded words, and bytes that nobody encoded."""
    if any("\udc80" <= sign <= "\udcff" for sign in value):
        value = decoded(value.encode("ascii", "surrogateescape"))
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return plain(value)
    return "".join(
        decoded(part, charset or "") if isinstance(part, bytes) else plain(part) for part, charset in parts
    )


def harmless(html: str) -> str:
    """HTML that may be shown: words and tables, no script, style, form, picture or foreign frame."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(SILENT),
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def text_of_html(html: str) -> str:
    """What a reader of the HTML reads, line by line."""
    marked = BREAKS.sub(lambda tag: f"{tag[0]}\n", html.replace("\r", "").replace("\n", " "))
    bare = nh3.clean(marked, tags=set(), clean_content_tags=set(SILENT))
    lines = (SPACES.sub(" ", line).strip() for line in entities.unescape(bare).split("\n"))
    return plain(EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip())


def _strict(raw: bytes, charset: str) -> str | None:
    try:
        return raw.decode(charset)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None
