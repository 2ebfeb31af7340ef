"""Writing messages into the outbox, in the act that causes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import models, transaction

from kept.documents.models import Document
from kept.kernel.actor import Actor

from ..enums import AccountKind, Medium
from ..models import Account, Message
from ..models.outgoing import message_id
from ..queries.carriers import main_account
from ..rules.texts import one_line


def queue_message(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    cc: str = "",
    reply_to: str = "",
    about: models.Model | None = None,
    account: Account | None = None,
    references: Sequence[str] = (),
    documents: Iterable[Document] = (),
    is_automatic: bool = False,
    at: datetime,
) -> Message:
    """Write a mail into the outbox; the same key is never sent twice.

    Without an account it goes by the company's first mail account, else by the mail server of the settings.
    An automatic one says so in its headers, so that no machine answers it (RFC 3834).
    """
    account = account or main_account()
    domain = account.domain if account else "localhost"
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            **_about(about),
            "account": account,
            "to": one_line(to, 2000),
            "cc": one_line(cc, 2000),
            "reply_to": one_line(reply_to, 254),
            "subject": one_line(subject, 200),
            "body": body,
            "message_id": message_id(domain),
            "references": list(references)[-20:],
            "is_automatic": is_automatic,
            "made_at": at,
            "next_at": at,
        },
    )
    if is_new:
        message.documents.set(documents)
    return message


def queue_notification(
    *,
    key: str,
    account: Account,
    to: str = "",
    subject: str = "",
    body: str,
    about: models.Model | None = None,
    at: datetime,
) -> Message:
    """Write an SMS or a line for a group chat into the outbox; the same key is never sent twice."""
    assert account.kind == AccountKind.NOTIFICATION
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            **_about(about),
            "account": account,
            "medium": Medium.CHAT if account.is_group else account.medium,
            "to": one_line(to, 200) or account.name,
            "subject": one_line(subject, 200),
            "body": body,
            "made_at": at,
            "next_at": at,
        },
    )
    return message


@transaction.atomic
def send_again(*, message: Message, by: Actor, at: datetime) -> Message:
    """A message that failed goes back into the outbox, with the Message-ID it had."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    message.send_again(at=at)
    message.save(update_fields=["state", "attempts", "next_at"])
    return message


def _about(record: models.Model | None) -> dict[str, object]:
    if record is None:
        return {}
    number = str(getattr(record, "number", ""))[:20]
    return {"about_type": record._meta.label_lower, "about_id": record.pk, "about_number": number}
