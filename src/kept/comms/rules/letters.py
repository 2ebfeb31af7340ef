"""A message from outside as it is read: who, to whom, what is new in it, and the files it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from ..enums import Sort, Unreadable
from . import TEXT_LIMIT, quoting
from .sorting import Bounce, bounce_of, sort_of
from .texts import decoded, harmless, header_text, one_line, plain, text_of_html

ADDRESS = re.compile(r"[^@\s<>\"',;:()\[\]]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
IDS = re.compile(r"<[^<>\s]{1,240}>")
MOST_PARTS = 400


class NotReadable(Exception):
    """The message makes no sense; `why` says which."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Part:
    """A file that came with a message, as its sender named it."""

    name: str
    content: bytes
    is_inline: bool = False


@dataclass(frozen=True)
class Letter:
    """What was read. `text` is new, `quoted` was written before; `html` is harmless."""

    sender: str
    sender_name: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    quoted: str = ""
    html: str = ""
    medium: str = "email"
    sort: Sort = Sort.PERSONAL
    references: tuple[str, ...] = ()
    phone: str = ""
    bounce: Bounce | None = None
    parts: tuple[Part, ...] = ()


def message_id_of(raw: bytes) -> str:
    """The Message-ID of a raw mail without reading more than its head; empty when there is none."""
    head = message_from_bytes(raw[:65536].split(b"\r\n\r\n")[0].split(b"\n\n")[0])
    found = IDS.search(_raw(head, "message-id"))
    return one_line(found[0], 250) if found else ""


def read_mail(raw: bytes, *, own: frozenset[str], installation: str) -> Letter:
    """Read a raw mail. `own` are our addresses, `installation` marks our own mail. Raises NotReadable."""
    try:
        mail = message_from_bytes(raw)
        return _letter(mail, own, installation)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as broken:
        raise NotReadable(Unreadable.BROKEN) from broken


def addresses(value: str) -> list[tuple[str, str]]:
    """Names and addresses of a header; an address is lower case and has nothing but itself."""
    pairs = [(header_text(name), address) for name, address in getaddresses([value])]
    good = [
        (name, found[0].lower()) for name, address in pairs if (found := ADDRESS.fullmatch(address.strip()))
    ]
    return [(one_line(name, 80), address[:254]) for name, address in good]


def _letter(mail: Message, own: frozenset[str], installation: str) -> Letter:
    senders = addresses(_raw(mail, "from"))
    if not senders:
        raise NotReadable(Unreadable.NO_SENDER)
    text, html, parts = _bodies(mail)
    fresh, quoted = quoting.split(text or text_of_html(html))
    name, sender = senders[0]
    subject = one_line(header_text(_raw(mail, "subject")), 200)
    return Letter(
        sender=sender,
        sender_name=name,
        to=tuple(address for _, address in addresses(_raw(mail, "to"))),
        cc=tuple(address for _, address in addresses(_raw(mail, "cc"))),
        subject=subject,
        sent_at=_moment(_raw(mail, "date")),
        text=fresh[:TEXT_LIMIT],
        quoted=quoted[:TEXT_LIMIT],
        html=harmless(html)[:TEXT_LIMIT] if html else "",
        sort=sort_of(mail, sender, subject, own=own, installation=installation),
        references=tuple(
            dict.fromkeys(IDS.findall(f"{_raw(mail, 'references')} {_raw(mail, 'in-reply-to')}"))
        )[-40:],
        bounce=bounce_of(mail),
        parts=tuple(parts),
    )


def _bodies(mail: Message) -> tuple[str, str, list[Part]]:
    texts: list[str] = []
    htmls: list[str] = []
    parts: list[Part] = []
    for part in _leaves(mail):
        kind, name = part.get_content_type(), _name(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if not attached and kind in ("text/plain", "text/html"):
            body = decoded(
                _content(part), part.get_param("charset", "") and str(part.get_content_charset() or "")
            )
            (htmls if kind == "text/html" else texts).append(body)
        elif attached or not kind.startswith("multipart/"):
            inline = part.get_content_disposition() == "inline" or "content-id" in part
            parts.append(Part(name or kind.replace("/", "."), _content(part), inline))
    return "\n".join(texts).strip(), "\n".join(htmls), parts


def _leaves(mail: Message) -> Iterator[Message]:
    """Parts that hold something; a mail within a mail is one of them."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting = [inner for inner in part.get_payload() if isinstance(inner, Message)] + waiting
        else:
            yield part


def _content(part: Message) -> bytes:
    if part.is_multipart():
        return b"\n".join(inner.as_bytes() for inner in part.get_payload() if isinstance(inner, Message))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "replace")


def _name(part: Message) -> str:
    return one_line(header_text(part.get_filename("") or ""), 120)


def _raw(mail: Message, name: str) -> str:
    """The first header of a name as it came: unfolded, bytes outside ASCII as surrogates."""
    found = next((value for key, value in mail.raw_items() if key.lower() == name), "")
    return str(found).replace("\r", "").replace("\n", " ").strip()


def _moment(value: str) -> datetime | None:
    """When the sender says it was sent; nothing rests on it."""
    try:
        moment = parsedate_to_datetime(plain(value))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None
