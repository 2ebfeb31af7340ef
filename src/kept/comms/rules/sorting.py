"""Who wrote a mail: a person, a machine, a postmaster, or we ourselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from ..enums import Sort
from .texts import one_line

AWAY = re.compile(
    r"^\s*(?:\[?(?:自动回复|自动答复|自動回覆|自動回復|自動答覆"
    r"|automatic reply|auto(?:matic)?[- ]?(?:reply|response))"
    r"|out of (?:the )?office)"
    r"|(?:不在办公室|不在辦公室|外出(?:自动|自動)|休假(?:自动|自動))",
    re.IGNORECASE,
)
POSTMASTERS = ("mailer-daemon@", "postmaster@", "mail-daemon@")
OURS = re.compile(r"<kept\.[a-z0-9]{20,40}@[^<>\s]{1,200}>")
MARK = "X-Kept"


@dataclass(frozen=True)
class Bounce:
    """What a postmaster reports: which of our mails did not arrive, where, and why."""

    message_id: str
    recipient: str
    why: str
    is_final: bool = True


def sort_of(mail: Message, sender: str, subject: str, *, own: frozenset[str], installation: str) -> Sort:
    """The kind of a mail by its headers (RFC 3834, RFC 3464), and by its subject where headers are silent."""
    if sender in own or _said(mail, MARK) == installation:
        return Sort.LOOP
    if _is_report(mail) or sender.startswith(POSTMASTERS):
        return Sort.BOUNCE
    submitted = _said(mail, "auto-submitted").split(";")[0].strip()
    if submitted.startswith("auto-replied") or _answers_by_itself(mail) or AWAY.search(subject):
        return Sort.AUTO_REPLY
    machine = submitted not in ("", "no") or _said(mail, "precedence") in ("bulk", "list", "junk")
    return Sort.BULK if machine or "list-id" in mail or "list-unsubscribe" in mail else Sort.PERSONAL


def bounce_of(mail: Message) -> Bounce | None:
    """What a delivery report says; None for any other mail."""
    sender = str(mail.get("from", "")).lower()
    if not (_is_report(mail) or any(name in sender for name in POSTMASTERS)):
        return None
    fields: dict[str, str] = {}
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload() if part.is_multipart() else ():
                if isinstance(block, Message):
                    fields |= {name.lower(): one_line(str(value), 300) for name, value in block.items()}
    ours = OURS.search(_everything(mail))
    return Bounce(
        message_id=ours[0] if ours else "",
        recipient=fields.get("final-recipient", "").rpartition(";")[2].strip(),
        why=fields.get("diagnostic-code", "").partition(";")[2].strip() or fields.get("status", ""),
        is_final=fields.get("action", "failed").lower() == "failed",
    )


def _everything(mail: Message) -> str:
    """All text of a report: postmasters put the failed mail's number anywhere."""
    found = [f"{mail.get('in-reply-to', '')} {mail.get('references', '')}"]
    for part in mail.walk():
        found.append(f"{part.get('message-id', '')}")
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            found.append(payload[:65536].decode("utf-8", "replace") if isinstance(payload, bytes) else "")
    return "\n".join(found)


def _is_report(mail: Message) -> bool:
    report = str(mail.get_param("report-type") or "").lower()
    return mail.get_content_type() == "multipart/report" and report in ("delivery-status", "")


def _answers_by_itself(mail: Message) -> bool:
    marks = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply")
    return any(mark in mail for mark in marks) or _said(mail, "precedence") == "auto_reply"


def _said(mail: Message, name: str) -> str:
    return str(mail.get(name, "")).strip().lower()
